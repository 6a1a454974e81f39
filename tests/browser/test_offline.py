"""A bad network: whatever is lost on the way, the answer arrives by itself, and counts once."""

import sqlite3

import pytest
from playwright.sync_api import expect

from tests.support.browser.network_proxy import NetworkProxy
from tests.support.browser.stage import Stage
from tests.support.result_files import rows_in

ASKED = "¿Qué hace volver a una persona que se fue molesta?"


@pytest.fixture
def stage(server):
    """A room with nobody else in it."""
    stage = Stage(server, others=0)
    yield stage
    stage.leave()


@pytest.fixture
def proxy(server):
    """The one phone's network."""
    proxy = NetworkProxy(server.port)
    yield proxy
    proxy.cut()


def test_an_answer_given_without_a_network_arrives_once(people, stage, proxy):
    console = people.console().go(stage.console_path)
    phone = people.phone(base=proxy.base).enter(stage.run.code)
    stage.opens("A1")
    phone.asked(ASKED)
    proxy.cut()
    phone.taps(2).strip_says("unsent")
    assert phone.chosen == "Que le expliquen qué pasó de verdad."
    phone.taps(3)  # changed while away: only the last one counts
    proxy.restore()
    phone.saved()
    console.counts(answered=1)
    stage.does("cerrar", "mostrar")
    assert _counted(stage) == {"d": 1}


def test_what_cannot_be_stored_is_said_and_arrives_when_it_can(people, stage, server):
    console = people.console().go(stage.console_path).is_live()
    phone = people.phone().enter(stage.run.code)
    stage.opens("A1")
    phone.asked(ASKED)
    with sqlite3.connect(server.data / "mano_alzada.db") as disk:
        disk.execute("ALTER TABLE ballots RENAME TO kept")
    phone.taps(2)
    expect(console.page.locator("[data-link=unsaved]")).to_be_visible()
    expect(console.page.get_by_text("El almacenamiento no responde")).to_be_visible()
    console.shoot("sin-guardar")
    with sqlite3.connect(server.data / "mano_alzada.db") as disk:
        disk.execute("ALTER TABLE kept RENAME TO ballots")
    phone.saved()
    expect(console.page.locator("[data-link=saved]")).to_be_visible()
    expect(console.page.get_by_text("El almacenamiento no responde")).to_be_hidden()
    console.counts(answered=1)


def test_a_lost_acknowledgement_does_not_count_twice(people, stage, proxy):
    console = people.console().go(stage.console_path)
    phone = people.phone(base=proxy.base).enter(stage.run.code)
    stage.opens("A1")
    phone.asked(ASKED)
    proxy.drop_replies()
    phone.taps(1)
    console.counts(answered=1)  # it arrived; the phone does not know
    proxy.cut()
    phone.strip_says("unsent")
    proxy.restore()
    phone.saved()
    console.counts(answered=1)
    stage.does("cerrar", "mostrar")
    assert _counted(stage) == {"b": 1}


def test_the_page_reloaded_without_a_network_keeps_the_answer(people, stage, proxy):
    phone = people.phone(base=proxy.base).enter(stage.run.code)
    stage.opens("A1")
    phone.asked(ASKED)
    proxy.cut()
    phone.taps(0).strip_says("unsent")
    proxy.restore()
    phone.page.reload()
    phone.asked(ASKED).saved()
    assert phone.chosen == "Que alguien le pida perdón."
    stage.does("cerrar", "mostrar")
    assert _counted(stage) == {"a": 1}


def test_a_phone_that_slept_through_three_steps_shows_the_present_one(people, stage, proxy):
    phone = people.phone(base=proxy.base).enter(stage.run.code)
    stage.opens("A1")
    phone.asked(ASKED).taps(0).saved()
    proxy.cut()
    stage.does("cerrar", "mostrar", "siguiente", "abrir", "cerrar", "siguiente")
    stage.opens("A4")
    proxy.restore()
    phone.asked("¿Con qué ánimo llegas?")


def test_a_text_half_written_survives_a_reload(people, stage):
    phone = people.phone().enter(stage.run.code)
    stage.opens("A7")
    phone.writes("Escuchar sale").strip_says("draft")
    phone.page.reload()
    expect(phone.page.locator("#stage textarea")).to_have_value("Escuchar sale")


def test_the_seat_is_found_again_by_code(people, stage):
    phone = people.phone().enter(stage.run.code)
    stage.opens("A1")
    phone.asked(ASKED).taps(1).saved()
    phone.page.evaluate("localStorage.removeItem('ma:current')")
    phone.enter(stage.run.code)
    phone.asked(ASKED).saved()
    assert phone.chosen == "Que le devuelvan el dinero."


def _counted(stage):
    """What the trainer's file says of A1."""
    text = stage.ines.browser.get(f"{stage.console_path}/sala.csv?sep=,").text
    return {
        row["option_key"]: int(row["count"])
        for row in rows_in("\ufeff" + text.lstrip("\ufeff\u00ef\u00bb\u00bf"), ",")
        if row["activity"] == "A1" and row["row_type"] == "recuento" and int(row["count"] or 0)
    }
