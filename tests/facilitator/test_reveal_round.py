"""reveal_round: showing the room what it said."""

from tests.support.cast import Room
from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    hears_nothing,
    nobody_else_may,
    refused,
    told_once,
)


def test_wall_and_phones_see_the_result(room):
    room.asks("A1")
    room.mateo.answer(3)
    room.does("cerrar", "mostrar")
    for who in (room.mateo, room.wall):
        assert who.sees("revealed")["tally"]["counts"] == [0, 0, 1]


def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room):
    room.asks("A1")
    room.does("cerrar")
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.does("mostrar")


def test_an_anonymous_result_of_too_few_stays_hidden(room):
    room.asks("A2")
    room.mateo.answer("a")
    room.does("cerrar", "mostrar")
    for socket in room.everyone():
        assert socket.latest("snapshot")["tally"] is None
    assert room.wall.sees("revealed")["counts"]["answered"] == 1


def test_only_the_trainer_may(room):
    room.asks("A1")
    room.does("cerrar")
    nobody_else_may(room, "mostrar")


def test_an_old_page_may_not_reveal(room):
    room.asks("A1")
    room.does("cerrar")
    an_old_page_may_not(room, "mostrar")


def test_an_open_round_is_not_revealed(room):
    room.asks("A1")
    refused(room, "mostrar", "round_open")


def test_there_is_nothing_to_reveal_before_it_was_asked(room):
    room.does("empezar")
    refused(room, "mostrar", "nothing_to_reveal")


def test_a_hidden_vote_waits_for_its_second_round(room):
    room.asks("A3")
    room.mateo.answer("a")
    room.does("cerrar")
    refused(room, "mostrar", "hidden_until_second_round")
    for who in (room.mateo, room.wall):
        assert who.latest("snapshot")["tally"] is None


def test_a_held_key_shows_it_all_the_same(room):
    room.asks("A3")
    room.mateo.answer("a")
    room.does("cerrar")
    assert room.do("mostrar", force=True).status == 204
    assert room.wall.sees("revealed")["tally"]["counts"]["a"] == 1


def test_after_the_second_round_both_are_shown(room):
    room.asks("A3")
    room.mateo.answer("a")
    room.does("cerrar", "siguiente", "saltar", "abrir")
    room.mateo.sees("open")
    room.mateo.answer("b")
    room.does("cerrar", "mostrar")
    assert room.wall.sees("revealed")["tally"]["counts"]["b"] == 1
    assert room.wall.latest("snapshot")["round"]["number"] == 2


def test_a_double_click_reveals_once(room):
    room.asks("A1")
    room.does("cerrar")
    double_click(room, "mostrar")


def test_f_000_03_a_first_vote_is_nowhere_until_the_second_closes(room):
    """While people talk the wall and the phones know how many answered, and nothing else."""
    room.asks("A3")
    room.mateo.answer("a")
    room.lucia.answer("b")
    room.does("cerrar")
    for who in (room.mateo, room.lucia, room.wall):
        seen = who.sees("closed")
        assert seen["tally"] is None
        assert seen["counts"]["answered"] == 2
        assert "data-chart" not in seen["html"]
    assert room.console.latest("snapshot")["tally"]["counts"]["a"] == 1
    refused(room, "mostrar", "hidden_until_second_round")
    assert not any(page["page"] == "revealed" for page in (room.wall.latest("snapshot"),))


def test_a_second_round_that_nobody_answered_is_none(room):
    room.asks("A3")
    room.mateo.answer("a")
    room.does("cerrar")
    room.asks("A5")
    room.does("cerrar")
    refused(room, "mostrar", "hidden_until_second_round")
    room.does("abrir")
    room.mateo.answer("b")
    room.does("cerrar", "mostrar")
    assert room.wall.sees("revealed")["tally"] is not None


def test_what_is_for_the_trainer_alone_stays_so_when_nobody_answered_again(site):
    room = Room(site, "cadenas-y-escalones", ("Mateo",))
    room.asks("K7")
    assert room.mateo.answer({"text": "Alguien gritó.", "code": "K7PM-4XQ2"})["ok"]
    room.does("cerrar", "abrir", "cerrar")
    refused(room, "mostrar", "result_hidden")
    room.leave()
