"""Hands counted beside phones: X-12's manual count, for every question that can be counted."""

import html
import re

import pytest

from tests.support.cast import Room
from tests.support.result_files import rows_in

KEYS_PRESSED_AT = {"minutos reales", "real_minutes"}


@pytest.fixture
def room(site):
    room = Room(site, phones=[f"P{n}" for n in range(6)])
    yield room
    room.leave()


def counts(room, **hands):
    """Enter hands by row, as the console's steppers save them."""
    return room.do("contar", **{f"count-{key}": people for key, people in hands.items()})


def answers(room, values):
    """One phone after the other gives its answer to the open round."""
    for phone, value in zip(room.phones, values, strict=False):
        phone.sees("open")
        assert phone.answer(value)["ok"]


def words(page):
    """What can be read on a page, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def record(room, page="sala"):
    return room.ines.browser.get(f"/sesiones/{room.run.id}/{page}").text


def hand_rows(room, page="sala.csv"):
    """What the file says was counted by hand, by row."""
    rows = rows_in(record(room, page))
    return {row["option_key"]: row["count"] for row in rows if row["row_type"] == "a mano alzada"}


def test_x_12_hands_are_counted_beside_phones_and_shown_apart(room):
    room.asks("A3")
    answers(room, "aabbc")
    assert counts(room, a=7, c=5).status == 204
    assert "A mano alzada" not in room.wall.sees("open")["html"]
    assert "5 por teléfono + 12 a mano" in words(room.ines.page(room.run.id))
    room.does("cerrar")
    room.goes_to("A5")
    room.does("abrir")
    answers(room, "aabbb")
    room.does("cerrar")
    assert counts(room, b=12).status == 204  # closed
    room.does("mostrar")
    assert counts(room, b=13).status == 204  # and shown
    for page in (record(room), room.ines.page(room.run.id)):
        assert "A mano alzada" in page
    assert "5 por teléfono + 13 a mano = 18" in words(record(room))
    assert "5 por teléfono + 12 a mano = 17" in words(record(room))
    assert record(room, "resultado").count("A mano alzada") == record(room).count("A mano alzada")


def test_x_12_the_wall_shows_them_with_the_result_and_not_before(room):
    room.asks("A1")
    answers(room, [1, 2, 3])
    assert counts(room, **{"1": 4, "3": 2}).status == 204
    assert "A mano alzada" not in room.wall.sees("open")["html"]
    room.does("cerrar")
    assert "A mano alzada" not in room.wall.sees("closed")["html"]
    room.does("mostrar")
    told = room.wall.sees("revealed")
    assert "3 por teléfono + 6 a mano = 9" in words(told["html"])
    assert told["counts"]["answered"] == 3
    assert told["tally"]["counts"][0] == 1
    assert "A mano alzada" not in room.phones[0].sees("revealed")["html"]


def test_x_12_a_round_that_no_phone_answered_shows_the_hands(room):
    room.asks("A1")
    assert counts(room, **{"2": 9}).status == 204
    room.does("cerrar", "mostrar")
    shown = room.wall.sees("revealed")
    assert "Nadie respondió" not in shown["html"]
    assert "A mano alzada" in shown["html"]
    assert shown["counts"]["answered"] == shown["tally"]["n"] == 0
    assert hand_rows(room)["2"] == "9"


def test_asking_again_starts_from_nothing_and_the_record_keeps_both(room):
    first = room.asks("A1")
    assert counts(room, **{"2": 9}).status == 204
    room.does("cerrar", "mostrar", "abrir")
    late = room.ines.post(
        f"/sesiones/{room.run.id}/contar", **{"count-2": 3, "round": first, "version": 1}
    )
    assert late.json()["code"] == "stale_version"
    assert "data-hand-entry" in room.ines.page(room.run.id)
    assert "9 a mano" not in words(room.ines.page(room.run.id))
    answers(room, [1])
    room.does("cerrar", "mostrar")
    assert "A mano alzada" not in room.wall.sees("revealed")["html"]
    assert hand_rows(room)["2"] == "9"
    assert "volvió a preguntar" not in record(room)


def test_a_second_vote_by_hand_alone_can_be_shown(room):
    room.asks("A3")
    assert counts(room, a=9).status == 204
    room.does("cerrar")
    assert "Seguirá oculto" in words(room.ines.page(room.run.id))
    room.goes_to("A5")
    room.does("abrir")
    assert counts(room, b=9).status == 204
    room.does("cerrar", "mostrar")
    assert "A mano alzada" in room.wall.sees("revealed")["html"]


def test_anonymous_hands_stand_alone_while_the_phones_are_protected(room):
    room.asks("A2")
    answers(room, "ab")
    assert counts(room, a=6).status == 204
    room.does("cerrar", "mostrar")
    shown = words(room.wall.sees("revealed")["html"])
    assert "6 a mano" in shown
    assert "por teléfono +" not in shown
    assert "Menos de 5 respuestas por teléfono: no se muestran." in shown
    for page in (record(room), record(room, "resultado"), room.ines.page(room.run.id)):
        assert "6 a mano" in words(page)
        assert "por teléfono +" not in words(page)


def test_outsiders_are_not_told_of_fewer_than_k_hands(room):
    room.asks("A1")
    answers(room, [1, 1, 2, 2, 3])
    assert counts(room, **{"1": 4}).status == 204
    room.does("cerrar", "mostrar")
    assert "A mano alzada" in record(room)
    assert "A mano alzada" not in record(room, "resultado")
    assert hand_rows(room, "resultado.csv") == {}


def figures(room):
    """Everything that is counted of a run, without what was counted by hand."""
    wall = room.wall.latest("snapshot")
    files = [
        [
            {name: cell for name, cell in row.items() if name not in KEYS_PRESSED_AT}
            for row in rows_in(record(room, page))
            if row["row_type"] not in ("a mano alzada", "respuesta")
        ]
        for page in ("sala.csv", "resultado.csv")
    ]
    return wall["tally"], wall["counts"], files


@pytest.mark.parametrize("second", ["A5", "A2"])  # a second vote; an anonymous question
def test_no_figure_has_the_hands_in(site, second):
    """Tally, turnout, pairs, movers and thresholds are what they are without a hand counted."""
    found = []
    for by_hand in (False, True):
        room = Room(site, phones=[f"P{n}" for n in range(8)])
        room.asks("A2" if second == "A2" else "A3")
        answers(room, "aaaabbbb")
        if by_hand:
            assert counts(room, a=30, b=20).status == 204
        room.does("cerrar")
        if second == "A5":
            room.goes_to("A5")
            room.does("abrir")
            answers(room, "aaaabbbb")
            if by_hand:
                assert counts(room, b=40).status == 204
            room.does("cerrar")
        room.does("mostrar")
        room.wall.until_shown = room.wall.sees("revealed")
        found.append(figures(room))
        room.leave()
    assert found[0] == found[1]


def test_no_split_has_the_hands_in(site):
    """Each segment's part is what it is without a hand counted; a segment itself is not counted."""
    found = []
    for by_hand in (False, True):
        room = Room(site, "por-areas", [f"P{n}" for n in range(10)])
        room.asks("S3")
        assert counts(room, g=3).json()["code"] == "nothing_to_count"
        answers(room, "gggggppppp")
        room.does("cerrar")
        room.goes_to("S4")
        room.does("abrir")
        answers(room, "aaaabbbbba")
        if by_hand:
            assert counts(room, a=30).status == 204
        room.does("cerrar", "mostrar")
        room.wall.sees("revealed")
        assert any(row["row_type"] == "segmento" for row in figures(room)[2][1])
        found.append(figures(room))
        room.leave()
    assert found[0] == found[1]


