"""F-001-02: a second round with one option more, which stands apart from what is compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cast import Room
from tests.workshop.activities.kinds.test_second_rounds import asks, wall, words
from workshop.activities import load
from workshop.activities.kinds.points import Points
from workshop.activities.parts.content_errors import InvalidContent
from workshop.activities.parts.options import NamedOption
from workshop.course.module import Module

PEOPLE = ("Mateo", "Lucía", "Noa", "Hugo", "Vera", "Nico")
ASKED = {
    "kind": "points",
    "ref": "b2",
    "title": "Cien puntos",
    "prompt": "¿Quién decide?",
    "options": [{"id": "a", "text": "Ventas"}, {"id": "b", "text": "Operaciones"}],
}


@pytest.fixture
def room(site):
    room = Room(site, "segundas-vueltas", phones=PEOPLE)
    yield room
    room.leave()


@pytest.fixture
def question():
    return Points.from_content(ASKED).with_late_option(NamedOption("c", "Clientes"))


def test_f_001_02_a_late_option_is_told_apart_and_the_common_ones_are_compared(room):
    asks(room, "V4", [[60, 40]] * 6)
    asks(room, "W4", [[15, 45, 40]] * 6)  # of the 60 that are left: 25 and 75 of a hundred
    room.does("mostrar", "avanzar", "avanzar", "avanzar")
    shown = words(wall(room))
    assert "Ventas 6025 −35" in shown
    assert "Operaciones 4075 +35" in shown
    assert "Opción nueva C Clientes 40" in shown
    assert "Sin la nueva, las demás suman 100 otra vez" in shown
    record = words(room.ines.browser.get(f"/sesiones/{room.run.id}/resultado").text)
    assert "«Ventas» pasó de 60 a 25." in record
    assert "Opción nueva: Clientes 40" in record


def test_f_001_02_phones_are_offered_the_late_option_and_told_so(room):
    asks(room, "V4", [[60, 40]] * 6)
    room.asks("W4")
    page = words(room.mateo.latest("snapshot")["html"])
    assert "Clientes" in page
    assert "La misma pregunta, con una opción nueva al final." in page


def test_a_late_option_that_got_everything_leaves_nothing_to_compare(room):
    asks(room, "V4", [[60, 40]] * 6)
    asks(room, "W4", [[0, 0, 100]] * 6)
    room.does("mostrar", "avanzar", "avanzar", "avanzar")
    assert "Opción nueva" in words(wall(room))


def test_with_few_people_in_both_rounds_the_late_option_is_not_told(site):
    room = Room(site, "segundas-vueltas", phones=PEOPLE[:3])
    asks(room, "V4", [[60, 40]] * 3)
    asks(room, "W4", [[15, 45, 40]] * 3)
    room.does("mostrar")
    told = words(room.ines.browser.get(f"/sesiones/{room.run.id}/resultado").text)
    assert "Opción nueva" not in told
    room.leave()


def test_a_frozen_late_option_is_read_again(question):
    assert load(question.to_content()) == question
    assert "late" not in Points.from_content(ASKED).to_content()  # as it was frozen before


@given(st.lists(st.integers(0, 20), min_size=2, max_size=2))
def test_the_common_options_add_up_to_the_total_again(parts):
    question = Points.from_content(ASKED).with_late_option(NamedOption("c", "Clientes"))
    first, second = parts
    figures = question.figures_of([first, second, 100 - first - second])
    assert figures["c"] == 100 - first - second
    if first + second:
        assert figures["a"] + figures["b"] == pytest.approx(100)
    else:
        assert figures.keys() == {"c"}


@pytest.mark.parametrize(
    ("late", "words"),
    [
        ({"id": "a", "text": "Ventas otra vez"}, "ya es una opción"),
        ({"id": "c"}, "text"),
    ],
)
def test_a_module_says_what_is_wrong_with_a_late_option(app, late, words):
    content = app.extensions["library"].refresh()["segundas-vueltas"].to_content()
    content["activities"][-1] |= {"late_option": late}
    with pytest.raises(InvalidContent, match=words):
        Module.from_content(content)


def test_only_what_is_shared_out_takes_a_late_option(app):
    content = app.extensions["library"].refresh()["segundas-vueltas"].to_content()
    content["activities"][-1] |= {"repeats": ["v2"]}
    with pytest.raises(InvalidContent, match="no admite una opción nueva"):
        Module.from_content(content)
