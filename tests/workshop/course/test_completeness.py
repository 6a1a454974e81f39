"""A module that lacks a part is told so, with its file, its line and what to write."""

import shutil

import pytest

from workshop.course.style_check import COURSE, check_course

M1 = "el-cliente-siempre-tiene-la-razon"
TAKEN = [  # from M1: what is taken away, what stands there instead, what the editor says
    ('subtitle = "', '# "', "falta «subtitle»"),
    ('offline = """\nPide que voten con', 'requirements = """\n', "falta «offline»"),
    ('  "Sala en mesas mixtas.",\n  "2', '  # "2', "hay 1 en «preparation»"),
    ("Versión de 60 minutos", "Versión corta", "no dice cómo darlo en 60 minutos"),
    ("A 30 días:", "Un mes después:", "no dice qué se mira después"),
    ('title = "Voto 1"\nstarts = 12', 'title = "Voto 1"\nstarts = 13', "del minuto 12 al 13"),
    ("seconds = 45\n", "", "«a3» no dice cuántos segundos"),
    ('when = "empate"', 'when = "minoria"', "«a3» no dice qué hacer con «empate»"),
    (
        'when = "pocos_aciertos"\ntitle = "Menos del 30\u202f% acierta → explicar"',
        'when = "minoria"\ntitle = "Menos"',
        "«a18» no dice qué hacer con",
    ),
    ("[activities.guide.options.b]\nfor = ", "[activities.guide.options.b]\n# ", "de «b»"),
]


@pytest.fixture
def m1(tmp_path):
    """M1 alone, to take away from."""
    shutil.copytree(COURSE / M1, tmp_path / M1)
    return tmp_path / M1 / "module.toml"


@pytest.mark.parametrize(("there", "instead", "says"), TAKEN, ids=[each[2] for each in TAKEN])
def test_a_part_that_lacks_is_named_by_its_line(m1, there, instead, says):
    text = m1.read_text("utf-8")
    assert there in text
    if says == "falta «offline»":
        text = text.replace('requirements = "Sin requisitos"\n', "")
    m1.write_text(text.replace(there, instead, 1), "utf-8")
    problems = [problem for problem in check_course(m1.parent.parent) if says in problem.what]
    assert [problem.file for problem in problems] == [f"{M1}/module.toml"]
    assert problems[0].line
    assert problems[0].fix


def test_a_module_without_its_usted_is_not_whole(m1):
    (m1.parent / "module.usted.toml").unlink()
    said = [problem.what for problem in check_course(m1.parent.parent)]
    assert "falta el texto con «usted»" in said
