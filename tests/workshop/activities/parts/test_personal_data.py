"""Signs of personal data: what tells of somebody is held, and what only looks like it is not."""

import pytest

from workshop.activities.parts.personal_data import flags_of, read_flags, written

FOUND = {
    "correo": """ana@example.com|ana＠x.com|ana @ x.com|ana(arroba)x.com|ana (arroba) x (punto) com
        |ana arroba x punto com|ana [at] x dot com|escribe a ana@gmail|a@a@a@x.com|ANA@X.COM.""",
    "teléfono": """+34 612 345 678|612345678|al 55 1234 5678|tel. 12.345.678|612.345.678
        |(55) 1234-5678|91 234 56 78|１２３４５６７８９|+57 300 123 4567|2234-5678""",
    "identificador": """GAPA850101HDFRRN09|RFC ABCD850101XY1|cédula 1.023.456.789|DNI 12345678Z
        |12345678Z|12.345.678-5|curp: gapa850101hdfrrn09|X1234567L""",
    "nombre": """Dña. Marta|Dña Marta|doña Marta|el Sr. Pérez|D. Pedro|D.ª Elena|Srta. Ruiz
        |la señora López gritó|Ana García|habló con María del Carmen Ruiz""",
}
NOT_FOUND = """
    12.500.000 pesos|son 12.500.000|$12500000|12500000 €|el 28/11/2026|2026-11-28|20241128
    |del 01-02-2026 al 03-02-2026|factura 20241234567|factura n.º 00012345678|F-2024-000123
    |FAC202499|El señor Cliente|don Quijote|Don Quijote de la Mancha|la señora que vino
    |2019-2020|pedido 123456789|una arroba de 25 kilos|tod@s l@s client@s. Todos|compañer@s.Ya
    |atendimos 1.200.000 clientes|San José Centro|la calle Juan Bravo|Muchas Gracias
    |mesa 12, 13, 14|de 10.30-12.45 horas"""


def each_of(lines):
    return [text.strip() for text in lines.split("|")]


@pytest.mark.parametrize(
    ("flag", "text"), [(flag, text) for flag, lines in FOUND.items() for text in each_of(lines)]
)
def test_w25_what_tells_of_somebody_is_found(flag, text):
    assert flag in flags_of(text)
    assert flag in flags_of(f"Y dijo: {text}, y ya está")


@pytest.mark.parametrize("text", each_of(NOT_FOUND))
def test_w25_money_dates_and_papers_tell_of_nobody(text):
    assert flags_of(text) == ()


def test_what_was_found_is_kept_and_read_again():
    both = flags_of("ana@x.com o el 612345678")
    assert read_flags(written(both), "otra cosa") == both == ("correo", "teléfono")
    assert read_flags(written(()), "ana@x.com") == ()
    assert read_flags(None, "ana@x.com") == ("correo",)