def test_two_consoles_count_two_rows(room):
    """Each sends the rows that were touched there, so neither undoes the other's."""
    round_id = room.asks("A3")
    for key, people in (("a", 3), ("b", 4), ("a", 5)):
        sent = {f"count-{key}": people, "round": round_id, "version": 1}
        assert room.ines.post(f"/sesiones/{room.run.id}/contar", **sent).status == 204
    room.does("cerrar")
    assert "9 a mano" in words(room.ines.page(room.run.id))


def test_taking_the_last_hand_back_leaves_nothing(room):
    room.asks("A1")
    assert counts(room, **{"2": 3}).status == 204
    assert counts(room, **{"2": 0}).status == 204
    room.does("cerrar", "mostrar")
    assert "Nadie respondió" in room.wall.sees("revealed")["html"]


@pytest.mark.parametrize(
    "wrong", ["-1", "1.5", "", "١", "9" * 10, "1e3", " 1", "0x1", [1], None, True, {}]
)
def test_what_is_no_number_is_refused(room, wrong):
    room.asks("A3")
    assert counts(room, a=wrong).json()["code"] == "count_malformed"


@pytest.mark.parametrize(
    ("entered", "code"),
    [
        ({"a": 1_001}, "number_out_of_range"),
        ({"a": 999_999_999}, "number_out_of_range"),
        ({"z": 1}, "option_unknown"),
        ({"": 1}, "option_unknown"),
        ({"__proto__": 1}, "option_unknown"),
    ],
)
def test_what_is_no_count_of_hands_is_refused_in_words(room, entered, code):
    room.asks("A3")
    refused = counts(room, **entered).json()
    assert refused["code"] == code
    assert refused["message"]
    assert counts(room, a=1_000).status == 204


def test_hands_are_counted_where_there_is_a_round_and_its_answers_can_be(room):
    room.goes_to("A3")
    assert counts(room, a=1).json()["code"] == "nothing_to_count"  # not opened
    room.does("abrir", "cerrar", "anular")
    refused = counts(room, a=1).json()
    assert refused["code"] == "nothing_to_count"
    assert "no hay manos que contar" in refused["message"]
    room.asks("A4")  # texts
    assert counts(room, a=1).json()["code"] == "nothing_to_count"
    assert "data-hand-entry" not in room.ines.page(room.run.id)


def test_an_annulled_round_takes_its_hands_with_it(room):
    room.asks("A1")
    assert counts(room, **{"2": 30}).status == 204
    room.does("anular")
    assert "A mano alzada" not in record(room)
    assert hand_rows(room) == {}
