"""The record, its file and its pictures, for those who were not there: nobody's answer follows."""

import re

import pytest

from tests.support.cast import Room
from tests.support.result_files import rows_in

PAGES = ("resultado", "resultado.csv", "imagenes")


def read(room, page="resultado"):
    """A page as anyone may read it."""
    return room.ines.browser.get(f"/sesiones/{room.run.id}/{page}").text


def file_of(room):
    """The rows of the file."""
    return rows_in(read(room, "resultado.csv"))


def crowd(site, people):
    """A room of so many."""
    return Room(site, phones=[f"P{number}" for number in range(people)])


def votes(room, values):
    """Each phone gives its answer to the open round, or with «-» none; it is closed."""
    for phone, value in zip(room.phones, values, strict=True):
        phone.sees("open")
        if value != "-":
            assert phone.answer(value)["ok"]
    room.does("cerrar")


def votes_twice(room, first, second):
    """Both rounds of the debate, shown; the session ends."""
    room.goes_to("A3")
    room.does("abrir")
    votes(room, first)
    room.goes_to("A5")
    room.does("abrir")
    votes(room, second)
    room.does("mostrar", "terminar")


def counts(rows, label):
    """The counts of one step by answer."""
    return {
        row["option_key"]: int(row["count"])
        for row in rows
        if row["activity"] == label and row["row_type"] == "recuento" and row["option_key"]
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("aaaaaabbbbbb-", "aaaaabbbbbbbc"),  # the thirteenth votes only the second time
        ("aaaaaabbbbbbc", "aaaaabbbbbbb-"),  # or only the first
    ],
)
def test_d4_who_voted_only_once_is_not_the_difference_of_two_rounds(site, first, second):
    room = crowd(site, 13)
    votes_twice(room, first, second)
    rows = file_of(room)
    one, other = counts(rows, "A3"), counts(rows, "A5")
    assert sum(one.values()) == sum(other.values()) == 12
    assert "c" not in {key for each in (one, other) for key, people in each.items() if people}
    turnout = ("eligible", "answered", "skipped", "silent")
    assert not any(row[name] for row in rows for name in turnout if row["activity"] in ("A3", "A5"))
    page = read(room)
    assert "n = 12, las mismas personas" in page
    assert "Quien votó solo una vuelta no entra aquí." in page
    assert "1 persona votó solo" not in page


def test_d4_no_transition_of_a_few_people_is_told(site):
    room = crowd(site, 13)
    votes_twice(room, "aaaaaaaabbbbb", "baaaaaaabbbbb")
    rows = file_of(room)
    ways = {
        (row["option_key"], row["to_key"]): (row["count"], row["note"])
        for row in rows
        if row["row_type"] == "transicion"
    }
    assert ways["a", "b"] == ("", "ninguna o algunas")
    assert ways["a", "a"] == ("", "ninguna o algunas")  # 8 − 7 would tell of the one
    assert [row["note"] for row in rows if row["row_type"] == "cambiaron"] == ["1 o más"]
    page = read(room)
    assert "Cambiaron 1 o más de 13 personas; sin contar" in page  # the sums say so
    assert "el saldo es de 1. «Depende» pasó de 5 a 6." in page
    assert "data-flows" not in read(room, "imagenes")


def test_d4_those_who_voted_once_are_told_of_where_they_are_enough(site):
    room = crowd(site, 13)
    votes_twice(room, "aaaabbbb-----", "aaaabbbbccccc")
    rows = file_of(room)
    assert sum(counts(rows, "A3").values()) == 8
    assert sum(counts(rows, "A5").values()) == 13


def test_d4_two_people_are_no_group_in_any_mode(room):
    room.asks("A1")
    room.mateo.answer(3)
    room.lucia.answer(1)
    room.does("cerrar", "terminar")
    for page in PAGES:
        told = read(room, page)
        assert 'data-chart="scale"' not in told
    rows = [row for row in file_of(room) if row["activity"] == "A1"]
    assert [row["note"] for row in rows if row["row_type"] == "recuento"] == ["grupo protegido"]
    own = rows_in(read(room, "sala.csv"))
    assert {row["option_key"] for row in own if row["row_type"] == "respuesta"} == {"1", "3"}


def test_d4_no_row_of_the_file_is_one_persons(site):
    room = crowd(site, 6)
    room.asks("A1")
    votes(room, (1, 1, 2, 2, 3, 3))
    rows = file_of(room)
    assert counts(rows, "A1") == {"1": 2, "2": 2, "3": 2}
    assert "respuesta" not in {row["row_type"] for row in rows}


def test_a_vote_that_is_to_be_asked_again_waits_for_the_end(site):
    room = crowd(site, 6)
    room.goes_to("A3")
    room.does("abrir")
    votes(room, "aaabbb")
    room.do("mostrar", force=True)
    assert not counts(file_of(room), "A3")


def test_the_trainers_own_page_says_what_it_is(room):
    page = read(room, "sala")
    assert "Esto es solo para quien facilitó" in page
    reply = room.ines.browser.get(f"/sesiones/{room.run.id}/sala.csv")
    assert re.search(
        r'filename="[^"]*solo-para-quien-facilito', reply.headers["Content-Disposition"]
    )
