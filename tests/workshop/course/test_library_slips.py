"""A trainer's slip is named by file and line, and explained."""

import pytest

from tests.workshop.course.test_library import GOOD, line_of, problems, write
from workshop.course.library import ContentError, read_library

# what is written instead of what; on which line; a word of what is wrong; a word of the way out
SLIPS = [
    ('title = "Voto"', 'titel = "Voto"', "«titel»", "«title»"),
    ('kind = "choice"', 'kind = "choise"', "«choise»", "«choice»"),
    ('show = "never"', 'show = "nunca"', "«nunca»", "never"),
    ('mode = "S"', 'mode = "P"', "«P»", "S, N, A"),
    ('prompt = "¿Sí o no?"', 'prompt = ""', "vacío", "Escribe"),
    ('prompt = "¿Sí o no?"', "prompt = 7", "número", "comillas"),
    ('prompt = "¿Sí o no?"', 'prompt = "a\\u0000b"', "invisible", "Bórralo"),
    ('prompt = "¿Sí o no?"', f'prompt = "{"x" * 4_001}"', "4001", "4000"),
    ("minutes = 30", 'minutes = "30"', "número entero", "sin comillas"),
    ("minutes = 30", "minutes = 30.0", "decimales", "sin comillas"),
    ("minutes = 30", "minutes = true", "true", "sin comillas"),
    ("minutes = 30", "minutes = 100000", "100000", "600"),
    ("minutes = 30", f"minutes = {'9' * 4_000}", "enorme", "600"),
    ('ref = "a2"', 'ref = "a1"', "ya es de «Voto»", "otro"),
    ('ref = "a2"', 'ref = "2"', "«2»", "a3"),
    ('{ id = "b", text = "No" }', '{ id = "a", text = "No" }', "repetido", "otra letra"),
    ('{ id = "b", text = "No" }', '{ id = "b" }', "falta «text»", "Añade"),
    (
        '{ id = "b", text = "No" }',
        '{ id = "b", text = "No", correct = true }',
        "«correct»",
        "valen",
    ),
    ('repeats = ["a1"]', 'repeats = ["a9"]', "«a9»", "a1, a2, a3, a4"),
    ('repeats = ["a1"]', 'repeats = ["a4"]', "no está antes", "anterior"),
    ('repeats = ["a1"]', 'repeats = ["a3"]', "no está antes", "anterior"),
    ('repeats = ["a1"]', 'repeats = ["a2"]', "no se puede repetir", "votaciones"),
    ('repeats = ["a1"]', 'repeats = ["a1", "a1"]', "dos veces", "Quita"),
    ('repeats = ["a1"]', 'repeats = ["a1"]\nkind = "choice"', "no lleva «kind»", "Borra"),
    ('compares = ["a1"]', 'compares = ["a2"]', "no tiene segunda vuelta", "Repítela"),
    ("seconds = 60", "seconds = 2", "vale 2", "3600"),
    ("people = 2, ", "", "falta «people»", "Añád"),
    # the file itself does not parse
    ('title = "Voto"', "title = Voto", "no se entiende", "comillas"),
    ('title = "Voto"', 'title = "Voto', "salto de línea", "varias líneas"),
    ('title = "Voto"', 'title "Voto"', "falta el signo =", "clave"),
    ('title = "Voto"', 'title = "Voto"\ntitle = "Otro"', "repetida", "Deja solo una"),
    ('title = "Voto"', 'título = "Voto"', "falta el signo =", "sin acentos"),
    ('title = "Voto"', 'title = "Voto" "Otro"', "sobra algo", "comillas"),
    ('title = "Voto"', "title = “Voto”", "curvas", "rectas"),
    ('title = "Voto"', 'title = "Voto”', "curvas", "rectas"),
    ('title = "Voto"', "title = «Voto»", "curvas", "rectas"),
    ('{ id = "b", text = "No" }', '{ id = "b", text = “No” }', "curvas", "rectas"),
    ('repeats = ["a1"]', "repeats = [“a1”]", "curvas", "rectas"),
    ('title = "Voto"', '\ttitle = "C:\\datos"', "barra", "\\\\"),
    ("starts = 0", f"starts = {'9' * 5_000}", "cifras", "Escríbelo"),
    ("starts = 0", f"starts = 0x{'f' * 5_000}", "cifras", "Escríbelo"),
]


