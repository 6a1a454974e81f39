"""The file: tidy, recountable, and harmless in any spreadsheet."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.answers import answer_key
from results.exports import columns
from results.spreadsheet import FORMULA_TRIGGERS, Dialect, could_be_formula, defuse, restore
from tests.support.cast import Room
from tests.support.result_files import rows_in
from workshop.activities import load

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


# Characters that a reader may take for the border between two cells, whatever wrote the file.
FOREIGN = (",", ";", "\t", "|")
ALPHABET = "=+-@\t\r\n'\"; ,|a1ñ＝﹢\u200b\ufeff«»\0\u2028/:.0"


def file_with(texts, dialect):
    """A file with one text in each row, between two others."""
    rows = ({"left": "x", "text": text, "right": 1.5} for text in texts)
    names = {"left": "antes", "text": "texto", "right": "después"}
    return "".join(dialect.lines(names, rows))


def cells_in(file, separator):
    """Every cell as a program reads it that believes in ``separator``."""
    lines = csv.reader(io.StringIO(file[1:], newline=""), delimiter=separator)
    return [cell for line in lines for cell in line]


@pytest.mark.parametrize("dialect", [Dialect(), Dialect(",", "."), Dialect("\t", ",")])
@given(texts=st.lists(st.text(ALPHABET, max_size=12), max_size=20))
@settings(max_examples=70, deadline=None)
def test_p25_every_text_comes_back_and_none_runs_under_any_separator(dialect, texts):
    file = file_with(texts, dialect)
    lines = list(csv.reader(io.StringIO(file[1:], newline=""), delimiter=dialect.separator))
    assert [restore(line[1]) for line in lines[1:]] == texts
    for separator in FOREIGN:
        for cell in cells_in(file, separator):
            before = next(
                (cell[:at] for at, sign in enumerate(cell) if sign in FORMULA_TRIGGERS), ""
            )
            assert not could_be_formula(cell) or "'" in before, cell


@pytest.mark.parametrize("separator", FOREIGN)
@pytest.mark.parametrize("own", [Dialect(), Dialect(",", "."), Dialect("\t", ",")])
@pytest.mark.parametrize("border", ["{}", "{} ", '{}"', "{}\u200b", "a\n{}", '"{}'])
def test_d6_a_formula_after_a_foreign_separator_stays_a_text(own, separator, border):
    for attack in ("=1+1", "+1", "-1", "@SUM(A1)", "＝1", '=HYPERLINK("http://x";"y")'):
        file = file_with([f"Sí{border.format(separator)}{attack}"], own)
        for cell in cells_in(file, separator):
            assert not cell.lstrip('\ufeff\u200b "').startswith(("=", "+", "-", "@", "＝")), cell


@pytest.mark.parametrize(
    "label",
    [
        "1-5",
        "11/12",
        "007",
        "1.5",
        "3:00",
        "5 mar",
        "mar-5",
        "1 de mayo",
        "1e5",
        "50 %",
        "−11",
        "TRUE",
        "verdadero",
        "10:30 am",
        "(5)",
        "1.200,50 €",
        "2026-11-30",
        "1234567890123456",
        "'007",
    ],
)
def test_d6_no_label_becomes_a_date_or_another_number(label):
    assert defuse(label) == f"'{label}"
    assert restore(defuse(label)) == label


@pytest.mark.parametrize(
    "label", ["5", "0", "42", "5 personas", "Marzo", "M3", "marcar 2 veces no", "3 de 5"]
)
def test_other_labels_stay_as_they_are(label):
    assert defuse(label) == label


def test_d6_numbers_are_written_as_the_separator_is_read():
    for dialect, said in ((Dialect(), "8,05"), (Dialect(",", "."), "8.05")):
        assert dialect.cell(8.05) == said
        assert said in file_with([8.05], dialect)


def test_d6_a_number_that_somebody_gave_is_a_number_of_the_file():
    asked = {"kind": "number", "ref": "x", "title": "T", "prompt": "¿Cuánto?", "decimals": 2}
    assert answer_key(load(asked), 8.05) == 8.05


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


def test_a_formula_that_somebody_wrote_stays_a_text(site):
    room = Room(site)
    room.asks("A4")
    room.mateo.answer('=HYPERLINK("http://x")')
    room.lucia.answer("  @SUM(1)")
    room.does("cerrar")
    reply, rows = download(room)
    texts = {row["text"] for row in rows if row["row_type"] == "respuesta"}
    assert texts == {'=HYPERLINK("http://x")', "@SUM(1)"}  # once it is restored
    assert '"\'=HYPERLINK(""http://x"")"' in reply.text
    assert '"\'@SUM(1)"' in reply.text


def test_a_text_that_was_kept_back_is_only_counted(site):
    room = Room(site, hold_texts="on")
    room.asks("A4")
    room.mateo.answer("una frase reservada")
    room.does("cerrar")
    reply, rows = download(room)
    assert "una frase reservada" not in reply.text
    assert [row["count"] for row in rows if row["note"] == "textos que no se mostraron"] == ["1"]


def test_who_went_from_where_to_where(site):
    room = Room(site, phones=[f"P{number}" for number in range(6)])
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


def test_the_file_has_a_name_for_old_and_new_programs(site):
    room = Room(site, group='Tiendas "Ñandú" / Sur')
    reply, _ = download(room)
    said = reply.headers["Content-Disposition"]
    assert 'filename="T1-Tiendas-Nandu-Sur-' in said
    assert "filename*=UTF-8''T1%20Tiendas%20%C3%91and%C3%BA%20Sur%20" in said


def test_d6_each_row_says_which_session_it_is_of(site):
    room = Room(site, title="Martes", group="Tiendas")
    _, rows = download(room)
    said = {(row["session"], row["group"], row["kind_of_session"]) for row in rows}
    assert said == {("Martes", "Tiendas", "real")}
    assert all(row["module"].startswith("T1 ") and len(row["date"]) == 10 for row in rows)


def test_d6_the_headings_are_words(site):
    heading = download(Room(site))[0].text.splitlines()[0]
    for word in ("sesión", "fecha", "módulo", "grupo", "podían responder", "no respondieron"):
        assert f'"{word}"' in heading
    for letter in "ERSZ":
        assert f'"{letter}"' not in heading


@pytest.mark.parametrize(("field", "mark"), [("trial", "ensayo"), ("simulated", "simulada")])
def test_d6_what_was_no_real_session_says_so_everywhere(site, field, mark):
    room = Room(site, **{field: "1"})
    reply, rows = download(room)
    assert {row["kind_of_session"] for row in rows} == {mark}
    assert f"{mark}.csv" in reply.headers["Content-Disposition"]
    read = room.ines.browser.get
    assert mark in read(f"/sesiones/{room.run.id}/resultado").text
    assert f"({mark})" in read("/inicio").text
    room.does("empezar", "terminar")
    assert mark.capitalize() in read("/inicio").text
