"""show_all_texts and «No retener»: sixty texts are one press, but for those that name somebody."""

import re

import pytest

from tests.facilitator.test_moderate_text import texts_on
from tests.support.cast import Room
from tests.support.command_contract import (
    an_old_page_may_not,
    hears_nothing,
    nobody_else_may,
    told_once,
)
from tests.workshop.activities.kinds.test_one_button import M1

SAID = ("Escuchar antes", "escuchar  antes.", "Que llamen a marta@x.com", "Cumplir")
PEOPLE = ("Mateo", "Lucía", "Noa", "Hugo")
ALL = "textos/mostrar-todos"
D = "la-pregunta-que-nadie-contesta"


@pytest.fixture
def written(site):
    """Four people wrote, two of them the same; everything waits for Inés."""
    room = Room(site, phones=PEOPLE, hold_texts=True)
    room.asks("A4")
    for phone, text in zip(room.phones, SAID, strict=True):
        assert phone.answer(text)["ok"]
    yield room
    room.leave()


def reason(room):
    """The sentence beside the one button; "" if there is none."""
    found = re.search(r'bottombar__reason">([^<]*)<', room.ines.page(room.run.id))
    return found.group(1) if found else ""


@pytest.mark.parametrize("verb", [ALL, "retener"])
@pytest.mark.parametrize("closed", [False, True])
def test_all_that_wait_are_shown_but_for_those_that_may_name_somebody(written, verb, closed):
    if closed:
        written.does("cerrar", "mostrar")
    with told_once(written):
        written.does(verb)
    assert sorted(texts_on(written.wall.socket)) == sorted(t for t in SAID if "@" not in t)
    page = written.ines.page(written.run.id)
    assert "1 parece llevar datos personales" in page
    assert "marta@x.com" in page


def test_what_says_the_same_is_one_card_and_one_decision(written):
    page = written.ines.page(written.run.id)
    assert len(re.findall('class="card-text"', page)) == 3
    assert "× 2" in page
    card = re.search(r'data-card="(\w+)"(?:(?!data-card).)*?scuchar +antes', page, re.DOTALL)
    assert (
        written.ines.post(f"/sesiones/{written.run.id}/textos/{card.group(1)}/mostrar").status
        == 204
    )
    assert sorted(texts_on(written.wall.socket)) == ["Escuchar antes", "escuchar  antes."]


def test_before_a_reveal_the_console_says_what_would_be_left_out(written):
    written.does("cerrar")
    assert reason(written) == "No se verá nada: 4 textos retenidos."
    written.does(ALL)
    assert reason(written) == "Queda fuera 1 texto retenido."


def test_what_is_made_of_held_texts_says_so_and_opens_once_they_are_shown(site):
    room = Room(site, M1, PEOPLE, hold_texts=True)
    for label, values in (("A3", "abcd"), ("A5", SAID)):
        room.asks(label)
        for phone, value in zip(room.phones, values, strict=True):
            assert phone.answer(value)["ok"]
        room.does("cerrar")
    room.goes_to("A7")
    assert reason(room) == "Nada que repartir: 4 textos retenidos."
    assert room.do("abrir").code == "source_empty"
    room.does("retener", "abrir")
    assert room.mateo.sees("open")
    room.leave()


def test_before_an_iceberg_opens_what_would_float_on_it_is_shown_with_one_press(site):
    room = Room(site, D, (*PEOPLE, "Ana"), hold_texts=True)
    room.asks("D8")
    texts = ("Colas", "Sonrisas", "Prisa", "Papeles", "Luz")
    for phone, text in zip(room.phones, texts, strict=True):
        assert phone.answer({"text": text, "zone": "visible"})["ok"]
    room.does("cerrar", "siguiente")
    assert reason(room) == "Quedan fuera 5 textos retenidos."
    board = room.ines.browser.get(f"/sesiones/{room.run.id}/montones").text
    assert "Mostrar los 5 que esperan" in board
    room.does(ALL)
    assert reason(room) == ""
    room.does("abrir")
    assert "Sonrisas" in room.wall.sees("open")["html"]
    room.leave()


def test_nobody_next_door_hears_of_it(written, other_room):
    with hears_nothing(*other_room.everyone()):
        written.does(ALL)


def test_with_nothing_that_waits_nothing_changes(written):
    written.does(ALL)
    with hears_nothing(*written.everyone()):
        written.does(ALL)


@pytest.mark.parametrize("may_not", [nobody_else_may, an_old_page_may_not])
def test_only_the_trainer_may_and_no_old_page(written, may_not):
    may_not(written, ALL)
