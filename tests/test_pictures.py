"""The pictures of rated, shared, ordered and estimated answers: from nobody to a thousand."""

import random
import re
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from workshop.activities import Given, load

PAGE = (Path(__file__).parent.parent / "docs" / "activities.md").read_text("utf-8")
ANSWERS = {
    "recommend": lambda chance: chance.randint(0, 10),
    "ease": lambda chance: chance.randint(1, 7),
    "points": lambda chance: [chance.randint(0, 20), 30, 20, 50],
    "ranking": lambda chance: chance.sample("abcdef", 6),
    "number": lambda chance: chance.choice([1, 2.5, 9000, chance.randint(0, 90)]),
    "practice": lambda chance: [chance.randint(0, 2) for _ in range(5)],
    "sequence": lambda chance: chance.sample("abcde", 5),
    "staircase": lambda chance: chance.choice(
        [
            {"steps": ["a", "b"], "fact": ""},
            {"steps": ["c"], "fact": "Llamé para contar cómo quedó", "when": 2},
        ]
    ),
    "matching": lambda chance: {each: chance.choice(["uno", "vuelve"]) for each in "abc"},
    "grid": lambda chance: [chance.randint(0, 5) for _ in range(12)],
    "predict": lambda chance: [chance.choice(["yes", "no"]), chance.randint(0, 10)],
    "two_hats": lambda chance: [chance.randint(0, 10), chance.randint(0, 10)],
}


@pytest.mark.parametrize("people", [0, 1, 30, 1000])
@pytest.mark.parametrize("kind", ANSWERS)
def test_a_picture_is_drawn_whoever_answered(app, kind, people):
    section = re.search(rf"^## {kind}\n.*?```toml\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE)[1]
    activity, chance = load(tomllib.loads(section)), random.Random(people)
    tally = activity.tally(Given(ANSWERS[kind](chance)) for _ in range(people))
    round = SimpleNamespace(id=1, tally=tally, phase="revealed")
    with app.test_request_context():
        kind_of = app.jinja_env.get_template(f"activities/{kind}.html").module
        for macro in (kind_of.form, kind_of.chart):
            drawn = str(macro(activity, round))
            assert "style=" not in drawn
            assert "None" not in drawn
            assert "nan" not in drawn.lower()
        assert "<table" in drawn, "the same in words"
        assert f'data-chart="{kind}"' in drawn
        assert str(kind_of.asked(activity)).strip()
        if hasattr(kind_of, "detail"):
            kind_of.detail(activity, round)
