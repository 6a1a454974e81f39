"""extend_round: half a minute more."""

from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    hears_nothing,
    nobody_else_may,
    refused,
    told_once,
)


def left(room):
    """Seconds left, as each screen of the room heard it last."""
    return [socket.latest("snapshot")["round"]["remaining_ms"] / 1000 for socket in room.everyone()]


def test_every_screen_has_half_a_minute_more(room):
    room.asks("A2")
    room.does("prorrogar")
    assert all(88 < seconds <= 90 for seconds in left(room))


def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room):
    room.asks("A2")
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.does("prorrogar")


def test_only_the_trainer_may(room):
    room.asks("A2")
    nobody_else_may(room, "prorrogar")


def test_an_old_page_may_not_extend(room):
    room.asks("A2")
    an_old_page_may_not(room, "prorrogar")


def test_without_a_limit_there_is_nothing_to_extend(room):
    room.asks("A1")
    refused(room, "prorrogar", "no_deadline")


def test_a_closed_round_gets_no_more_time(room):
    room.asks("A2")
    room.does("cerrar")
    refused(room, "prorrogar", "round_not_open")


def test_nobody_adds_time_for_ever(room, monkeypatch):
    monkeypatch.setattr(
        "workshop.models.round.MAX_DURATION_S", 200
    )  # seconds; four hours are 480 presses
    room.asks("A2")
    for _ in range(10):
        reply = room.do("prorrogar")
        if reply.status != 204:
            break
    assert reply.code == "deadline_too_far"
    assert max(left(room)) <= 200


def test_a_double_click_adds_it_once(room):
    room.asks("A2")
    double_click(room, "prorrogar")
    assert max(left(room)) <= 90
