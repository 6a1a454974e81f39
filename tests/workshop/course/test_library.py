"""A trainer's slip is named by file and line, and explained; nothing bad is ever published."""

import os
import re
import time

import pytest

from workshop.course.library import ContentError, read_course, read_library

HEAD = 'code = "M9"\ntitle = "Prueba"\nminutes = 30\n'
VOTE = """
[[activities]]
ref = "a1"
kind = "choice"
title = "Voto"
prompt = "¿Sí o no?"
starts = 0
ends = 5
show = "never"
options = [
  { id = "a", text = "Sí" },
  { id = "b", text = "No" },
]
"""
TALK = """
[[activities]]
ref = "a2"
kind = "talk"
title = "Hablar"
starts = 5
ends = 10
phases = [{ label = "En parejas", people = 2, seconds = 60 }]
"""
AGAIN = """
[[activities]]
ref = "a3"
repeats = ["a1"]
title = "Segunda vuelta"
starts = 10
ends = 15
"""
COMPARED = """
[[activities]]
ref = "a4"
kind = "reading"
title = "Lectura"
starts = 15
ends = 20
compares = ["a1"]
"""
GOOD = HEAD + VOTE + TALK + AGAIN + COMPARED
SHAPE = re.compile(r"prueba/module\.toml, línea \d+: .+\. .+[.?»}]", re.DOTALL)


def write(folder, content, slug="prueba"):
    (folder / slug).mkdir(exist_ok=True)
    raw = content if isinstance(content, bytes) else content.encode()
    (folder / slug / "module.toml").write_bytes(raw)


def read(folder, content):
    write(folder, content)
    return read_library(folder)["prueba"]


def problems(folder, content):
    with pytest.raises(ContentError) as refused:
        read(folder, content)
    for problem in refused.value.problems:
        assert SHAPE.fullmatch(str(problem)), str(problem)
    return refused.value.problems


def line_of(content, text):
    return content[: content.index(text)].count("\n") + 1


def test_a_good_module_is_read(tmp_path):
    module = read(tmp_path, GOOD)
    assert [activity.ref for activity in module.activities] == ["a1", "a2", "a3", "a4"]
    assert module.activity("a3").repeats == ("a1",)
    assert module.warnings == ()


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


def test_every_problem_of_every_file_at_once(tmp_path):
    write(tmp_path, GOOD.replace("starts = 0", "starts = -1").replace('"En parejas"', "3"), "uno")
    write(tmp_path, "esto no es TOML", "dos")
    write(tmp_path, GOOD, "tres")
    write(tmp_path, GOOD, "tres-bis")
    (tmp_path / "cuatro").mkdir()
    with pytest.raises(ContentError) as refused:
        read_library(tmp_path)
    found = [(problem.file, problem.line) for problem in refused.value.problems]
    assert found == [
        ("cuatro/module.toml", 1),
        ("dos/module.toml", 1),
        ("tres-bis/module.toml", 1),
        ("uno/module.toml", line_of(GOOD, "starts = 0")),
        ("uno/module.toml", line_of(GOOD, "En parejas")),
    ]
    assert str(refused.value).count("\n") == 4


@pytest.mark.parametrize("missing", ["code", "title", "minutes"])
def test_a_missing_text_is_missed(tmp_path, missing):
    found = problems(tmp_path, re.sub(rf"(?m)^{missing} = .*\n", "", GOOD, count=1))
    assert f"falta «{missing}»" in [problem.what for problem in found]


def test_bytes_that_are_no_text(tmp_path):
    found = problems(tmp_path, GOOD.encode("latin-1"))
    assert "byte" in found[0].what
    assert found[0].line == line_of(GOOD, "¿")
    assert "byte 0" in problems(tmp_path, GOOD.encode("utf-16"))[0].what


def test_a_bom_and_windows_lines_are_fine(tmp_path):
    module = read(tmp_path, GOOD)
    windows = read(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert windows == module
    slip = GOOD.replace("ends = 5", "ends = 3000").replace("\n", "\r\n")
    assert problems(tmp_path, slip)[0].line == line_of(GOOD, "ends = 5")


@pytest.mark.parametrize("content", ["", "# solo un comentario\n", "\n\n"])
def test_an_empty_file_is_said_to_be_empty(tmp_path, content):
    assert "vacío" in problems(tmp_path, content)[0].what


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("# " + "x" * 10_000_000, "1 MB"),
        (GOOD + f'\nhint = "{"x" * 21_000}"\n', "20 KB"),
        (GOOD + "\nraw = " + "[" * 30 + "]" * 30, "niveles"),
        (GOOD + "\nraw = " + "[" * 100_000 + "]" * 100_000, "niveles"),
        (GOOD + f"\nraw = [{'1,' * 2_001}]\n", "2001 elementos"),
        (HEAD + "[[activities]]\n" * 2_001, "2001 elementos"),
    ],
    ids=["file", "value", "depth", "deep", "items", "tables"],
)
def test_limits_are_kept_quickly(tmp_path, content, what):
    began = time.perf_counter()
    found = problems(tmp_path, content)
    assert time.perf_counter() - began < 1.5  # five times the promise
    assert what in found[0].what


