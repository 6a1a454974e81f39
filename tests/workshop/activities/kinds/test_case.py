"""A case in acts: the next one waits for the one before, and remembers it (F-000-11)."""

import pytest

from tests.support.cast import Room
from workshop.activities import InvalidContent
from workshop.activities.kinds.case import Case

ACT = {
    "ref": "b1",
    "title": "Acto",
    "prompt": "¿Qué haces?",
    "story": "Llega antes.",
    "options": [{"id": "a", "text": "Alojar"}, {"id": "b", "text": "Cobrar"}],
}


@pytest.fixture
def room(site):
    room = Room(site, "mas-tipos", hold_texts=False)
    yield room
    room.leave()


def test_a_later_act_says_which_one_goes_before():
    with pytest.raises(InvalidContent) as refused:
        Case.from_content(ACT | {"act": 2})
    assert refused.value.key == "act"
    assert Case.from_content(ACT | {"act": 2, "act_of": "b0"}).sources == ("b0",)


def test_f_000_11_the_next_act_waits_for_the_one_before(room):
    room.goes_to("R5")
    refused = room.do("abrir")
    assert (refused.status, refused.code) == (409, "source_not_closed")
    assert "R4" in refused.json()["message"]


def test_f_000_11_each_phone_recalls_its_own_act(room):
    first = room.asks("R4")
    room.mateo.answer("b")
    room.lucia.answer("c")
    room.does("cerrar", "siguiente", "abrir")
    page = room.mateo.sees("open")["html"]
    assert f'data-recall="{first}"' in page
    room.mateo.leave()
    room.mateo.connect()
    mine = room.mateo.latest("snapshot")["personal"]["answers"]
    assert mine[str(first)]["say"] == "Alojarla primero y aclarar después, con tacto"
    assert "sistema" not in str(mine)


def test_f_000_11_the_wall_draws_the_act_before(room):
    first = room.asks("R4")
    room.mateo.answer("b")
    room.lucia.answer("c")
    room.does("cerrar", "siguiente", "abrir")
    wall = room.wall.sees("open")["html"]
    assert f'class="acts__before" data-round="{first}"' in wall
    assert "Alojarla primero y aclarar después, con tacto" in wall
    room.mateo.sees("open")
    assert room.mateo.answer("Pedir perdón")["ok"]
    room.does("cerrar", "mostrar")
    wall = room.wall.sees("revealed")["html"]
    assert "acts__before" in wall
    assert "Pedir perdón" in wall