@pytest.mark.parametrize(
    ("right", "slip", "what", "fix"), SLIPS, ids=[slip[1][:40] or slip[0] for slip in SLIPS]
)
def test_a_slip_is_named_by_its_line(tmp_path, right, slip, what, fix):
    base = GOOD.replace('show = "never"\n', 'show = "never"\nmode = "S"\n')
    found = problems(tmp_path, base.replace(right, slip, 1))
    here = range(line_of(base, right), line_of(base, right) + 2)
    said = [(problem.line in here, problem.what, problem.fix) for problem in found]
    assert any(at and what in w and fix in f for at, w, f in said), said


def test_minutes_that_overlap_are_named_where_the_next_begins(tmp_path):
    found = problems(tmp_path, GOOD.replace("ends = 5", "ends = 7"))
    assert [(p.line, "minuto 5" in p.what) for p in found] == [(line_of(GOOD, "starts = 5"), True)]


def test_minutes_beyond_the_module_are_named_where_they_end(tmp_path):
    found = problems(tmp_path, GOOD.replace("minutes = 30", "minutes = 18"))
    assert [(p.line, "dura 18" in p.fix) for p in found] == [(line_of(GOOD, "ends = 20"), True)]


def test_a_vote_that_is_repeated_is_hidden(tmp_path):
    found = problems(tmp_path, GOOD.replace('show = "never"\n', ""))
    assert [(p.line, p.what) for p in found] == [
        (line_of(GOOD, 'repeats = ["a1"]') - 1, "«a1» se repite y su resultado se vería antes")
    ]


def test_anonymous_rounds_cannot_be_compared(tmp_path):
    found = problems(tmp_path, GOOD.replace('show = "never"', 'show = "never"\nmode = "A"'))
    assert ["no se pueden unir" in p.what for p in found] == [True]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('"¿Sí o no, de verdad?" = "¿Sí o no?"', "no dice «¿Sí o no, de verdad?»"),
        ('"¿Sí o no?" = 7', "número"),
        ('"¿Sí o no?" = ""', "vacío"),
        ('"¿Sí o no?" "¿Sí?"', "="),
    ],
)
def test_a_slip_in_the_twin_is_named_by_its_line(tmp_path, line, what):
    write(tmp_path, GOOD)
    twin = tmp_path / "prueba" / "module.usted.toml"
    twin.write_text(f'# con «usted»\n"Hablar" = "Hablen"\n{line}\n', "utf-8")
    with pytest.raises(ContentError) as refused:
        read_library(tmp_path)
    assert [(p.file, p.line) for p in refused.value.problems] == [("prueba/module.usted.toml", 3)]
    assert what in str(refused.value)


TAKEN = """
[[activities]]
ref = "a6"
kind = "ranking"
title = "Orden"
prompt = "Ordena"
starts = 20
ends = 25
items_from = { step = "a1", top = 2 }
"""


@pytest.mark.parametrize(
    ("right", "slip", "what", "fix"),
    [
        ('step = "a1"', 'step = "a9"', "«a9» no es una actividad anterior", "a1"),
        ('step = "a1"', 'step = "a6"', "«a6» no es una actividad anterior", "a1"),
        ('step = "a1"', 'step = "a2"', "no deja elementos", "votación"),
        ('step = "a1", ', "", "falta «step»", "Añade"),
        ("top = 2", 'what = "piles"', "no ofrece «piles»", "Lo que ofrece: top"),
        ("top = 2", 'what = "mesas"', "«mesas»", "tables"),
        ("top = 2", "top = 8", "vale 8", "entre 1 y 7"),
        ("top = 2", "tope = 2", "«tope»", "«top»"),
        ("items_from =", "items_form =", "«items_form»", "«items_from»"),
    ],
)
def test_items_of_another_step_that_cannot_be_had_are_named(tmp_path, right, slip, what, fix):
    found = problems(tmp_path, GOOD + TAKEN.replace(right, slip, 1))
    said = [(problem.what, problem.fix) for problem in found]
    assert any(what in w and fix in f for w, f in said), said


def test_a_placeholder_is_no_option(tmp_path):
    write(tmp_path, GOOD + TAKEN)
    assert read_library(tmp_path)
    found = problems(tmp_path, GOOD.replace('text = "No"', 'text = "Norma 1"'))
    assert [(p.line, "«Norma 1»" in p.what, "items_from" in p.fix) for p in found] == [
        (line_of(GOOD, 'text = "No"'), True, True)
    ]
    write(tmp_path, GOOD.replace('text = "No"', 'text = "Llegar en 1 minuto"'))
    assert read_library(tmp_path)
