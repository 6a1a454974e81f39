"""What fits where: thumbs, ten metres, old projectors, long words, a thousand answers."""

import asyncio
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser.stage import STILL, Stage
from tools.phones import Room

LABELS = ".flows__labels > li, .flows__ends h2, .compared__asked"
LONG = "Escuchar sale barato, y discutir cuesta más que ceder; lo digo por experiencia. " * 2
TARGET = 44  # px
READABLE = 28  # px on a 1080p wall, at ten metres

PROBES = (Path(__file__).parents[1] / "support" / "browser" / "probes.js").read_text("utf-8")


@pytest.fixture
def stage(server):
    """A run of the module with short and long, few and many."""
    stage = Stage(server)
    yield stage
    stage.leave()


def fits(one, name):
    """Nothing is cut, beside or below, and everything can be read."""
    one.shoot(name)
    assert not one.page.evaluate(f"{PROBES}.cut()"), (one.name, name)
    if one.name == "WallPage":
        assert not one.page.evaluate(f"{PROBES}.below()"), name
        height = one.page.viewport_size["height"]
        small = [
            item
            for item in one.page.evaluate(f"{PROBES}.smallest()")
            if item[0] < READABLE * height / 1080 - 0.6
        ]
        assert not small, (name, small)


def test_six_options_fit_a_phone_without_scrolling(people, stage):
    phone = people.phone().enter(stage.run.code)
    stage.opens("A1")
    phone.asked("¿Qué hace volver a una persona que se fue molesta?").taps(1).saved()
    fits(phone, "seis")
    height = phone.page.evaluate("document.documentElement.scrollHeight")
    assert height <= 740, height
    last = phone.page.locator("#stage .option").last.bounding_box()
    strip = phone.page.locator("[data-strip]").bounding_box()
    assert last["y"] + last["height"] <= strip["y"]


def test_a_long_sentence_of_the_strip_covers_no_button(people, stage):
    phone = people.phone(size=(320, 480)).enter(stage.run.code)
    stage.opens("A7")
    phone.writes("Escuchar sale barato.")
    phone.page.locator("[data-strip]").evaluate("(strip, words) => strip.textContent = words", LONG)
    phone.page.wait_for_function(
        """() => {
          const [send, strip] = ["#stage [data-submit]", "[data-strip]"].map(
            (which) => document.querySelector(which).getBoundingClientRect());
          return strip.height > 80 && send.bottom <= strip.top;
        }"""
    )


def test_every_target_takes_a_thumb(people, stage):
    phone = people.phone()
    phone.go("/")
    _thumbs(phone)
    phone.enter(stage.run.code)
    _thumbs(phone)
    for label in ("A1", "A3", "A4", "A7"):
        stage.opens(label)
        expect(phone.page.locator(f"form[data-ready][data-ref={label.lower()}]")).to_be_visible()
        _thumbs(phone)
    stage.does("terminar")
    phone.sees("Gracias por levantar la mano")
    _thumbs(phone)


def _thumbs(phone):
    small = [item for item in phone.page.evaluate(f"{PROBES}.targets()") if min(item[:2]) < TARGET]
    assert not small, small


