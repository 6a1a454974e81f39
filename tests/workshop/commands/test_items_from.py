"""A room's words become the next question: opened, withdrawn, annulled, asked again."""

from datetime import UTC, datetime

import pytest

from tests.support.cast import Room
from workshop.activities.parts.items_from import WITHDRAWN
from workshop.commands.word_cloud import hide_word
from workshop.models.run import Run
from workshop.persistence.db import db

PEOPLE = ("Mateo", "Lucía", "Ana", "Iván", "Noa")
RULES = ("Tres firmas", "Solo con la caja", "Factura en papel", "Cita previa", "Pagar antes")


@pytest.fixture
def fed(site):
    """A room whose five rules are written and voted: «Tres firmas» first, then two that tie."""
    room = Room(site, "pasos-que-alimentan", PEOPLE, hold_texts=False)
    room.asks("P1")
    for phone, rule in zip(room.phones, RULES, strict=True):
        phone.answer(rule)
    room.does("cerrar")
    room.cards = {card["text"]: card["card"] for card in cards(room)}
    yield room
    room.leave()


def cards(room):
    with room.site.app.app_context():
        run = db.session.get(Run, room.run.id)
        return [{"text": a.value, "card": a.id} for r in run.rounds for a in r.answers]


def voted(room, *picks):
    """The vote on the rules: each phone's picks."""
    room.asks("P2")
    for phone, picked in zip(room.phones, picks, strict=False):
        assert phone.answer([room.cards[rule] for rule in picked])["ok"]
    room.does("cerrar")


def items(room):
    """The items of the last round, as they are frozen."""
    with room.site.app.app_context():
        run = db.session.get(Run, room.run.id)
        return [item.text for item in run.rounds[-1].activity.own_items]


FIRST = ["Tres firmas", "Solo con la caja"]


def test_what_won_the_vote_is_asked_with_its_words(fed):
    voted(fed, FIRST, FIRST, ["Tres firmas"], ["Factura en papel"])
    fed.asks("P3")
    assert items(fed) == FIRST
    html = fed.mateo.latest("snapshot")["html"]
    assert "Tres firmas" in html
    assert "Cita previa" not in html
    assert fed.mateo.answer({"a": [2, 9], "b": [9, 2]})["ok"]


def test_a_tie_with_the_last_is_asked_too(fed):
    voted(fed, FIRST, ["Tres firmas", "Factura en papel"])
    fed.asks("P3")
    assert sorted(items(fed)) == ["Factura en papel", "Solo con la caja", "Tres firmas"]


def test_a_text_hidden_while_it_is_on_the_air_is_withdrawn_and_its_votes_stay(fed):
    voted(fed, FIRST, FIRST)
    fed.asks("P3")
    first = items(fed)[0]
    for phone in fed.phones:
        assert phone.answer({"a": [2, 9]})["ok"]
    version = fed.ines.version(fed.run)
    fed.do(f"textos/{fed.cards[first]}/ocultar", version=version)
    fed.mateo.socket.until(lambda: WITHDRAWN in fed.mateo.latest("snapshot")["html"])
    assert first not in fed.mateo.latest("snapshot")["html"]
    fed.does("cerrar", "mostrar")
    shown = fed.wall.sees("revealed")
    assert WITHDRAWN in shown["html"]
    assert first not in shown["html"]
    assert shown["tally"]["items"]["a"]["n"] == 5
    fed.do(f"textos/{fed.cards[first]}/mostrar")
    assert items(fed)[0] == first


def test_a_source_that_was_never_opened_leaves_nothing_to_ask(fed):
    fed.goes_to("P3")
    reply = fed.do("abrir")
    assert reply.status == 409
    assert reply.json()["code"] == "items_missing"
    assert "no dejó nada que preguntar" in reply.json()["message"]
    assert "Saltar" in reply.json()["message"]
    fed.does("saltar")


def test_a_list_of_its_own_stands_in_for_a_step_that_was_left_out(fed):
    fed.goes_to("P5")
    fed.does("abrir")
    assert items(fed) == ["Negro", "Blanco"]


def test_a_source_annulled_before_leaves_nothing_and_after_changes_nothing(fed):
    voted(fed, FIRST, FIRST)
    fed.does("anular")
    fed.goes_to("P3")
    assert fed.do("abrir").json()["code"] == "items_missing"


def test_a_source_annulled_or_asked_again_after_the_round_opened_changes_nothing(fed):
    voted(fed, FIRST, FIRST)
    fed.asks("P3")
    fed.mateo.answer({"a": [2, 9], "b": [9, 2]})
    fed.does("cerrar", "volver")
    assert fed.ines.at(fed.run) == "P2"
    fed.does("anular")
    with fed.site.app.app_context():
        third = [r for r in db.session.get(Run, fed.run.id).rounds if r.item == "p3"]
        assert sorted(i.text for i in third[0].activity.own_items) == sorted(FIRST)


def test_a_second_round_asks_the_same_items_whatever_came_between(fed):
    fed.asks("P4")
    for phone in fed.phones:
        phone.answer(["r", "v"])
    fed.does("cerrar")
    fed.asks("P5")
    assert items(fed) == ["Rojo", "Verde"]
    for phone in fed.phones:
        phone.answer(["a", "b"])
    fed.does("cerrar", "volver")
    fed.does("abrir")
    for phone in fed.phones:
        phone.answer(["v", "z"])
    fed.does("cerrar")
    fed.goes_to("P8")
    fed.does("abrir")
    assert items(fed) == ["Rojo", "Verde"]


def test_a_run_frozen_before_this_opens_shows_and_exports_its_placeholders(fed, app):
    with fed.site.app.app_context():
        run = db.session.get(Run, fed.run.id)
        step = next(each for each in run.steps if each.item == "p3")
        old = {key: value for key, value in step.content.items() if key != "items_from"}
        step.content = old | {"items": [{"id": f"n{n}", "text": f"Norma {n}"} for n in (1, 2)]}
        db.session.commit()
    fed.asks("P3")
    for phone in fed.phones:
        assert phone.answer({"n1": [2, 9]})["ok"]
    fed.does("cerrar", "mostrar")
    assert "Norma 1" in fed.wall.sees("revealed")["html"]
    fed.does("terminar")
    for page in ("resultado", "resultado.csv", "sala", "sala.csv"):
        reply = fed.ines.browser.get(f"/sesiones/{fed.run.id}/{page}")
        assert reply.status == 200, page
        assert "Norma 1" in reply.text, page


def test_a_word_hidden_while_it_is_an_option_is_withdrawn_and_comes_back(fed):
    cloud = fed.asks("P9")
    for phone in fed.phones:
        phone.answer(["Escuchar", "Esperar"])
    fed.does("cerrar")
    fed.asks("P10")
    assert items(fed) == ["Escuchar", "Esperar"]
    with fed.site.app.app_context():
        hide_word(fed.run.id, cloud, "Esperar", True, datetime.now(UTC))
        db.session.commit()
        run = db.session.get(Run, fed.run.id)
        assert [o.text for o in run.rounds[-1].activity.options] == ["Escuchar", WITHDRAWN]
        hide_word(fed.run.id, cloud, "Esperar", False, datetime.now(UTC))
        db.session.commit()
    assert items(fed) == ["Escuchar", "Esperar"]
