"""What is on a phone or a wall before any script stays there, and loses nothing when they come."""

import pytest
from playwright.sync_api import expect

from bench.pages import WATCH_SHIFTS
from tests.support.browser.stage import Stage

ASKED = "¿Qué hace volver a una persona que se fue molesta?"
WRITTEN = "Tu mejor argumento, en una frase, para alguien que piensa distinto."
SOCKETS = "**/socket.io/**"


@pytest.fixture
def stage(server):
    """A room with nobody else in it."""
    stage = Stage(server, others=0)
    yield stage
    stage.leave()


class Scripts:
    """The files of scripts, held back on their way to one phone."""

    def __init__(self, phone):
        self._held = []
        self._may_come = False
        phone.page.route("**/*.js", self._hold)

    def come(self):
        """Let them all through, and those they ask for."""
        self._may_come = True
        for route in self._held:
            route.continue_()

    def _hold(self, route):
        if self._may_come:
            route.continue_()
        else:
            self._held.append(route)


def reopens(phone, path=None):
    """Load the page again, without waiting for its scripts."""
    address = phone.base + path if path else phone.page.url
    phone.page.goto(address, wait_until="commit")
    return phone


def sees_question(phone, text):
    """It stands there, with or without scripts."""
    expect(phone.page.locator("#stage form .prompt")).to_have_text(text)


def asked_for_it(phone):
    """The phone's requests for its first page, from now on."""
    asked = []
    phone.page.on(
        "request", lambda request: asked.append(request.url) if "ahora" in request.url else None
    )
    return asked


def test_the_question_is_there_before_any_script_and_stays_when_they_come(people, stage):
    console = people.console().go(stage.console_path)
    phone = people.phone().enter(stage.run.code)
    stage.opens("A1")
    phone.asked(ASKED)
    scripts = Scripts(phone)
    reopens(phone)
    sees_question(phone, ASKED)
    phone.strip_says("connecting")
    expect(phone.page.locator("#stage .option")).to_have_count(6)
    expect(phone.page.locator(".option").first).to_be_visible()
    phone.shoot("antes-de-los-scripts")
    phone.page.evaluate("window.first = document.querySelector('#stage form')")
    phone.taps(2)
    scripts.come()
    phone.asked(ASKED).saved()
    console.counts(answered=1)
    assert phone.chosen == "Que le expliquen qué pasó de verdad."
    assert phone.page.evaluate("first.isConnected"), "the page was drawn twice"


def test_what_was_saved_is_shown_as_saved_and_nothing_moves(people, stage):
    phone = people.phone().enter(stage.run.code)
    stage.opens("A1")
    phone.asked(ASKED).taps(1).saved()
    phone.page.add_init_script(WATCH_SHIFTS)
    scripts = Scripts(phone)
    reopens(phone)
    sees_question(phone, ASKED)
    scripts.come()
    phone.saved()
    assert phone.chosen == "Que le devuelvan el dinero."
    assert phone.page.evaluate("shifts") < 0.001  # only the chosen words, which grow bold


def test_words_written_before_the_scripts_are_a_draft(people, stage):
    phone = people.phone().enter(stage.run.code)
    stage.opens("A7")
    phone.asked(WRITTEN)
    scripts = Scripts(phone)
    reopens(phone)
    phone.writes("Escuchar")
    phone.page.locator("#stage [data-submit]").click()  # a browser alone would leave the page
    scripts.come()
    phone.asked(WRITTEN).strip_says("draft")
    expect(phone.page.locator("#stage textarea")).to_have_value("Escuchar")


def test_a_draft_that_is_kept_is_not_written_over_before_it_is_there(people, stage):
    phone = people.phone().enter(stage.run.code)
    stage.opens("A7")
    phone.writes("Escuchar sale").strip_says("draft")
    scripts = Scripts(phone)
    reopens(phone)
    sees_question(phone, WRITTEN)
    expect(phone.page.locator("#stage form")).to_have_attribute("inert", "")
    scripts.come()
    phone.asked(WRITTEN).strip_says("draft")
    expect(phone.page.locator("#stage textarea")).to_have_value("Escuchar sale")
    phone.writes("Escuchar sale barato.").sends().saved()


def test_without_a_socket_the_question_stays_and_the_strip_says_how_it_is(people, stage):
    phone = people.phone().enter(stage.run.code)
    stage.opens("A1")
    phone.asked(ASKED)
    phone.page.route_web_socket(SOCKETS, lambda socket: socket.close())
    phone.page.route(SOCKETS, lambda route: route.abort())
    reopens(phone)
    phone.asked(ASKED).strip_says("offline")
    phone.taps(3).strip_says("unsent")


def test_without_the_first_page_the_socket_brings_it(people, stage):
    phone = people.phone().enter(stage.run.code)
    stage.opens("A1")
    phone.asked(ASKED)
    phone.page.route("**/ahora", lambda route: route.abort())
    reopens(phone).asked(ASKED).strip_says("hint-tap")


def test_a_round_that_closes_meanwhile_is_shown_closed(people, stage):
    phone = people.phone().enter(stage.run.code)
    stage.opens("A1")
    phone.asked(ASKED)
    scripts = Scripts(phone)
    reopens(phone)
    sees_question(phone, ASKED)
    stage.does("cerrar")
    scripts.come()
    phone.sees("Se cerró la pregunta")


def test_a_wall_keeps_its_page_and_says_who_answered_meanwhile(people, server):
    stage = Stage(server, others=6)
    stage.opens("A2")
    stage.answers("a", "a", "a", "b", "b")
    wall = people.wall("/")
    scripts = Scripts(wall)
    reopens(wall, stage.wall_path).shows("open")
    wall.page.evaluate("window.first = document.querySelector('#stage > *')")
    stage.others[5].sees("open")
    assert stage.others[5].answer("b")["ok"]
    scripts.come()
    wall.is_live().counts(answered=6)
    expect(wall.page.locator("[data-table-row] [data-people]")).to_have_text(["3", "3"])
    assert wall.page.evaluate("first.isConnected"), "the page was drawn twice"
    stage.leave()


def test_a_stranger_is_asked_for_the_code_and_asks_for_nothing(people, stage):
    stage.opens("A1")
    phone = people.phone()
    asked = asked_for_it(phone)
    phone.go(f"/{stage.run.code}")
    expect(phone.page.locator("[data-join]")).to_be_visible()
    assert not asked
    phone.enter(stage.run.code, typed=False)
    reopens(phone, "/123456")  # the code of another room, while sitting in this one
    expect(phone.page.locator("#code")).to_have_value("123456")
    expect(phone.page.locator("[data-join]")).to_be_visible()
    assert not asked
    reopens(phone, "/").asked(ASKED)
    assert len(asked) == 1


def test_who_enters_before_the_scripts_is_let_in_when_they_come(people, stage):
    phone = people.phone()
    scripts = Scripts(phone)
    reopens(phone, f"/{stage.run.code}")
    phone.page.locator("[type=submit]:has-text('Entrar')").click()
    scripts.come()
    phone.sees("Ya estás dentro")


def test_who_leaves_and_comes_back_is_shown_what_is_true_then(people, stage):
    phone = people.phone().enter(stage.run.code)
    phone.page.reload()
    phone.sees("Ya estás dentro")
    phone.page.locator("[data-leave]").first.click()
    stage.opens("A1")
    phone.page.locator("#code").fill(stage.run.code)
    phone.page.locator("[type=submit]:has-text('Entrar')").click()
    phone.asked(ASKED)
