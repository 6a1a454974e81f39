"""Iceberg: F-002-06, causes above and below the waterline in five zones, three votes each."""

import re

import pytest

from tests.support.cast import Room
from tests.support.result_files import rows_in
from workshop.activities import GivenAnswer, InvalidAnswer, InvalidContent, Source
from workshop.activities.kinds.brainstorm import Brainstorm
from workshop.activities.kinds.iceberg import Iceberg
from workshop.activities.kinds.text import Text

FIVE = ["Lo visible", "Cultura y clima", "Colaboración", "Comunicación", "Liderazgo"]
ASKED = {"ref": "d9", "title": "Bajo el agua", "prompt": "¿Qué lo provoca?"}
CAUSE = r'value="(\w{16})".*?option__text">(Causa de P\d)'
VOTE = {"ref": "d10", "title": "Voto", "prompt": "Vota", "source": "d9", "maximum": 3}


def iceberg(**changes):
    return Iceberg.from_content(ASKED | changes)


def card(name, zone, text="Nadie cuenta lo que oye", **more):
    return GivenAnswer({"text": text, "zone": zone}, name, **more)


def test_F_002_06_there_are_five_zones_and_one_is_seen():
    assert [zone.text for zone in iceberg().zones] == FIVE
    assert [zone.text for zone in iceberg().seen] == FIVE[:1]
    assert [zone.text for zone in iceberg().sunken] == FIVE[1:]


def test_F_002_06_cards_lie_in_their_zone_and_hidden_ones_only_count():
    tally = iceberg().tally(
        [card("1", "clima"), card("2", "clima", moderation="hidden"), card("3", "visible")]
    )
    assert tally["zones"] == dict(visible=1, clima=2, colaboracion=0, comunicacion=0, liderazgo=0)
    assert [(each["card"], each["zone"]) for each in tally["texts"]] == [
        ("1", "clima"),
        ("3", "visible"),
    ]
    assert (tally["held"], tally["hidden"]) == (0, 1)
    assert [row.label for row in iceberg().rows(tally)] == FIVE


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"text": "x"}, "answer_malformed"),
        ({"text": "x", "zone": "agua"}, "option_unknown"),
        ({"text": "x", "zone": ["clima"]}, "answer_malformed"),
        ({"text": " ", "zone": "clima"}, "text_empty"),
        ({"text": "x" * 181, "zone": "clima"}, "text_too_long"),
        ({"text": 5, "zone": "clima"}, "answer_malformed"),
        ("clima", "answer_malformed"),
    ],
)
def test_what_is_no_card_is_refused(raw, code):
    with pytest.raises(InvalidAnswer) as refused:
        iceberg().parse(raw)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "changes", [{"zones": []}, {"waterline": 9}, {"zones": [{"id": "a", "text": "A"}] * 2}]
)
def test_bad_text_is_refused(changes):
    with pytest.raises(InvalidContent):
        iceberg(**changes)


def test_what_was_seen_before_floats_above_and_is_never_needed():
    asked = iceberg(above="d8", waterline=0)
    assert asked.needed == ()
    assert asked.prepared({}) == asked  # the trainer left that step out
    seen = Source(
        Text(ref="d8", title="T"), 1, (GivenAnswer("Espera", "c1"), GivenAnswer("Colas", "c2"))
    )
    prepared = asked.prepared({"d8": seen})
    assert [each.text for each in prepared.floating] == ["Espera", "Colas"]
    assert [each.text for each in prepared.moderating("c1", "hidden").floating] == ["Colas"]


def test_F_002_06_a_pile_lies_where_most_of_its_texts_do():
    source = Source(
        iceberg(),
        1,
        (
            card("1", "clima", pile="Miedo"),
            card("2", "liderazgo", pile="Miedo"),
            card("3", "liderazgo", pile="Miedo"),
            card("4", "visible", "Colas"),
        ),
    )
    vote = Brainstorm.from_content(VOTE).prepared({"d9": source})
    assert {idea.text: idea.zone for idea in vote.ideas} == {
        "Miedo": "liderazgo",
        "Colas": "visible",
    }
    tally = vote.tally([GivenAnswer(["p1"]), GivenAnswer(["4", "p1"])])
    assert tally["zones"] == dict(visible=1, clima=0, colaboracion=0, comunicacion=0, liderazgo=2)
    assert [(row.label, row.count, row.note) for row in vote.rows(tally)] == [
        ("Miedo", 2, "Liderazgo"),
        ("Colas", 1, "Lo visible"),
    ]


def test_F_002_06_a_room_fills_the_iceberg_and_votes_three_each(site):
    names = [f"P{n}" for n in range(5)]
    room = Room(site, "cadenas-y-escalones", names)
    room.asks("K5")
    zones = ["visible", "clima", "clima", "liderazgo", "comunicacion"]
    for phone, zone in zip(room.phones, zones, strict=True):
        assert phone.answer({"text": f"Causa de {phone.alias}", "zone": zone})["ok"]
    room.does("cerrar", "mostrar")
    page = room.wall.sees("revealed")
    assert page["tally"]["zones"]["clima"] == 2
    assert [name for name in FIVE if name in page["html"]] == FIVE
    assert page["html"].index("Causa de P0") < page["html"].index("berg__wave")
    assert page["html"].index("Causa de P3") > page["html"].index("berg__wave")
    assert re.search(r"<table.*Cultura y clima.*<td data-people>2", page["html"], re.DOTALL)
    room.goes_to("K6")
    room.does("abrir")
    ids = {}
    for phone in room.phones:
        html = phone.sees("open")["html"]
        ids = dict(
            (text, key)
            for key, text in re.findall(
                r'value="(\w{16})".*?option__text">(Causa de P\d)', html, re.S
            )
        )
        assert phone.answer([ids["Causa de P3"], ids["Causa de P1"]])["ok"]
    four = [ids[f"Causa de P{n}"] for n in range(4)]
    assert room.mateo.answer(four)["code"] == "too_many_options"
    assert room.mateo.answer([four[3], four[3]])["code"] == "option_unknown"
    assert room.mateo.answer([four[3]])["ok"]
    room.does("cerrar", "mostrar")
    shown = room.wall.sees("revealed")
    assert shown["tally"]["zones"]["liderazgo"] == 5
    assert [each["zone"] for each in shown["tally"]["best"]] == ["Liderazgo", "Cultura y clima"]
    file = room.ines.browser.get(f"/sesiones/{room.run.id}/sala.csv").text
    votes = [
        (row["text"], row["count"], row["note"])
        for row in rows_in(file)
        if row["activity"] == "K6" and row["row_type"] == "recuento"
    ]
    assert votes[:2] == [
        ("Causa de P3", "5", "Liderazgo"),
        ("Causa de P1", "4", "Cultura y clima"),
    ]
    assert [int(count) for _, count, _ in votes] == [5, 4, 0, 0, 0]
    room.leave()
