"""next_step: on to the next activity."""

from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    hears_nothing,
    nobody_else_may,
    refused,
    told_once,
)


def test_the_next_activity_is_staged(room):
    room.asks("A1")
    room.does("cerrar", "siguiente")
    assert room.ines.at(room.run) == "A2"
    assert room.mateo.sees("waiting")
    assert room.wall.sees("staged")


def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room):
    room.does("empezar")
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.does("siguiente")


def test_only_the_trainer_may(room):
    room.does("empezar")
    nobody_else_may(room, "siguiente")


def test_an_old_page_may_not_go_on(room):
    room.does("empezar")
    an_old_page_may_not(room, "siguiente")


def test_an_open_question_is_closed_first(room):
    room.asks("A1")
    refused(room, "siguiente", "round_open")


def test_a_reading_needs_no_closing(room):
    room.goes_to("A6")
    room.does("abrir", "siguiente")
    assert room.ines.at(room.run) == "A7"


def test_there_is_no_next_step_in_the_lobby(room):
    refused(room, "siguiente", "no_step")


def test_after_the_last_one_nothing_is_next(room):
    room.goes_to("A7")
    room.does("siguiente")
    refused(room, "siguiente", "no_step")


def test_a_double_click_goes_one_step(room):
    room.does("empezar")
    double_click(room, "siguiente")
    assert room.ines.at(room.run) == "A2"
