"""The editor's eye: what reads badly is named by file and line; the course itself reads well."""

import pytest

from workshop.course.style_check import COURSE, check_course, main

GOOD = """
code = "M9"
title = "Prueba"
minutes = 30
reading = ["Quien paga, vuelve. Quien espera, cuenta."]

[[activities]]
ref = "a1"
kind = "choice"
title = "Voto"
prompt = "¿Quién decide aquí?"
options = [
  { id = "a", text = "Quien atiende" },
  { id = "b", text = "La dirección" },
]

[[activities]]
ref = "a2"
kind = "scale"
title = "Escala"
prompt = "¿Cuánto pesa?"
hint = "Piensa en ayer."
points = ["Poco", "Mucho"]

[[activities]]
ref = "a3"
kind = "quiz"
title = "Clave"
prompt = "¿Qué puedes afirmar?"
key = "b"
options = [
  { id = "a", text = "Que no importa", why = "El dato no dice la causa." },
  { id = "b", text = "Que falta preguntar", why = "Es lo único que se sabe." },
]

[[activities]]
ref = "a4"
kind = "obstacles"
title = "Normas"
prompt = "Una norma que estorba."
stages = ["Pagar", "Esperar"]
"""
LONG = "una palabra y otra palabra " * 5  # 25 words
HARD = "La responsabilización organizacional interdepartamental imposibilita procedimientos."
SLIPS = [
    ('reading = ["Quien paga, vuelve. Quien', f'reading = ["{HARD}", "Quien', "INFLESZ"),
    ("¿Quién decide aquí?", f"¿{LONG.strip()}?", "25 palabras"),
    (
        'points = ["Poco", "Mucho"]\n',
        'points = ["Poco", "Mucho"]\nguide = { notes = ["No la muestres en la pantalla."] }\n',
        "ofrece mostrarla",
    ),
    ("Piensa en ayer.", LONG, "frase de 25 palabras"),
    ("Quien atiende", "La dirección.", "dice lo mismo que «La dirección.»"),
    ('"Poco", "Mucho"', '"Mucho", "¡Mucho!"', "dice lo mismo"),
    ("Quien atiende", "Quien atiende, " * 9, "caracteres"),
    ("¿Cuánto pesa?", "¿No crees que nadie decide?", "dos negaciones"),
    ("Quien atiende", "No hacerlo sin permiso", "dos negaciones"),
    ("¿Cuánto pesa?", "Obviamente, ¿cuánto pesa?", "empuja"),
    ("Piensa en ayer.", "Clientes locos.", "«locos»"),
    ("Piensa en ayer.", "Piensa en los empleados.", "Prueba «el personal»"),
    ("Piensa en ayer.", "Piensa en vosotr@s.", "voz alta"),
    ("Piensa en ayer.", "Piensa en AYERES.", "mayúsculas"),
    ('"Pagar", "Esperar"', '"Pagar", "Subir"', "«Subir» no está en el registro"),
    ("Es lo único que se sabe.", "El dato no dice la causa.", "igual que otra"),
]


def check(folder, content):
    (folder / "prueba").mkdir(exist_ok=True)
    (folder / "prueba" / "module.toml").write_text(content, "utf-8")
    return check_course(folder, whole=False)


def test_the_course_reads_well():
    assert [str(problem) for problem in check_course(COURSE)] == []


def test_a_good_module_passes(tmp_path):
    assert check(tmp_path, GOOD) == []


@pytest.mark.parametrize(("right", "slip", "what"), SLIPS, ids=[slip[2] for slip in SLIPS])
def test_a_slip_is_named_by_its_line(tmp_path, right, slip, what):
    content = GOOD.replace(right, slip, 1)
    problems = check(tmp_path, content)
    at = GOOD[: GOOD.index(right)].count("\n") + 1
    assert [p.line in (at, at + 1) for p in problems if what in str(p)] == [True], problems


@pytest.mark.parametrize(
    "fine", ["Votamos a ciegas.", "Escribe, sin embargo, nada nuevo.", "Lo dice la OCDE."]
)
def test_what_only_looks_wrong_passes(tmp_path, fine):
    assert check(tmp_path, GOOD.replace("Piensa en ayer.", fine)) == []


def test_what_still_says_tu_under_usted_is_named(tmp_path):
    content = GOOD.replace("¿Cuánto pesa?", "¿Cuánto te pesa?").replace("Piensa en", "Mira tu")
    content = content.replace("puedes", "se puede")
    (tmp_path / "prueba").mkdir()
    twin = tmp_path / "prueba" / "module.usted.toml"
    twin.write_text('"Mira tu ayer." = "Mire su ayer."\n', "utf-8")
    assert [(p.line, "«te»" in p.what) for p in check(tmp_path, content)] == [(21, True)]
    twin.write_text('"Mira tu ayer." = "Mire"\n"¿Cuánto te pesa?" = "¿Cuánto le pesa?"\n', "utf-8")
    assert check(tmp_path, content) == []


def test_the_command_prints_each_problem_and_fails(tmp_path, capsys):
    assert main([str(tmp_path / "nada")]) == 1
    assert main([str(COURSE)]) == 0
    check(tmp_path, GOOD.replace("Piensa en ayer.", "Clientes ciegos."))
    capsys.readouterr()
    assert main([str(tmp_path)]) == 1
    assert "prueba/module.toml, línea 22: «ciegos»" in capsys.readouterr().out


def test_what_does_not_load_is_said_as_the_loader_says_it(tmp_path):
    problems = check(tmp_path, GOOD.replace('kind = "scale"', 'kind = "escala"'))
    assert "«escala»" in problems[0].what
