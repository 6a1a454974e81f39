"""end_run: close what is open and let everyone go."""

from tests.facilitator.test_close_round import an_answer
from tests.support.cast import Phone
from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    hears_nothing,
    nobody_else_may,
    refused,
    told_once,
)
from workshop.models.run import Run
from workshop.persistence.db import db


def test_everyone_sees_the_end(room):
    room.does("empezar", "terminar")
    assert room.mateo.sees("ended")
    assert room.wall.sees("ended")


def test_what_is_open_closes_with_what_was_received(room, app):
    round_id = room.asks("A1")
    room.mateo.socket.emit("submit_answer", an_answer(round_id, 2))
    room.does("terminar")
    with app.app_context():
        round = db.session.get(Run, room.run.id).rounds[0]
        assert (round.phase, round.closed_by, round.answered) == ("closed", "end", 1)


def test_a_phone_keeps_its_own_answers_to_read(room):
    room.asks("A1")
    room.mateo.answer(2)
    room.does("cerrar", "terminar")
    back = Phone(room.site, "Mateo", run=room.run.id, token=room.mateo.token)
    seen = back.connect().latest("snapshot")
    assert seen["page"] == "ended"
    assert seen["personal"]["history"][0]["answer"] == "Normal"
    back.leave()


def test_nobody_comes_in_any_more(room):
    room.does("empezar", "terminar")
    assert Phone(room.site, "Hugo").join(room.run).code == "code_ended"


def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room):
    room.asks("A1")
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.does("terminar")


def test_a_lobby_can_end_too(room):
    room.does("terminar")
    assert room.mateo.sees("ended")


def test_only_the_trainer_may(room):
    room.asks("A1")
    nobody_else_may(room, "terminar")


def test_an_old_page_may_not_end_it(room):
    room.asks("A1")
    an_old_page_may_not(room, "terminar")


def test_what_is_over_does_not_end_again(room):
    room.does("terminar")
    refused(room, "terminar", "cannot_move")


def test_after_the_end_no_verb_changes_anything(room):
    room.asks("A1")
    room.does("terminar")
    for verb in ("empezar", "abrir", "cerrar", "mostrar", "siguiente", "saltar", "volver"):
        with hears_nothing(*room.everyone()):
            assert room.do(verb).status == 409, verb


def test_after_the_end_the_room_stays_as_it_was(room):
    room.asks("A1")
    room.does("cerrar", "terminar")
    for verb in ("anular", "avanzar", "prorrogar", "cerrar-al-90", "pausar", "reanudar", "sala"):
        with hears_nothing(*room.everyone()):
            assert room.do(verb).code in ("no_step", "round_not_open", "session_ended"), verb


def test_a_double_click_ends_once(room):
    room.does("empezar")
    double_click(room, "terminar")
