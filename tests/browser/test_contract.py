"""Every kind, answered by a thumb, by a keyboard and by a screen reader; nothing else is allowed.

How each is answered stands in `ways.py`: a kind without a line there fails. One program, one
browser, one run for all of them; a kind that is made of others has them answered first.
"""

import asyncio
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.test_layout import PROBES
from tests.support.browser.axe import audit
from tests.support.browser.input_methods import Keyboard, ScreenReader, Touch
from tests.support.browser.stage import ONWARDS, STILL
from tests.support.browser.ways_to_answer import MODULE, SECRET, WAYS
from tests.support.cast import Trainer
from tools.examples import example
from workshop.activities import KINDS, load

SENSES = {"Tacto": Touch(), "Teclas": Keyboard(), "Oído": ScreenReader()}
LABELS = {kind: example(kind)["ref"].upper() for kind in KINDS}
ORDER = list(KINDS)
LONG = ("builder", "practice", "staircase")  # four pieces; a rubric of five lines; a fact


class Classroom:
    """A run with one activity of each kind, and three people who reach it in three ways."""

    def __init__(self, people, server):
        self.people = people
        self.ines = Trainer(server)
        self.run = self.ines.new_run(MODULE, title="Una de cada", hold_texts=False)
        self.wall = people.wall(f"/pantalla/{self.run.wall_token}", **STILL)
        self.phones = [people.phone(name, **STILL).enter(self.run.code) for name in SENSES]
        self.answered = set()
        self.begun = False

    def is_past(self, kind):
        """Has the run left this kind behind?"""
        label = self.ines.at(self.run)
        if label is None:  # in the lobby, or at the end
            return self.begun
        return list(LABELS.values()).index(label) > ORDER.index(kind)

    def is_too_far_for(self, kind):
        """Is it past this kind, or past something unanswered that this one is made of?"""
        return self.is_past(kind) or any(
            source not in self.answered and self.is_too_far_for(source) for source in sources(kind)
        )

    def opens(self, kind):
        """The phones are asked this, and what it is made of before."""
        for source in sources(kind):
            if source not in self.answered:
                self.answers(source)
                self.ines.does(self.run, "cerrar")
        if self.ines.at(self.run) is None:
            self.ines.does(self.run, "empezar")
            self.begun = True
        while self.ines.at(self.run) != LABELS[kind]:
            next(verb for verb in ONWARDS if self.ines.do(self.run, verb).status == 204)
        self.ines.does(self.run, "abrir")

    def answers(self, kind):
        """Everyone answers in their own way, and it is saved."""
        self.opens(kind)
        for who, phone in enumerate(self.phones):
            expect(
                phone.page.locator(f"form[data-ready][data-ref={LABELS[kind].lower()}]")
            ).to_be_visible()
            if who == 0:
                is_dressed_without_results(phone, kind)
            for step in WAYS[kind](who):
                SENSES[phone.name].does(phone.page, step)
            expect(phone.page.get_by_role("status").filter(has_text="Guardada")).to_be_visible()
            phone.strip_says("saved")
        self.answered.add(kind)

    def leave(self):
        """Everybody goes."""
        self.people.leave()
        self.ines.leave()


def sources(kind):
    """The kinds this one is made of, in the order of the run."""
    refs = load(example(kind)).sources
    return [other for other in KINDS if example(other)["ref"] in refs]


@pytest.fixture(scope="module")
def rooms(playwright):
    """The classroom under way; a new one where a run would have to go backwards."""
    rooms = []
    yield rooms
    asyncio._set_running_loop(playwright[1])
    for room in rooms:
        room.leave()
    asyncio._set_running_loop(None)


@pytest.fixture
def classroom(rooms, launch, server):
    """A classroom that has not been at ``kind`` yet."""

    def enter(kind):
        if not rooms or kind in rooms[-1].answered or rooms[-1].is_too_far_for(kind):
            rooms.append(Classroom(People(launch(), server, "contract"), server))
        return rooms[-1]

    return enter


def test_every_kind_says_how_it_is_answered():
    assert WAYS.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_used_by_touch_by_keyboard_and_by_ear(classroom, kind):
    room = classroom(kind)
    if not WAYS[kind](0):
        return is_only_read(room, kind)
    since = [len(phone.frames) for phone in room.phones]
    room.answers(kind)
    for phone, start in zip(room.phones, since, strict=True):
        told = "".join(phone.frames[start:])
        assert SECRET not in told
        assert not [each for each in explanations(kind) if each in told]
    audit(room.phones[0], f"{kind}-guardada")
    fits(room.phones[0], kind)
    expect(room.phones[0].page.get_by_role("button", name="Prefiero no responder")).to_be_visible()
    room.ines.does(room.run, "cerrar", "mostrar")
    room.wall.shows("revealed")
    expect(room.wall.page.locator("[data-chart]").first).to_be_visible()
    audit(room.wall, f"{kind}-mostrada")


def is_dressed_without_results(phone, kind):
    """A question's style comes first (boot.js): that of results adds nothing to it."""
    html = phone.page.locator("#stage").inner_html()
    if re.search(r"data-(chart|draw|path|handed)", html):
        return
    dressed = phone.page.evaluate(f"{PROBES}.looks()")
    phone.page.evaluate(f"{PROBES}.undress('shown.css', true)")
    alone = phone.page.evaluate(f"{PROBES}.looks()")
    phone.page.evaluate(f"{PROBES}.undress('shown.css', false)")
    assert alone == dressed, kind


def is_only_read(room, kind):
    """Phones say what it is about, and offer nothing to press."""
    room.opens(kind)
    phone = room.phones[0]
    expect(phone.page.get_by_role("heading", name=example(kind)["prompt"])).to_be_visible()
    assert phone.page.locator("#stage form").count() == 0
    audit(phone, f"{kind}-abierta")
    audit(room.wall, f"{kind}-abierta")


def explanations(kind):
    """What is kept until the reveal."""
    tables = [*example(kind).get("options", ()), *example(kind).get("items", ())]
    return [table["why"] for table in tables if "why" in table]


def fits(phone, kind):
    """One screen is enough, a little more for those that ask for a lot; nothing is beside it."""
    page = phone.page
    width, height = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert width <= phone.size[0]
    assert height <= phone.size[1] * (1.25 if kind in LONG else 1)
