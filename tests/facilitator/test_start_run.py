"""start_run: out of the lobby, to the first activity."""

from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    hears_nothing,
    nobody_else_may,
    refused,
    told_once,
)


def test_the_first_activity_is_next(room):
    room.does("empezar")
    assert room.ines.at(room.run) == "A1"
    assert room.mateo.sees("waiting")
    assert room.wall.sees("staged")


def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room):
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.does("empezar")


def test_only_the_trainer_may(room):
    nobody_else_may(room, "empezar")


def test_an_old_page_may_not_start(room):
    an_old_page_may_not(room, "empezar")


def test_a_started_run_does_not_start_again(room):
    room.does("empezar")
    refused(room, "empezar", "cannot_move")


def test_a_double_click_starts_once(room):
    double_click(room, "empezar")
