"""close_round: nothing that arrives from now on counts."""

from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    hears_nothing,
    nobody_else_may,
    refused,
    tells_the_truth,
    told_once,
)


def test_what_was_given_is_frozen(room):
    room.asks("A1")
    room.mateo.answer(3)
    room.lucia.answer(state="skip")
    room.does("cerrar")
    seen = room.console.latest("snapshot")
    assert seen["counts"] == {"eligible": 2, "answered": 1, "skipped": 1, "silent": 0}
    assert seen["tally"]["counts"] == [0, 0, 1]


def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room):
    room.asks("A1")
    other_room.asks("A1")
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.does("cerrar")
    assert other_room.phones[0].answer(1)["ok"]  # their round is still open


def test_closing_shows_the_room_nothing(room):
    room.asks("A1")
    room.mateo.answer(3)
    room.does("cerrar")
    for who in (room.mateo, room.wall):
        assert who.sees("closed")["tally"] is None


def test_an_answer_received_before_it_counts(room):
    """Closing passes through the writer: what was in its queue is written first."""
    round_id = room.asks("A1")
    room.mateo.socket.emit("submit_answer", an_answer(round_id, 2))
    room.does("cerrar")
    assert room.console.latest("snapshot")["counts"]["answered"] == 1


def test_an_answer_received_after_it_does_not(room):
    round_id = room.asks("A1")
    room.does("cerrar")
    assert room.mateo.answer(2, round=round_id)["code"] == "round_not_open"
    tells_the_truth(room)


def test_a_silent_phone_counts_once_it_was_there_for_five_seconds(room):
    room.asks("A1")
    room.site.add_presence(4.9)
    room.mateo.answer(2)
    room.does("cerrar")
    assert room.console.latest("snapshot")["counts"]["eligible"] == 1
    room.does("abrir")
    room.site.add_presence(4.9)
    room.site.add_presence(0.2)
    room.does("cerrar")
    assert room.console.latest("snapshot")["counts"]["silent"] == 2


def test_only_the_trainer_may(room):
    room.asks("A1")
    nobody_else_may(room, "cerrar")


def test_an_old_page_may_not_close(room):
    room.asks("A1")
    an_old_page_may_not(room, "cerrar")


def test_nothing_is_open_to_be_closed(room):
    room.does("empezar")
    refused(room, "cerrar", "round_not_open")


def test_a_double_click_closes_once(room):
    room.asks("A1")
    double_click(room, "cerrar")


def an_answer(round_id, value):
    """A hand-in on the wire."""
    return {
        "round": round_id,
        "answer_id": "a" * 32,
        "revision": 1,
        "state": "answer",
        "value": value,
    }
