"""Staircase: F-001-04, say, assume, do; and doing needs a fact of the last seven days."""

import re

import pytest

from tests.support.cast import Room
from tests.support.result_files import rows_in
from workshop.activities import GivenAnswer, InvalidAnswer, InvalidContent
from workshop.activities.kinds.staircase import DAY_NAMES, Staircase

STAIRS = {
    "ref": "b4",
    "title": "Decir, creer, hacer",
    "prompt": "Marca lo que puedas demostrar.",
    "options": [
        {"id": "a", "text": "Aquí se dice"},
        {"id": "b", "text": "Yo lo creo"},
        {"id": "c", "text": "Yo lo hice"},
    ],
}
FACT = "Llamé a una clienta para contarle cómo quedó"


def stairs(**changes):
    return Staircase.from_content(STAIRS | changes)


def did(fact=FACT, when=1, steps=("a", "c")):
    return {"steps": list(steps), "fact": fact, "when": when}


def said(*steps):
    return {"steps": list(steps), "fact": ""}


def refused(raw):
    with pytest.raises(InvalidAnswer) as error:
        stairs().parse(raw)
    return error.value


@pytest.mark.parametrize("fact", ["x" * 19, "Atendí bien ayer.", f"  {'x' * 19}  ", "é" * 19])
def test_F_001_04_doing_needs_twenty_characters(fact):
    error = refused(did(fact))
    assert error.code == "text_too_short"
    assert error.detail["min"] == 20


def test_F_001_04_twenty_characters_are_a_fact():
    assert stairs().parse(did("x" * 20))["fact"] == "x" * 20
    assert stairs().parse(did(f" {FACT} "))["fact"] == FACT


@pytest.mark.parametrize("when", [-1, 4, 7, 1.5])
def test_F_001_04_a_fact_is_of_the_last_seven_days(when):
    assert refused(did(when=when)).code == "number_out_of_range"
    assert DAY_NAMES[-1] == "Hace 4 a 7 días"


def test_F_001_04_three_percentages_need_not_sum_to_100():
    given = [did(steps="abc"), said("a", "b"), said("a"), said("a", "b"), said()]
    tally = stairs().tally(GivenAnswer(stairs().parse(each)) for each in given)
    assert [row.percent for row in stairs().rows(tally)] == [80, 60, 20]
    assert (tally["n"], tally["none"]) == (5, 1)


def test_percentages_that_happen_to_sum_to_100_are_still_of_people():
    tally = stairs().tally(GivenAnswer(each) for each in (said("a"), said("a"), said("b")))
    assert [row.percent for row in stairs().rows(tally)] == [67, 33, 0]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"steps": ["c"], "fact": FACT}, "answer_malformed"),  # when?
        ({"steps": ["a"], "fact": FACT}, "answer_malformed"),  # a fact for nothing
        ({"steps": ["a"], "fact": "", "when": 1}, "answer_malformed"),
        (did("  "), "text_empty"),
        (did("x" * 201), "text_too_long"),
        (did(when="1"), "answer_malformed"),
        (did(when=True), "answer_malformed"),
        (did(5), "answer_malformed"),
        (did(steps=["c", "z"]), "option_unknown"),
        (did(steps=["c", "c"]), "option_unknown"),
        (did() | {"name": "Ana"}, "answer_malformed"),
    ],
)
def test_what_is_no_staircase_is_refused(raw, code):
    assert refused(raw).code == code


@pytest.mark.parametrize("changes", [{"options": STAIRS["options"][:1]}, {"maximum": 30}])
def test_bad_text_is_refused(changes):
    with pytest.raises(InvalidContent):
        stairs(**changes)


def test_F_001_04_a_room_climbs_and_its_facts_wait_for_the_trainer(site):
    room = Room(site, "cadenas-y-escalones", hold_texts=True)
    room.asks("K3")
    short = room.mateo.answer(did("Poca cosa"))
    assert (short["code"], "20 letras" in short["message"]) == ("text_too_short", True)
    assert room.mateo.answer(did())["ok"]
    assert room.lucia.answer(said("a", "b"))["ok"]
    site.tick_tally()
    page = room.ines.page(room.run.id)
    assert FACT in page  # in the queue, with the shares above it
    assert 'data-chart="staircase"' in page
    room.does("cerrar", "mostrar")
    shown = room.wall.sees("revealed")
    assert shown["tally"]["counts"] == {"a": 2, "b": 1, "c": 1}
    assert FACT not in shown["html"]
    card = re.search(r"/textos/([0-9a-f]{16})/mostrar", room.ines.page(room.run.id))[1]
    assert room.ines.post(f"/sesiones/{room.run.id}/textos/{card}/mostrar").status == 204
    assert FACT in room.wall.latest("snapshot")["html"]
    room.leave()


def test_F_001_04_the_report_has_the_three_percentages(site):
    room = Room(site, "cadenas-y-escalones", hold_texts=False)
    room.asks("K3")
    assert room.mateo.answer(did())["ok"]
    assert room.lucia.answer(said("a", "b"))["ok"]
    room.does("cerrar", "mostrar")
    assert FACT in room.wall.sees("revealed")["html"]
    assert "ayer" in room.mateo.sees("revealed")["html"].lower()
    file = room.ines.browser.get(f"/sesiones/{room.run.id}/sala.csv").text
    rows = [row for row in rows_in(file) if row["n"]]
    assert [(row["option_key"], row["share"]) for row in rows] == [
        ("a", "1"),
        ("b", "0,5"),
        ("c", "0,5"),
    ]
    assert FACT in file
    room.leave()
