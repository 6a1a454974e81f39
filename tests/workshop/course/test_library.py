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


def test_the_twin_says_it_with_usted(tmp_path):
    write(tmp_path, GOOD)
    (tmp_path / "prueba" / "module.usted.toml").write_text('"¿Sí o no?" = "¿Lo sabe?"\n', "utf-8")
    module = read_library(tmp_path)["prueba"]
    assert module.activity("a1").prompt == "¿Sí o no?"
    assert module.with_usted().activity("a1").prompt == "¿Lo sabe?"
    assert [option.id for option in module.with_usted().activity("a1").options] == ["a", "b"]
