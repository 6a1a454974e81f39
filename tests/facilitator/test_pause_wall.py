"""pause_wall and resume_wall: a covered wall, while phones go on."""

import pytest

from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    hears_nothing,
    nobody_else_may,
    tells_the_truth,
    told_once,
)


def test_the_wall_is_covered_and_phones_go_on(room):
    room.asks("A4")
    room.does("pausar")
    seen = room.wall.sees("paused")
    assert seen["paused"]
    assert "Escribe lo primero" not in seen["html"]
    assert room.mateo.latest("snapshot")["page"] == "open"
    assert room.mateo.answer("Hola")["ok"]


def test_a_covered_wall_hears_no_tally(room):
    room.asks("A7")
    room.does("pausar")
    room.mateo.answer("a")
    room.site.tick_tally()
    assert room.console.hears("tally_changed")["tally"]["counts"]["a"] == 1
    assert room.wall.latest("tally_changed") is None


def test_uncovered_it_shows_what_is_true_now(room):
    room.asks("A1")
    room.does("pausar", "cerrar", "mostrar")
    assert room.wall.latest("snapshot")["page"] == "paused"
    room.does("reanudar")
    assert room.wall.sees("revealed")
    tells_the_truth(room)


@pytest.mark.parametrize("verb", ["pausar", "reanudar"])
def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room, verb):
    room.does("empezar")
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.does(verb)


@pytest.mark.parametrize("verb", ["pausar", "reanudar"])
def test_only_the_trainer_may(room, verb):
    nobody_else_may(room, verb)


@pytest.mark.parametrize("verb", ["pausar", "reanudar"])
def test_an_old_page_may_not(room, verb):
    an_old_page_may_not(room, verb)


def test_a_double_click_covers_once(room):
    room.does("empezar")
    double_click(room, "pausar")


def test_covering_a_covered_wall_leaves_it_covered(room):
    room.does("empezar", "pausar", "pausar")
    assert room.wall.latest("snapshot")["page"] == "paused"


def test_the_end_uncovers_it(room):
    room.does("empezar", "pausar", "terminar")
    assert room.wall.sees("ended")
