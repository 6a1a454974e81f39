"""The file: tidy, recountable, and harmless in any spreadsheet."""

import csv
import io
import random

import pytest

from results.exports import columns
from results.spreadsheet import Dialect, could_be_formula, defuse, restore
from tests.cast import Room
from tests.results.files import rows_in

SEED = 20_261_119
DANGEROUS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
)
HARMLESS = ("", "Según el caso", "1 = 1", "a@b.mx", "'hola", "10", "«Sí»", "5 de 8")
PREFIXES = ("", " ", "  ", "\u200b", "\ufeff", '"', "'", "\u00a0 ", "\u2009'\u200d")


def download(room, query=""):
    """The file and its rows."""
    reply = room.ines.browser.get(f"/sesiones/{room.run.id}/sala.csv{query}")
    assert reply.status == 200
    return reply, rows_in(reply.text)


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("text", DANGEROUS)
def test_what_could_be_a_formula_is_defused(prefix, text):
    assert defuse(prefix + text).startswith("'")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text):
    assert defuse(text) == text


def test_every_text_comes_back_as_it_was():
    chance = random.Random(SEED)
    alphabet = "=+-@\t\r\n'\"; ,a1ñ＝\u200b\ufeff«»\0"
    texts = ["".join(chance.choices(alphabet, k=chance.randint(0, 8))) for _ in range(2_000)]
    file = "".join(Dialect().lines({"text": "texto"}, ({"text": text} for text in texts)))
    cells = [
        cell for (cell,) in list(csv.reader(io.StringIO(file[1:], newline=""), delimiter=";"))[1:]
    ]
    assert [restore(cell) for cell in cells] == texts, SEED
    assert not [cell for cell in cells if could_be_formula(cell) and not cell.startswith("'")], SEED


@pytest.mark.parametrize(
    ("asked", "locale", "separator", "decimal"),
    [
        ("", "es", ";", ","),
        ("", "es_MX", ";", ","),
        ("", "en", ",", "."),
        (",", "es", ",", "."),
        (";", "en", ";", "."),
        ("tab", "es", "\t", ","),
        ("|", "es", ";", ","),
    ],
)
def test_each_country_reads_its_own_file(asked, locale, separator, decimal):
    assert Dialect.asked(asked, locale) == Dialect(separator, decimal)


def test_the_tally_can_be_counted_again_from_the_answers(room):
    room.asks("A1")
    room.mateo.answer(3)
    room.lucia.answer(1)
    room.does("cerrar")
    _, rows = download(room)
    counted = {
        row["option_key"]: int(row["count"]) for row in rows if row["row_type"] == "recuento"
    }
    answers = [row["option_key"] for row in rows if row["row_type"] == "respuesta"]
    assert counted == {"1": 1, "2": 0, "3": 1}
    assert {key: answers.count(key) for key in counted} == counted


def test_no_row_names_anyone(room):
    room.asks("A7")
    room.mateo.answer("a")
    room.does("cerrar")
    text = download(room)[0].text
    for secret in ("Mateo", "Lucía", room.mateo.token, room.run.wall_token, room.run.code):
        assert secret not in text
    assert rows_in(text)[0].keys() == columns().keys()


def test_hidden_annulled_and_protected_rounds_have_no_figures(room):
    room.asks("A1")
    room.mateo.answer(3)
    room.does("cerrar", "anular")
    room.asks("A2")
    room.mateo.answer("a")
    room.does("cerrar", "mostrar")
    room.asks("A3")
    room.mateo.answer("a")
    room.does("cerrar")
    _, rows = download(room)
    rounds = {row["activity"]: row for row in rows if row["row_type"] == "recuento"}
    assert {label: row["note"] for label, row in rounds.items()} == {
        "A1": "anulada: no cuenta",
        "A2": "grupo protegido",
        "A3": "oculta: no se mostró",
    }
    assert not [row for row in rounds.values() if row["n"] or row["answered"] or row["count"]]
    assert not [row for row in rows if row["row_type"] == "respuesta"]


def test_a_formula_that_somebody_wrote_stays_a_text(house):
    room = Room(house)
    room.asks("A4")
    room.mateo.answer('=HYPERLINK("http://x")')
    room.lucia.answer("  @SUM(1)")
    room.does("cerrar")
    reply, rows = download(room)
    texts = {row["text"] for row in rows if row["row_type"] == "respuesta"}
    assert texts == {'=HYPERLINK("http://x")', "@SUM(1)"}  # once it is restored
    assert '"\'=HYPERLINK(""http://x"")"' in reply.text
    assert '"\'@SUM(1)"' in reply.text


def test_a_text_that_was_kept_back_is_only_counted(house):
    room = Room(house, hold_texts="on")
    room.asks("A4")
    room.mateo.answer("una frase reservada")
    room.does("cerrar")
    reply, rows = download(room)
    assert "una frase reservada" not in reply.text
    assert [row["count"] for row in rows if row["note"] == "textos que no se mostraron"] == ["1"]


def test_who_went_from_where_to_where(house):
    room = Room(house, phones=[f"P{number}" for number in range(6)])
    for label, values in (("A3", "aaabbb"), ("A5", "bbabbb")):
        room.goes_to(label)
        room.does("abrir")
        for phone, value in zip(room.phones, values, strict=True):
            phone.sees("open")
            phone.answer(value)
        room.does("cerrar")
    room.does("mostrar")
    _, rows = download(room)
    moved = {
        (row["option_key"], row["to_key"]): int(row["count"])
        for row in rows
        if row["row_type"] == "transicion" and row["count"] != "0"
    }
    assert moved == {("a", "a"): 1, ("a", "b"): 2, ("b", "b"): 3}


def test_the_file_has_a_name_for_old_and_new_programs(house):
    room = Room(house, group='Tiendas "Ñandú" / Sur')
    reply, _ = download(room)
    said = reply.headers["Content-Disposition"]
    assert 'filename="T1-Tiendas-Nandu-Sur-' in said
    assert "filename*=UTF-8''T1%20Tiendas%20%C3%91and%C3%BA%20Sur%20" in said
