"""Every kind can imagine what a person would answer; rehearsals and played modules live on it."""

import json
import random
from datetime import date

from tests.workshop.activities.test_every_kind import answering
from workshop.activities import GivenAnswer, Person
from workshop.activities.parts.dated import asked_on

OFFERED = {"questions": ("a" * 16, "b" * 16)}  # the cards on a phone, where they look otherwise


@answering
def test_whoever_is_imagined_gives_an_answer_that_counts(each):
    asked = asked_on(each, date(2026, 11, 21))
    values = [asked.parse(asked.imagine(imagined(each, seed))) for seed in range(60)]
    assert asked.tally([GivenAnswer(value) for value in values])["n"] == 60
    assert len({json.dumps(value) for value in values}) > 1, "a room is not of one mind"


def imagined(each, seed):
    chance = random.Random(seed)
    return Person(
        chance,
        each.ref,
        OFFERED.get(each.kind, ("a", "b", "e")),
        says=lambda topic: f"{topic} {chance.randint(1, 9)}",
    )
