"""The pictures made of people's words: for nobody, one, thirty and a thousand."""

import random
from types import SimpleNamespace

import pytest

from workshop.activities import KINDS, Given

COMMON = {"ref": "a1", "title": "Título", "prompt": "¿Qué opinas?"}
LONG = "Una frase larga, de las que la gente escribe cuando tiene prisa y razón. " * 2
CARDS = [f"{n:016x}" for n in range(12)]
SIDES = [{"id": key, "text": f"Postura {key}", "letter": key, "slot": 1} for key in "abcde"]
CONTENT = {
    "arguments": {
        "source": "t",
        "stances": "v",
        "sides": SIDES,
        "arguments": [
            {"card": card, "text": LONG, "stance": "abcde"[at % 5]} for at, card in enumerate(CARDS)
        ],
    },
    "brainstorm": {
        "source": "t",
        "ideas": [{"id": card, "name": LONG, "size": at + 1} for at, card in enumerate(CARDS)],
    },
    "questions": {},
    "case": {"story": LONG, "options": [{"id": key, "text": LONG} for key in "abcdef"]},
    "text": {"codes": ["Yo", "Mi equipo", "Nadie"]},
}
VALUES = {
    "arguments": lambda chance: chance.sample(CARDS, 3),
    "brainstorm": lambda chance: chance.sample(CARDS, 3),
    "questions": lambda chance: {"text": "<b>¿Por qué?</b>", "votes": chance.sample(CARDS, 3)},
    "case": lambda chance: chance.choice("abcdef"),
    "text": lambda chance: LONG,
}


@pytest.mark.parametrize("people", [0, 1, 30, 1000])
@pytest.mark.parametrize("kind", CONTENT)
def test_a_picture_of_words_is_drawn_whoever_answered(app, kind, people):
    activity, chance = KINDS[kind].from_content(COMMON | CONTENT[kind]), random.Random(people)
    givens = [Given(VALUES[kind](chance), f"{n:016x}", pile="Yo") for n in range(people)]
    round = SimpleNamespace(id=1, tally=activity.tally(givens), phase="revealed")
    with app.test_request_context():
        kind_of = app.jinja_env.get_template(f"activities/{kind}.html").module
        for macro in (kind_of.form, kind_of.chart):
            drawn = str(macro(activity, round))
            assert "style=" not in drawn
            assert "None" not in drawn
            assert "<b>¿Por qué?" not in drawn
        assert f'data-chart="{kind}"' in drawn
        assert str(kind_of.asked(activity)).strip()
