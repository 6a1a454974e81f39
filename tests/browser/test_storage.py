"""A7: a phone whose storage is full or forbidden answers like any other, and promises no more."""

import pytest

from tests.browser.test_offline import ASKED, _counted
from tests.support.browser.network_proxy import NetworkProxy
from tests.support.browser.stage import Stage

FULL = """
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }, 0;
"""
FORBIDDEN = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("no", "SecurityError"); },
});
"""


@pytest.fixture
def stage(server):
    """A room with nobody else in it."""
    stage = Stage(server, others=0)
    yield stage
    stage.leave()


def test_a7_what_a_full_phone_says_is_saved_is_what_the_server_has(people, stage):
    phone = people.phone().enter(stage.run.code)
    stage.opens("A1")
    phone.asked(ASKED).taps(0).saved()
    phone.page.evaluate(FULL)
    phone.taps(1).saved()
    stage.does("cerrar", "mostrar")
    assert _counted(stage) == {"b": 1}
    stage.opens("A3")
    phone.taps(0).sends().saved()
    stage.opens("A7")
    phone.writes("Escuchar sale barato.").strip_says("draft")
    phone.sends().saved()
    stage.does("terminar")
    phone.sees("Escuchar sale barato.")


def test_a7_a_full_phone_without_a_network_asks_not_to_be_closed(people, stage, server):
    proxy = NetworkProxy(server.port)
    phone = people.phone(base=proxy.base).enter(stage.run.code)
    stage.opens("A1")
    phone.asked(ASKED).taps(0).saved()
    phone.page.evaluate(FULL)
    proxy.cut()
    phone.taps(1).strip_says("unsent-open").sees("si esta página sigue abierta")
    proxy.restore()
    phone.saved()
    proxy.cut()
    stage.does("cerrar", "mostrar")
    assert _counted(stage) == {"b": 1}


@pytest.mark.parametrize("lacking", [FULL, FORBIDDEN], ids=["full", "forbidden"])
def test_a7_a_phone_that_keeps_nothing_from_the_start_takes_part(people, stage, lacking):
    phone = people.phone()
    phone.context.add_init_script(lacking)
    phone.enter(stage.run.code)
    stage.opens("A1")
    phone.asked(ASKED).taps(0).saved()
    phone.taps(1).saved()
    stage.opens("A3")
    phone.taps(0).sends().saved()
    stage.opens("A7")
    phone.writes("Escuchar sale barato.").sends().saved()


def test_a7_a_console_that_keeps_nothing_runs_the_workshop(people, stage):
    console = people.console()
    console.context.add_init_script(FORBIDDEN)
    console.go(stage.console_path).is_live()
    console.page.locator("[data-theme-switch]").first.dispatch_event("click")
    stage.opens("A1")
    console.offers("Cerrar")
