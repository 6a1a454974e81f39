"""show_code and take_code_away: how to get in, big on every wall, whatever lies under it."""

import re

import pytest

from tests.support.cast import Wall
from tests.support.command_contract import (
    an_old_page_may_not,
    double_click,
    hears_nothing,
    nobody_else_may,
    refused,
    tells_the_truth,
    told_once,
)


def digits(html):
    return "".join(re.findall(r"\d", re.sub(r"<[^>]*>", "", html)))


def test_the_code_is_on_every_wall_and_the_question_goes_on_under_it(room):
    room.asks("A7")
    second = Wall(room.site, room.run)
    room.does("codigo")
    for wall in (room.wall, second):
        seen = wall.sees("code")
        assert room.run.code in digits(seen["html"])
        assert 'class="qr"' in seen["html"]
        assert "La pregunta sigue abierta" in seen["html"]
        assert 'role="timer"' in seen["html"]
    assert room.mateo.answer("a")["ok"]
    room.site.tick_tally()
    told = room.wall.hears("tally_changed")
    assert told["counts"]["answered"] == 1
    assert told["tally"] is None  # A7 shows its bars live, but not under the code
    room.does("quitar-codigo")
    assert room.wall.sees("open")["html"] == second.sees("open")["html"]
    tells_the_truth(room)
    second.leave()


def test_it_is_over_a_paused_wall_and_over_a_result_and_tells_nothing_of_either(room):
    room.asks("A7")
    room.does("pausar", "codigo")
    assert "La pregunta sigue abierta" not in room.wall.sees("code")["html"]
    room.does("reanudar", "cerrar", "mostrar")
    seen = room.wall.sees("code")
    assert seen["tally"] is None
    assert "data-chart" not in seen["html"]
    room.does("quitar-codigo")
    assert room.wall.sees("revealed")


def test_it_is_still_there_for_a_wall_that_is_loaded_again(room):
    room.does("empezar", "codigo")
    late = Wall(room.site, room.run)
    assert late.sees("code")
    late.leave()


def test_in_the_lobby_the_wall_shows_nothing_else_anyway(room):
    refused(room, "codigo", "no_step")


def test_the_end_takes_it_away(room):
    room.does("empezar", "codigo", "terminar")
    assert room.wall.sees("ended")


@pytest.mark.parametrize("verb", ["codigo", "quitar-codigo"])
def test_everyone_in_the_room_is_told_and_nobody_next_door(room, other_room, verb):
    room.does("empezar")
    with hears_nothing(*other_room.everyone()), told_once(room):
        room.does(verb)


@pytest.mark.parametrize("verb", ["codigo", "quitar-codigo"])
def test_only_the_trainer_may(room, verb):
    room.does("empezar")
    nobody_else_may(room, verb)


def test_an_old_page_may_not(room):
    room.does("empezar")
    an_old_page_may_not(room, "codigo")


def test_a_double_click_shows_it_once(room):
    room.does("empezar")
    double_click(room, "codigo")
