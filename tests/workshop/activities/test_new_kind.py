"""A new kind takes what CONTRIBUTING.md lists, and nothing else: one is added and thrown away."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.server import ROOT

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "data", "__pycache__", ".*cache", ".ci", "*.db", "*.log"
)
FILES = {
    "workshop/activities/kinds/thumb.py": '''
"""Thumb: up or down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.rows import Row, row_percents, rows_of

WORDS = {"up": "Arriba", "down": "Abajo"}


@dataclass(frozen=True, kw_only=True)
class Thumb(Activity):
    """The value is "up" or "down"."""

    kind: ClassVar[str] = "thumb"
    name: ClassVar[str] = "Pulgar"

    def parse(self, raw: Any) -> str:
        if type(raw) is not str:
            raise InvalidAnswer("answer_malformed")
        if raw not in WORDS:
            raise InvalidAnswer("option_unknown")
        return raw

    def imagine(self, person: Person) -> str:
        return person.pick(list(WORDS))

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        values = [given.value for given in givens]
        return {"n": len(values), "counts": {key: values.count(key) for key in WORDS}}

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        return rows_of(
            list(WORDS.values()), list(WORDS), list(tally["counts"].values()), tally["n"]
        )

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        return row_percents(self.rows(tally))

    def say(self, value: Any) -> str:
        return WORDS[value]
''',
    "templates/activities/thumb.html": """
{% macro form(activity, round) %}
<fieldset class="options" data-options="2" data-send="tap">
  <legend class="visually-hidden">{{ activity.prompt }}</legend>
  {% for row in activity.rows(activity.tally(())) %}
  <label class="option">
    <input class="option__input visually-hidden" type="radio" name="t" value="{{ row.key }}">
    <span class="option__face"><span class="option__text">{{ row.label }}</span></span>
  </label>
  {% endfor %}
</fieldset>
{% endmacro %}
{% macro answer(activity, say) %}<p class="own__words" data-say>{{ say }}</p>{% endmacro %}
{% macro chart(activity, round) %}
  {% from "charts.html" import table with context %}
  <div class="chart" data-chart="thumb">
    {{ table(activity.prompt, activity.rows(round.tally)) }}
  </div>
{% endmacro %}
{% macro asked(activity) %}
  <ol class="options">
    {% for row in activity.rows(activity.tally(())) %}<li>{{ row.label }}</li>{% endfor %}
  </ol>
{% endmacro %}
""",
    "static/js/activities/thumb.js": """
/** A thumb, up or down. */
import { fillTable } from "activities/bars";

/** @param {HTMLFormElement} form @returns {string | undefined} */
export function read(form) {
  return /** @type {HTMLInputElement | null} */ (form.querySelector("input:checked"))?.value;
}

/** @param {HTMLFormElement} form @param {string | null} value */
export function fill(form, value) {
  for (const input of form.querySelectorAll("input")) input.checked = input.value === value;
}

/** @param {HTMLFormElement} form @param {string} value */
export function say(form, value) {
  return value === "up" ? "Arriba" : "Abajo";
}

/**
 * @param {HTMLElement} chart
 * @param {{ counts: Record<string, number>, percents: { rows: number[] } }} tally
 */
export function patch(chart, tally) {
  fillTable(chart, Object.values(tally.counts), tally.percents.rows);
}
""",
    "tests/workshop/activities/kinds/test_thumb.py": '''
"""Thumb: up or down, and nothing between."""

import pytest

from workshop.activities import InvalidAnswer
from workshop.activities.kinds.thumb import Thumb


def test_a_thumb_points_up_or_down():
    thumb = Thumb(ref="a1", title="T")
    assert thumb.parse("up") == "up"
    with pytest.raises(InvalidAnswer):
        thumb.parse("sideways")
''',
}
DOCS = """
## thumb

![The wall of `thumb`](pictures/kinds/thumb.webp)

A thumb, up or down. The value is "up" or "down".

```toml
ref = "t1"
kind = "thumb"
title = "¿Cómo vamos?"
prompt = "¿Cómo vamos?"
```
"""
LINES = {  # file: (line that is there, line that comes before it)
    "workshop/activities/__init__.py": [
        (
            "from workshop.activities.kinds.two_hats import TwoHats\n",
            "from workshop.activities.kinds.thumb import Thumb\n",
        ),
        ("        TwoHats,\n", "        Thumb,\n"),
    ],
    "tests/support/small_activities.py": [('    "ease": {', '    "thumb": {},\n')],
    "tests/workshop/activities/test_every_kind.py": [
        ('        "ease": st.', '        "thumb": st.sampled_from(["up", "down"]),\n')
    ],
    "tests/support/browser/ways_to_answer.py": [
        (
            '    "ease": lambda',
            '    "thumb": lambda who: [press("radio", ("Arriba", "Abajo", "Arriba")[who])],\n',
        )
    ],
}


def test_a_kind_is_four_files_and_the_lines_of_the_checklist(tmp_path):
    house = tmp_path / "house"
    shutil.copytree(ROOT, house, ignore=LEFT_OUT)
    for name, text in FILES.items():
        (house / name).write_text(text.lstrip("\n"), "utf-8")
    for name, lines in LINES.items():
        for there, line in lines:
            add_before(house / name, there, line)
    with (house / "docs" / "activities.md").open("a", encoding="utf-8") as docs:
        docs.write(DOCS)
    pictures = house / "docs" / "pictures" / "kinds"
    shutil.copy(pictures / "ease.webp", pictures / "thumb.webp")  # python -m tools.kinds thumb
    contract = [
        "tests/workshop/activities/test_every_kind.py",
        "tests/workshop/activities/kinds/test_thumb.py",
        "tests/templates/test_kinds.py",
    ]
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", *contract]
        + ["-k", "thumb or heading"],
        cwd=house,
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, found.stdout[-4_000:]
    assert int(found.stdout.rsplit(" passed", 1)[0].split()[-1]) > 20


def add_before(path: Path, there: str, line: str) -> None:
    """Write ``line`` before the one that begins with ``there``."""
    text = path.read_text("utf-8")
    assert text.count(there) == 1, f"{path.name}: {there}"
    path.write_text(text.replace(there, line + there), "utf-8")
