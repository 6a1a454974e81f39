"""Rules that get in the way: a card needs its place and its effect, and passes moderation."""

import re

import pytest

from tests.support.cast import Room
from workshop.activities import GivenAnswer, InvalidAnswer
from workshop.activities.kinds.obstacles import Obstacles
from workshop.activities.parts.journey import STAGES, USUAL_EFFECTS

COMMON = {"ref": "k2", "title": "T", "prompt": "¿?"}
ONE = {"text": "Tres firmas para devolver", "stage": "Cambiar", "effect": "Retrasa"}


def obstacles(**changes):
    return Obstacles.from_content(COMMON | changes)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (ONE | {"stage": "Volar"}, "option_unknown"),
        (ONE | {"effect": ["Enfada"]}, "answer_malformed"),
        (ONE | {"text": " "}, "text_empty"),
        (ONE | {"text": "x" * 281}, "text_too_long"),
        ({"text": "x"}, "answer_malformed"),
        (ONE | {"who": "Mateo"}, "answer_malformed"),
    ],
)
def test_what_is_no_obstacle_is_refused(raw, code):
    with pytest.raises(InvalidAnswer) as error:
        obstacles().parse(raw)
    assert error.value.code == code


def test_the_words_of_the_way_are_the_usual_ones_unless_given():
    assert obstacles().stages == STAGES
    assert obstacles().effects == USUAL_EFFECTS
    assert obstacles(stages=["Entrar", "Salir"]).stages == ("Entrar", "Salir")


def test_counts_are_of_everyone_and_cards_of_what_is_shown():
    given = [GivenAnswer(ONE, "c1"), GivenAnswer(ONE | {"stage": "Pagar"}, "c2", "held")]
    tally = obstacles().tally(given)
    assert (tally["n"], tally["held"], tally["hidden"]) == (2, 1, 0)
    assert tally["stages"]["Pagar"] == tally["stages"]["Cambiar"] == 1
    assert tally["texts"] == [{"card": "c1"} | ONE]
    assert obstacles().say(ONE) == "Tres firmas para devolver · Cambiar · Retrasa"


def test_a_card_waits_for_the_trainer_and_can_be_shown(site):
    room = Room(site, "mas-tipos", hold_texts="1")
    room.asks("K2")
    assert room.mateo.answer(ONE)["ok"]
    page = room.ines.page(room.run.id)
    assert "Tres firmas para devolver · Cambiar · Retrasa" in page
    card = re.search(r"/textos/(\w{16,})/", page)[1]
    assert room.ines.do(room.run, f"textos/{card}/mostrar").status == 204
    room.does("cerrar", "mostrar")
    assert room.wall.sees("revealed")["tally"]["texts"] == [{"card": card} | ONE]
    room.leave()
