"""Step items: what an earlier step left is shortened, taken out or added to before it opens."""

import pytest

from tests.support.cast import Room
from tests.support.command_contract import (
    an_old_page_may_not,
    hears_nothing,
    nobody_else_may,
    refused,
    told_once,
)
from workshop.models.run import Run
from workshop.persistence.db import db

PEOPLE = ("Mateo", "Lucía", "Ana", "Iván", "Noa")
RULES = ("Que la factura solo se dé en papel", "Dos firmas", "Solo con la caja", "Cita", "Pagar")


@pytest.fixture
def fed(site):
    """A room at «P3», its rules voted: five votes for the first, one each for the next three."""
    room = Room(site, "pasos-que-alimentan", PEOPLE, hold_texts=False)
    room.asks("P1")
    for phone, rule in zip(room.phones, RULES, strict=True):
        phone.answer(rule)
    room.does("cerrar")
    with room.site.app.app_context():
        answers = [a for r in db.session.get(Run, room.run.id).rounds for a in r.answers]
        room.cards = {answer.value: answer.id for answer in answers}
    votes(room, [[0, 1], [0, 2], [0, 3], [0], [0]])
    room.goes_to("P3")
    yield room
    room.leave()


def votes(room, picks):
    room.asks("P2")
    for phone, picked in zip(room.phones, picks, strict=False):
        assert phone.answer([room.cards[RULES[at]] for at in picked])["ok"]
    room.does("cerrar")


def page(room):
    return room.ines.page(room.run.id)


def frozen(room):
    with room.site.app.app_context():
        run = db.session.get(Run, room.run.id)
        return [item.text for item in run.rounds[-1].activity.own_items]


def test_the_console_shows_what_will_be_asked_and_where_it_comes_from(fed):
    html = page(fed)
    assert "Vienen de P2 · Las que más pesan, respondieron 5 de 5." in html
    assert f'value="{RULES[0]}"' in html
    assert "5 votos" in html
    assert html.count(">empate<") == 3
    assert "así se preguntarán, en este orden" in html
    assert 'value="Pagar"' not in html


def test_what_is_edited_is_what_is_asked(fed):
    fed.do("elementos/0/cambiar", text="  Factura   solo en papel ")
    assert "decía «Que la factura solo se dé en papel»" in page(fed)
    assert fed.do("elementos/3/quitar").status == 204
    assert fed.do("elementos", text="Horario de visita").status == 204
    fed.does("abrir")
    assert frozen(fed)[0] == "Factura solo en papel"
    assert frozen(fed)[-1] == "Horario de visita"
    assert len(frozen(fed)) == 4
    assert "Factura solo en papel" in fed.mateo.sees("open")["html"]


def test_a_reworded_item_is_still_withdrawn_with_its_text(fed):
    fed.do("elementos/0/cambiar", text="Factura solo en papel")
    fed.does("abrir")
    fed.do(f"textos/{fed.cards[RULES[0]]}/ocultar")
    html = fed.mateo.latest("snapshot")["html"]
    assert "texto retirado" in html
    assert "Factura solo en papel" not in html


def test_a_text_hidden_after_the_list_was_edited_leaves_the_list(fed):
    fed.do("elementos/0/cambiar", text="Factura solo en papel")
    fed.do(f"textos/{fed.cards[RULES[0]]}/ocultar")
    assert "Factura solo en papel" not in page(fed)
    fed.do(f"textos/{fed.cards[RULES[0]]}/mostrar")
    assert "Factura solo en papel" in page(fed)


def test_as_it_was_restores_the_step_s_own_words(fed):
    before = page(fed).count("items__item")
    fed.do("elementos/0/cambiar", text="Factura solo en papel")
    fed.do("elementos/1/quitar")
    assert "Como estaba" in page(fed)
    assert fed.do("elementos/restaurar").status == 204
    assert page(fed).count("items__item") == before
    assert "Como estaba" not in page(fed)


