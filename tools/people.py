"""Plausible people, the same for the same seed: what each answers to any activity of any module."""

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

from tools.imagined_fields import BY_FIELD
from tools.imagined_texts import ANY, BY_QUESTION, NAMES
from tools.phones import SKIP
from workshop.activities import Activity, InvalidAnswer, Person
from workshop.activities.parts.dated import asked_on
from workshop.activities.parts.items_from import TakesItems

__all__ = ["NAMES", "Crowd"]

TEXTS = BY_QUESTION | BY_FIELD
LEANS = {  # how a room leans: one weight for each option or point
    "a1": (1, 3, 9, 15, 6),
    "a3": (11, 10, 7, 6, 4),
    "a4": (2, 8, 13, 10, 3),
    "a9": (13, 9, 2, 3, 11),
    "c1": (1, 5, 14, 12, 4),
    "c2": (1, 3, 8, 14, 10),
}
MOVES = {  # in a second vote: where those who gave this go, and how many of them
    "a3": {"a": ("b", 0.55), "c": ("b", 0.35), "d": ("b", 0.25), "e": ("b", 0.7)},
}
STAY_SHARE = 0.6  # of those whose question has no line in MOVES
SILENT_SHARE, SKIPS_SHARE = 0.05, 0.03  # of the room, at each question
ITEMS = re.compile(r'(?:<legend>|(?:rank|stepper)__name">|option__text">)([^<]*)<')
CARDS = re.compile(r'<input[^>]*type="checkbox"[^>]*name="\w+-\d+"[^>]*value="([^"]+)"')


class Crowd:
    """People with opinions; a second vote starts from the first, and some have been convinced.

    ``leans`` bends the room: {"a3": (80, 20, 0, 0, 0)}. ``silent`` is who says nothing at all.
    """

    def __init__(self, seed: int, leans=None, silent: float = SILENT_SHARE):
        self.random = random.Random(seed)  # noqa: S311 - a simulation
        self.leans = LEANS | (leans or {})
        self.silent = silent
        self._gave: dict[tuple[str, int], object] = {}
        self._decks: dict[str, list[str]] = {}

    def answers(self, activity: Activity, again: bool = False) -> Callable:
        """``value_for`` of tools.phones.Room for one round of an activity."""
        asked = asked_on(activity, datetime.now(UTC).date())

        def value_for(phone):
            chance = self.random.random()
            if chance < self.silent:
                return None
            if chance < self.silent + SKIPS_SHARE:
                return SKIP
            return self.gives(asked, phone, again)

        return value_for

    def gives(self, asked: Activity, phone, again: bool = False):
        """Answer an activity as it is asked today, and keep it for a second vote."""
        asked = as_shown(asked, phone.snapshot)
        before = self._gave.get((asked.ref, phone.number)) if again else None
        value = self._answer(asked, again, before, cards_on(phone.snapshot))
        self._gave[asked.ref, phone.number] = value
        return value

    def says(self, topic: str) -> str:
        """Words for a question or a field; nobody repeats another until all has been said."""
        deck = self._decks.get(topic)
        if not deck:
            deck = self._decks[topic] = list(TEXTS.get(topic, ANY))
            self.random.shuffle(deck)
        return deck.pop()

    def _answer(self, activity: Activity, again: bool, before, cards: tuple[str, ...]):
        if before is not None and fits(activity, before):
            goal, chance = MOVES.get(activity.ref, {}).get(str(before), (None, 1 - STAY_SHARE))
            if self.random.random() >= chance:
                return before
            if goal is not None:
                return goal
        weights = self.leans.get(activity.ref, ())
        return activity.imagine(
            Person(self.random, activity.ref, cards, weights, again, says=self.says)
        )


def cards_on(snapshot: dict) -> tuple[str, ...]:
    """Cards a phone offers to be marked: handed to it, asked by the room, or boxes in its form."""
    handed = handed_in(snapshot)
    if handed is not None:
        return tuple(each["card"] for each in handed)
    asked = (snapshot.get("tally") or {}).get("questions")
    if asked is not None:
        return tuple(each["card"] for each in asked)
    return tuple(CARDS.findall(snapshot.get("html", "")))


def as_shown(activity: Activity, snapshot: dict) -> Activity:
    """``activity`` with the items that a phone shows where those come from an earlier step."""
    if not isinstance(activity, TakesItems) or activity.items_from is None:
        return activity
    items = [(unescape(text), "") for text in ITEMS.findall(snapshot.get("html", ""))]
    return activity.with_items(items, 0) if items else activity


def handed_in(snapshot: dict) -> list[dict] | None:
    """Cards this phone was handed in the round it shows; None until it has been."""
    round = snapshot.get("round") or {}
    return ((snapshot.get("personal") or {}).get("handed") or {}).get(str(round.get("id")))


def fits(activity: Activity, value) -> bool:
    """May ``value`` be given to ``activity`` too? A second vote may offer one option more."""
    try:
        activity.parse(value)
    except InvalidAnswer:
        return False
    return True
