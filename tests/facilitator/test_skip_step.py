"""skip_step: leaving an activity out."""

from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    hears_nothing,
    nobody_else_may,
    refused,
    told_once,
)


def test_the_one_after_it_is_staged(room):
    room.does("empezar", "saltar")
    assert room.ines.at(room.run) == "A2"


def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room):
    room.does("empezar")
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.does("saltar")


def test_only_the_trainer_may(room):
    room.does("empezar")
    nobody_else_may(room, "saltar")


def test_an_old_page_may_not_skip(room):
    room.does("empezar")
    an_old_page_may_not(room, "saltar")


def test_an_open_question_is_not_skipped(room):
    room.asks("A1")
    refused(room, "saltar", "round_open")


def test_there_is_nothing_to_skip_in_the_lobby(room):
    refused(room, "saltar", "no_step")


def test_a_double_click_skips_one(room):
    room.does("empezar")
    double_click(room, "saltar")
    assert room.ines.at(room.run) == "A2"
