"""X-11: what a phone costs the room's Wi-Fi, on a slow one too, with only what plain HTTP has."""

import pytest

from tests.support.browser.stage import Stage

BYTES = 40 * 1024  # on the wire, headers included
REQUESTS = 12
NAME = "taller.test"  # plain HTTP on a name that is not localhost: no secure context
SLOW_3G = {  # what developer tools call so
    "offline": False,
    "latency": 400,  # ms
    "downloadThroughput": 400 * 1024 / 8,  # bytes a second
    "uploadThroughput": 400 * 1024 / 8,
}
JOINED = 5_000  # ms, domain.md
BUSY = 5  # times what is promised, on a machine that runs other tests (design.md §8.12)


@pytest.fixture
def stage(server):
    """A room with nobody else in it."""
    stage = Stage(server, others=0)
    yield stage
    stage.leave()


class Meter:
    """Counts what a page asks for and what comes over the wire."""

    def __init__(self, phone):
        self.requests = []
        self.bytes = {}
        self.session = phone.context.new_cdp_session(phone.page)
        self.session.on("Network.requestWillBeSent", self._asked)
        self.session.on(
            "Network.webSocketCreated", lambda event: self.requests.append(event["url"])
        )
        self.session.on("Network.loadingFinished", self._came)
        self.session.send("Network.enable")
        self.session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def slow(self):
        """Make the line as slow as a bad phone's."""
        self.session.send("Network.emulateNetworkConditions", SLOW_3G)

    def _asked(self, event):
        if not event["request"]["url"].startswith("data:"):
            self.requests.append(event["request"]["url"])

    def _came(self, event):
        self.bytes[event["requestId"]] = event["encodedDataLength"]


def test_x_11_a_cold_phone_costs_40_kb_and_12_requests(people, stage):
    phone = people.phone()
    meter = Meter(phone)
    phone.go("/")
    phone.page.wait_for_load_state("networkidle")
    assert any("socket.io" in url for url in meter.requests), "Socket.IO comes with the form"
    spent = sum(meter.bytes.values())
    assert len(meter.requests) <= REQUESTS, meter.requests
    assert spent <= BYTES, f"{spent} bytes for {meter.requests}"
    phone.page.locator("#code").fill(stage.run.code)
    phone.page.locator("[type=submit]").click()
    phone.sees("Ya estás dentro")


def test_x_11_a_slow_phone_is_in_within_five_seconds(people, stage):
    phone = people.phone()
    meter = Meter(phone)
    meter.slow()
    phone.go(f"/{stage.run.code}")
    phone.page.locator("[type=submit]:has-text('Entrar')").click()
    phone.sees("Ya estás dentro")
    took = phone.page.evaluate("performance.now()")
    assert took < JOINED * BUSY


def test_x_11_nothing_needs_a_secure_context(people, stage, launch):
    browser = launch(f"--host-resolver-rules=MAP {NAME} 127.0.0.1")
    people.browser = browser
    base = people.server.base.replace("127.0.0.1", NAME)
    phone = people.phone(base=base)
    phone.go("/")
    assert phone.page.evaluate("isSecureContext") is False
    assert phone.page.evaluate("typeof crypto.randomUUID") == "undefined"
    phone.enter(stage.run.code)
    stage.opens("A1")
    phone.asked("¿Qué hace volver a una persona que se fue molesta?").taps(1).saved()
    stage.opens("A3")
    phone.asked("¿Qué normas te hacen perder más tiempo? Marca hasta cuatro.")
    phone.taps(0).sends().saved()
    stage.opens("A7")
    phone.asked("Tu mejor argumento, en una frase, para alguien que piensa distinto.")
    phone.writes("Escuchar sale barato.").sends().saved()
    wall = people.wall(stage.wall_path, base=base)
    wall.shows("open").counts(answered=1)
    stage.does("terminar")
    phone.sees("Gracias por levantar la mano").sees("Escuchar sale barato.")
    phone.page.locator("[data-copy]").click()  # there is no clipboard either
    phone.sees("Mantén pulsado el texto para copiarlo.")
