"""How Spanish is written: where a long word may break."""

import pytest

from words import SOFT_HYPHEN, breakable


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