def test_without_what_ties_there_must_be_enough_left(fed):
    refused(fed, "elementos/sin-empate", "items_few")
    assert "sin el empate" not in page(fed)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("", "item_empty", "no puede quedar vacío"),
        (" \u200b ", "item_empty", "no puede quedar vacío"),
        ("Norma 3", "item_placeholder", "Una palabra y un número"),
        ("x" * 91, "item_too_long", "91 caracteres"),
        ("dos firmas", "item_twice", "ya está en la lista"),
    ],
)
def test_an_item_that_cannot_be_asked_is_refused_with_its_sentence(fed, text, code, says):
    for verb in ("elementos", "elementos/0/cambiar"):
        reply = fed.do(verb, text=text)
        assert (reply.code, says in reply.json()["message"]) == (code, True), reply


def test_two_hundred_items_do_not_fit(fed):
    replies = [fed.do("elementos", text=f"Otra norma más, la {n}.ª") for n in range(200)]
    assert [reply.status for reply in replies].count(204) == 4  # eight in all
    assert replies[-1].code == "items_full"
    assert "Caben 8" in replies[-1].json()["message"]


def test_fewer_than_can_be_asked_are_not_left(fed):
    fed.do("elementos/3/quitar")
    fed.do("elementos/2/quitar")
    refused(fed, "elementos/0/quitar", "items_few")
    refused(fed, "elementos/7/quitar", "item_unknown")
    refused(fed, "elementos/99/cambiar", "item_unknown", text="Otra")


def test_once_it_was_asked_the_list_stays(fed):
    fed.asks("P3")
    refused(fed, "elementos", "round_open", text="Otra")
    for phone in fed.phones:
        phone.answer({"a": [3, 3]})
    fed.does("cerrar")
    refused(fed, "elementos", "items_fixed", text="Otra")
    fed.does("anular")
    assert fed.do("elementos", text="Otra").status == 204


def test_a_step_that_takes_nothing_has_no_list(fed):
    fed.goes_to("P4")
    assert "items__item" not in page(fed)
    refused(fed, "elementos", "items_fixed", text="Otra")


def test_a_source_that_was_asked_again_brings_its_new_list_and_says_so(fed):
    fed.do("elementos/0/cambiar", text="Factura solo en papel")
    fed.does("volver", "abrir")
    for phone, at in zip(fed.phones, (3, 3, 4, 4, 4), strict=True):
        phone.answer([fed.cards[RULES[at]]])
    fed.does("cerrar", "siguiente")
    html = page(fed)
    assert "P2 se preguntó otra vez o se anuló: la lista es la nueva, sin tus cambios." in html
    assert 'value="Pagar"' in html
    assert "Factura solo en papel" not in html


def test_a_step_that_left_nothing_offers_to_be_skipped_or_filled_by_hand(fed):
    fed.does("volver", "anular", "siguiente")
    html = page(fed)
    assert "no se ha preguntado: no dejó nada que preguntar" in html
    assert f'action="/sesiones/{fed.run.id}/saltar" data-command data-primary' in html
    refused(fed, "abrir", "items_missing")
    fed.do("elementos", text="Dos firmas para todo")
    refused(fed, "abrir", "items_missing")
    fed.do("elementos", text="Solo con la caja original")
    fed.does("abrir")
    assert frozen(fed) == ["Dos firmas para todo", "Solo con la caja original"]


def test_a_source_annulled_after_the_list_was_edited(fed):
    fed.do("elementos/0/cambiar", text="Factura solo en papel")
    fed.does("volver", "anular", "siguiente")
    html = page(fed)
    assert "sin tus cambios" in html
    assert "Factura solo en papel" not in html


def test_everyone_in_the_room_is_told_once_and_nobody_next_door(fed, other_room):
    with hears_nothing(*other_room.everyone()), told_once(fed):
        fed.do("elementos/0/cambiar", text="Factura solo en papel")


@pytest.mark.parametrize(
    "verb",
    [
        "elementos",
        "elementos/0/cambiar",
        "elementos/0/quitar",
        "elementos/sin-empate",
        "elementos/restaurar",
    ],
)
def test_only_the_trainer_may_and_only_on_the_present_page(fed, verb):
    nobody_else_may(fed, verb)
    an_old_page_may_not(fed, verb)


def test_the_module_s_page_says_where_its_items_will_come_from(fed):
    html = fed.ines.browser.get("/modulos/pasos-que-alimentan").text
    assert "Los elementos salen de P2." in html
