"""How Spanish is written: where a long word may break."""

import re
from pathlib import Path

import pytest

from web.formatting import SOFT_HYPHEN, breakable


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("Administración y finanzas", "Admi-nis-tra-ción y finanzas"),
        ("Operaciones y logística", "Ope-ra-cio-nes y logística"),
        ("Tecnología", "Tec-no-lo-gía"),
        ("DESARROLLO", "DESA-RRO-LLO"),
        ("Infraestructura", "Infraes-truc-tura"),
        ("Ventas y atención", "Ventas y atención"),
        ("A2345678901", "A2345678901"),
    ],
)
def test_a_long_word_of_a_column_breaks_between_syllables(name, broken):
    assert breakable(name).replace(SOFT_HYPHEN, "-") == broken


def test_a_device_is_called_by_one_word():
    """«Computadora»: «equipo» are people who work together, and «ordenador» is said elsewhere."""
    root = Path(__file__).parents[2]
    patterns = (
        "*.py",
        "*.md",
        "docs/*.md",
        "content/*.md",
        "content/*/*.toml",
        "templates/**/*.html",
    )
    patterns += tuple(
        f"{room}/*.py" for room in ("web", "cli", "realtime", "facilitator", "results")
    )
    found = [
        str(path.relative_to(root))
        for pattern in patterns
        for path in root.glob(pattern)
        if path.name != "CHANGELOG.md"
        and re.search(r"\bordenador(es)?\b|\b(este|otro) equipo\b", path.read_text("utf-8"), re.I)
    ]
    assert found == []