@pytest.mark.parametrize("size", [(320, 640), (360, 740), (740, 360)], ids=str)
def test_nothing_is_cut_on_a_phone(people, stage, size):
    phone = people.phone(size=size).enter(stage.run.code)
    fits(phone, "sala")
    for label in ("A1", "A2", "A3", "A4", "A7", "A11"):
        stage.opens(label)
        expect(phone.page.locator(f"form[data-ready][data-ref={label.lower()}]")).to_be_visible()
        fits(phone, label)
        if label in ("A1", "A2", "A4", "A11"):
            phone.taps(1).saved()
            stage.does("cerrar", "mostrar")
            expect(phone.page.locator("[data-chart]")).to_be_visible()
            fits(phone, f"{label}-resultado")


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (1024, 768)], ids=str)
def test_nothing_is_cut_on_a_wall(people, stage, size):
    wall = people.wall(stage.wall_path, size=size, **STILL).shows("joining")
    fits(wall, "entrar")
    stage.ines.goes_to(stage.run, "A1")
    wall.shows("staged")
    fits(wall, "a1-preparada")
    answers = {
        "A1": "aabcf",
        "A2": "abbba",
        "A3": [["a", "b"], ["b"], ["c", "d", "e", "f"], ["l"], ["b", "k"]],
        "A4": (1, 3, 3, 4, 5),
        "A5": "aabcd",
        "A6": (1, 2, 2, 4, 4),
        "A7": [
            "Escuchar sale barato, y discutir cuesta más que ceder; lo digo por experiencia. " * 2
        ]
        * 5,
    }
    for label, values in answers.items():
        stage.opens(label)
        wall.shows("open")
        fits(wall, f"{label}-abierta")
        stage.answers(*values)
        wall.counts(answered=5)
        stage.does("cerrar")
        wall.shows("closed")
        fits(wall, f"{label}-cerrada")
        if label not in ("A5", "A6"):
            stage.does("mostrar")
            wall.shows("revealed")
            fits(wall, f"{label}-mostrada")
    stage.opens("A8")
    fits(wall, "a8-conversar")
    for label, values in (("A9", "bbbcd"), ("A9", (3, 4, 4, 4, 5))):
        if stage.ines.at(stage.run).startswith(label):
            stage.does("siguiente", "abrir")
        else:
            stage.opens(label)
        stage.answers(*values)
        stage.does("cerrar", "mostrar", "avanzar", "avanzar", "avanzar")
        wall.shows("compared")
        expect(wall.page.locator("[data-reveal=all] ma-flows[data-drawn]")).to_be_visible()
        fits(wall, f"{label}-cintas-{values[0]}")
    stage.opens("A10")
    wall.shows("compared")
    stage.does("avanzar", "avanzar", "avanzar")
    expect(wall.page.locator("[data-reveal=all] ma-flows[data-drawn]")).to_have_count(1)
    fits(wall, "a10-dos-comparaciones")
    assert not wall.page.evaluate(f"{PROBES}.overlaps('{LABELS}')")


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1100, 700)], ids=str)
def test_the_console_fits_a_laptop(people, stage, size):
    console = people.console(size=size)
    console.go(stage.console_path).is_live()
    _no_scroll(console, "sala")
    for label in ("A1", "A2", "A3", "A7"):
        stage.opens(label)
        console.offers("Cerrar")
        _no_scroll(console, label)
    stage.does("cerrar", "mostrar")
    console.offers("Siguiente")
    _no_scroll(console, "a7-mostrada")


def _no_scroll(console, name):
    console.shoot(name)
    page = console.page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1"), name
    button = page.locator(console.primary).bounding_box()
    assert button["y"] + button["height"] <= page.viewport_size["height"], name


def test_reduced_motion_stops_what_moves(people, stage):
    phone = people.phone(**STILL).enter(stage.run.code)
    wall = people.wall(stage.wall_path, **STILL)
    stage.opens("A1")
    stage.answers("a", "b", "b", "c", "d")
    stage.does("cerrar", "mostrar")
    wall.shows("revealed")
    phone.sees("Respondieron 5 de")
    long = f"{PROBES}.moving()"
    assert wall.page.evaluate(long) == 0
    assert phone.page.evaluate(long) == 0
    stage.does("siguiente")
    phone.sees("Mira la pantalla")
    assert phone.page.evaluate(long) == 0


@pytest.mark.timeout(240)
def test_a_thousand_answers_fit(people, server):
    stage = Stage(server, others=0)
    wall = people.wall(stage.wall_path, **STILL)
    console = people.console(**STILL)
    console.go(stage.console_path).is_live()
    crowd = Crowd(server.base, stage.run.code, 1000)
    try:
        expect(wall.page.locator("[data-count=inside]")).to_have_text("1000", timeout=60_000)
        stage.opens("A1")
        crowd.answers(lambda phone: "abcdef"[min(phone.number % 11, 5)])
        wall.counts(answered=1000)
        console.counts(answered=1000)
        fits(wall, "mil-abierta")
        stage.does("cerrar", "mostrar")
        wall.shows("revealed")
        assert sum(wall.table().values()) == 1000
        fits(wall, "mil-mostrada")
        _no_scroll(console, "mil")
    finally:
        crowd.leave()
        stage.leave()


class Crowd:
    """Simulated phones on a loop of their own, in a thread of their own."""

    def __init__(self, base, code, people):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.room = self._wait(self._enter(base, code, people))

    def answers(self, value_for):
        """Everyone gives their answer, and has it acknowledged."""
        self._wait(
            self.room.sees(lambda snapshot: (snapshot.get("round") or {}).get("phase") == "open")
        )
        self._wait(self.room.answer_all(value_for))

    def leave(self):
        """Everyone goes."""
        self._wait(self._leave())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def _enter(self, base, code, people):
        room = Room(base, code, people)
        await room.join()
        return room

    async def _leave(self):
        self.room.leave()
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def _wait(self, what):
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(120)
