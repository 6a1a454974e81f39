"""W1: the oldest phones that take part do so, and those before them are told in words."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import ways_to_answer
from tests.support.browser.stage import Stage
from tools.examples import example
from tools.older_browser import CHROME_99, IPHONE_15_3, IPHONE_15_4, Proxy

ASKED = "¿Qué hace volver a una persona que se fue molesta?"


@pytest.fixture
def stage(server):
    """A room with nobody else in it."""
    stage = Stage(server, others=0)
    yield stage
    stage.leave()


@pytest.fixture
def older(server):
    """The way to the program for a browser that lacks something."""
    proxies = []

    def way(lacking):
        proxies.append(Proxy(server.port, lacking).start())
        return proxies[-1].base

    yield way
    for proxy in proxies:
        proxy.stop()


@pytest.mark.parametrize("lacking", [IPHONE_15_4, CHROME_99], ids=["iphone-15.4", "chrome-99"])
def test_the_oldest_phones_join_answer_and_see_it_saved(people, stage, older, lacking):
    phone = people.phone(base=older(lacking)).go("/")
    for digit in stage.run.code:  # the keypad, as with a thumb
        phone.page.locator(f"[data-digit='{digit}']").click()
    phone.page.locator("[type=submit]:has-text('Entrar')").click()
    phone.is_in()
    assert phone.page.evaluate("'requestSubmit' in HTMLFormElement.prototype") is False
    stage.opens("A1")
    phone.asked(ASKED).taps(1).saved()
    stage.opens("A3")
    phone.taps(0).sends().saved()
    stage.opens("A7")
    phone.writes("Escuchar sale barato.").sends().saved()
    phone.shoot("a7")


@pytest.mark.parametrize("kind", ["commitment", "builder"])
def test_a_box_grows_with_its_text_where_the_style_sheet_cannot_do_it(people, server, older, kind):
    stage = Stage(server, ways_to_answer.MODULE, others=0)
    phone = people.phone(base=older(IPHONE_15_4)).enter(stage.run.code)
    stage.opens(example(kind)["ref"].upper())
    area = phone.page.locator("form[data-ready] textarea").first
    area.fill("cuando alguien vuelva a la tienda con la misma queja por tercera vez en un mes")
    assert area.evaluate("area => area.scrollHeight - area.clientHeight") <= 1
    assert area.evaluate("area => area.clientHeight") > 60
    area.fill("hoy")
    assert area.evaluate("area => area.clientHeight") < 60
    stage.leave()


def test_a_phone_that_is_too_old_is_told_so_in_words(people, stage, older):
    phone = people.phone(base=older(IPHONE_15_3)).go(f"/{stage.run.code}")
    phone.sees("El navegador de este teléfono es demasiado antiguo")
    phone.sees("pide participar con otra persona")
    expect(phone.page.locator("[data-join] form")).to_have_count(0)
    phone.complaints.clear()  # the scripts after it look for what is no longer there
