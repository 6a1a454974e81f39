"""previous_step: one step back; what was asked there stays as it is."""

import pytest

from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    hears_nothing,
    nobody_else_may,
    refused,
    told_once,
)


def test_one_step_back(room):
    room.goes_to("A2")
    room.does("volver")
    assert room.ines.at(room.run) == "A1"


def test_its_round_is_still_there(room):
    room.asks("A1")
    room.mateo.answer(3)
    room.does("cerrar", "mostrar", "siguiente", "volver")
    assert room.wall.sees("revealed")["tally"]["counts"] == [0, 0, 1]


def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room):
    room.goes_to("A2")
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.does("volver")


def test_only_the_trainer_may(room):
    room.goes_to("A2")
    nobody_else_may(room, "volver")


def test_an_old_page_may_not_go_back(room):
    room.goes_to("A2")
    an_old_page_may_not(room, "volver")


def test_there_is_nothing_before_the_first(room):
    room.does("empezar")
    refused(room, "volver", "first_step")


def test_an_open_question_keeps_the_room_where_it_is(room):
    room.asks("A2")
    refused(room, "volver", "round_open")


def test_a_double_click_goes_back_once(room):
    room.goes_to("A3")
    double_click(room, "volver")
    assert room.ines.at(room.run) == "A2"


def test_back_and_on_again_reaches_the_same_step(room):
    room.asks("A1")
    room.does("cerrar", "siguiente", "volver", "siguiente")
    assert room.ines.at(room.run) == "A2"


@pytest.mark.parametrize("last", [("saltar",), ("abrir", "cerrar", "siguiente")])
def test_from_behind_the_last_step_there_is_a_way_back(room, last):
    room.goes_to("A7")
    room.does(*last)
    assert room.mateo.sees("ended")  # by a slip: nobody held «Terminar»
    assert f'action="/sesiones/{room.run.id}/volver"' in room.ines.page(room.run.id)
    room.does("volver")
    assert room.ines.at(room.run) == "A7"
    assert room.mateo.sees("closed" if "cerrar" in last else "waiting")


def test_an_end_behind_the_last_step_that_is_taken_back_is_no_dead_end(room):
    room.goes_to("A7")
    room.does("saltar", "terminar", "reabrir", "volver")
    assert room.ines.at(room.run) == "A7"