def test_hidden_folders_and_those_without_a_module_are_ignored(tmp_path):
    write(tmp_path, GOOD)
    for nobodys in (".oculta", "_borrador"):
        write(tmp_path, "no es TOML", nobodys)
    (tmp_path / "Fotos del taller").mkdir()
    (tmp_path / "README.md").write_text("léeme")
    assert list(read_library(tmp_path)) == ["prueba"]


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("Mi Taller", "«mi-taller»"),
        ("atención", "«atencion»"),
        ("atencio\u0301n", "«atencion»"),  # as some systems write it
        ("Ventas", "«ventas»"),
        ("El Corazón (copia)", "«el-corazon-copia»"),
        ("x" * 100, f"«{'x' * 80}»"),
        ("問", "«mi-modulo»"),
    ],
)
def test_a_folder_whose_name_fits_no_address_is_named_with_a_better_one(tmp_path, name, better):
    write(tmp_path, GOOD, name)
    with pytest.raises(ContentError) as refused:
        read_library(tmp_path)
    assert [(p.line, better in p.fix) for p in refused.value.problems] == [(0, True)]
    assert "no se lee" in str(refused.value)


def test_links_and_pipes_are_not_read_and_said(tmp_path):
    write(tmp_path, GOOD)
    (tmp_path / "enlace").symlink_to(tmp_path / "prueba")
    (tmp_path / "enlazado").mkdir()
    (tmp_path / "enlazado" / "module.toml").symlink_to(tmp_path / "prueba" / "module.toml")
    (tmp_path / "tubo").mkdir()
    os.mkfifo(tmp_path / "tubo" / "module.toml")
    course = read_course(tmp_path)
    assert list(course.modules) == ["prueba"]
    assert [problem.folder for problem in course.problems] == ["enlace", "enlazado", "tubo"]


def test_accents_are_the_same_however_they_were_typed(tmp_path):
    # a laptop may write «é» as two characters in one file and as one in the other
    write(tmp_path, GOOD.replace("¿Sí o no?", "¿Si\u0301 o no?"))
    (tmp_path / "prueba" / "module.usted.toml").write_text('"¿Sí o no?" = "¿Lo sabe?"\n', "utf-8")
    module = read_library(tmp_path)["prueba"]
    assert module.activity("a1").prompt == "¿Sí o no?"
    assert module.with_usted().activity("a1").prompt == "¿Lo sabe?"


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ContentError) as error:
        read_library(tmp_path / "nada")
    assert str(error.value).startswith(
        f"{tmp_path}/nada: la carpeta del curso no se puede abrir. Revisa CONTENT"
    )


def test_the_version_changes_with_a_word_and_not_with_a_comment(tmp_path):
    version = read(tmp_path, GOOD).version
    assert re.fullmatch("[0-9a-f]{8}", version)
    assert read(tmp_path, "# nota\n" + GOOD.replace(" = ", "  =  ")).version == version
    assert read(tmp_path, GOOD.replace("¿Sí o no?", "¿No o sí?")).version != version


def test_templates_and_markup_stay_text(tmp_path):
    module = read(tmp_path, GOOD.replace("¿Sí o no?", "{{ config }} <script>{% include 'x' %}"))
    assert module.activity("a1").prompt == "{{ config }} <script>{% include 'x' %}"


def test_a_text_too_long_for_the_phone_is_a_warning(tmp_path):
    content = GOOD.replace('text = "No"', f'text = "{"No " * 160}"')
    module = read(tmp_path, content)
    assert len(module.warnings) == 1
    assert f"prueba/module.toml, línea {line_of(content, 'No No')}: " in module.warnings[0]


def test_activities_may_share_their_minutes(tmp_path):
    shared = GOOD.replace("starts = 5\nends = 10", "starts = 0\nends = 5")
    assert read(tmp_path, shared).activity("a2").starts == 0


def test_an_agenda_goes_forward(tmp_path):
    # the second begins before the first ends, and is empty; the third ends after the module
    block = '[[agenda]]\ntitle = "x"\nstarts = {}\nends = {}\n'
    found = problems(tmp_path, GOOD + block.format(0, 5) + block.format(4, 4) + block.format(5, 99))
    assert {(p.line - GOOD.count("\n")) for p in found} == {5, 12}


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


def test_the_twin_says_it_with_usted(tmp_path):
    write(tmp_path, GOOD)
    (tmp_path / "prueba" / "module.usted.toml").write_text('"¿Sí o no?" = "¿Lo sabe?"\n', "utf-8")
    module = read_library(tmp_path)["prueba"]
    assert module.activity("a1").prompt == "¿Sí o no?"
    assert module.with_usted().activity("a1").prompt == "¿Lo sabe?"
    assert [option.id for option in module.with_usted().activity("a1").options] == ["a", "b"]
