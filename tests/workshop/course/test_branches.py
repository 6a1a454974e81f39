"""X-06: every branch of the guide opens for the room it was written for, in every module."""

from dataclasses import replace

import pytest

from tests.support.server import ROOT
from workshop.activities import GivenAnswer, Repeat
from workshop.activities.kinds.brainstorm import Brainstorm, Idea
from workshop.activities.parts.items_from import TakesItems
from workshop.course.library import read_library
from workshop.reports.guide_conditions import conditions_of
from workshop.statistics.turnout import Turnout

ROOMS = {  # people for each side, most first; the rest of the sides get nobody
    "consenso": (17, 3),
    "mayoria": (13, 7),
    "empate": (10, 10),
    "dispersion": (),  # as evenly as the sides allow
    "mayoria_debil": (10, 5, 5),
    "minoria": (18, 2),
    "autoridad": (12, 8),
    "gana": (14, 6),
}
RIGHT = {"pocos_aciertos": 4, "bastantes_aciertos": 10, "muchos_aciertos": 16}  # of twenty
IDEAS = "abcde"  # of a vote on cards


def picks(activity, at):
    """An option, of those that take a side."""
    sides = [option.id for option in activity.options if option.id not in activity.undecided]
    return [sides[at]] if activity.several else sides[at]


def answers(activity, right):
    """An answer of a quiz."""
    option = next(each.id for each in activity.options if (each.id == activity.key) == right)
    return {"option": option, "certainty": 3} if activity.certainty else option


def places(activity, right):
    """All items in their group, or all in another."""
    groups = [group.id for group in activity.groups]
    return {
        item.id: next(group for group in groups if (group == item.key) == right)
        for item in activity.items
    }


def rates(activity, at):
    """One item goes where it is looked at first; the others far from there."""
    low, high = [1, activity.highest], [activity.highest, 1]
    first = low if activity.corners.index(activity.first) in (0, 3) else high
    return {item.id: first if n == at else first[::-1] for n, item in enumerate(activity.items)}


def climbs(activity, at):
    """One step of a staircase; whoever did something says what."""
    steps = {"steps": [activity.options[at].id], "fact": ""}
    last = at == len(activity.options) - 1
    return steps | {"fact": "Ayer llamé para contar cómo quedó", "when": 1} if last else steps


VALUES = {  # what somebody gives who stands on side number ``at``, by kind; the others cannot split
    "choice": picks,
    "case": picks,
    "staircase": climbs,
    "quadrant": rates,
    "scale": lambda activity, at: at + 1,
    "hotspot": lambda activity, at: {"zone": activity.zones[at].id},
    "points": lambda activity, at: [100 * (n == at) for n, _ in enumerate(activity.options)],
    "brainstorm": lambda activity, at: [IDEAS[at]],
    "text": lambda activity, at: "Un texto",
}
KEYED = {  # what somebody gives who is right, or wrong
    "quiz": answers,
    "sequence": lambda activity, right: list(activity.key) if right else list(activity.key)[::-1],
    "matching": places,
}


def asked(module):
    """Each activity of a module as it is asked, a second vote too."""
    known = {activity.ref: activity for activity in module.activities}
    for activity in module.activities:
        if isinstance(activity, Repeat):
            yield from (activity.again(known[ref]) for ref in activity.repeats)
        else:
            yield activity


BRANCHES = [
    pytest.param(activity, branch, id=f"{module.code}-{activity.ref}-{branch.when}")
    for module in read_library(ROOT / "content").values()
    for activity in asked(module)
    for branch in activity.guide.branches
]


@pytest.mark.parametrize(("activity", "branch"), BRANCHES)
def test_X_06_a_branch_opens_for_the_room_it_was_written_for(activity, branch):
    if isinstance(activity, Brainstorm):
        activity = replace(activity, ideas=tuple(Idea(key, name=key) for key in IDEAS))
    if isinstance(activity, TakesItems) and activity.items_from:
        activity = activity.with_items([(f"Elemento {key}", "") for key in IDEAS], 1)
    given, silent = people_for(activity, branch)
    turnout = Turnout(len(given) + silent, len(given))
    found = conditions_of(activity, turnout, activity.tally(given))
    assert branch in activity.guide.fitting(found), found


def people_for(activity, branch):
    """Twenty people as the branch means them, and how many say nothing."""
    if branch.when == "silencio":
        return [], 8
    if branch.when in RIGHT:
        know = RIGHT[branch.when]
        return [GivenAnswer(KEYED[activity.kind](activity, n < know)) for n in range(20)], 0
    people = ROOMS[branch.when.partition(":")[0]]
    sides = sides_of(activity)
    order = list(range(len(sides)))
    if branch.when == "dispersion":
        people = [20 // len(order) + (at < 20 % len(order)) for at in order]
    if branch.key:
        order.insert(0, order.pop(sides.index(branch.key)))
    codes = getattr(activity, "codes", ()) or ("",) * len(order)
    return [
        GivenAnswer(VALUES[activity.kind](activity, at), f"c{at}", pile=codes[at])
        for at, many in zip(order, people, strict=False)
        for _ in range(many)
    ], 0


def sides_of(activity):
    """The names of the sides there are to take."""
    counts, _ = activity.sides_of(activity.tally(()))
    return [name for name in counts if name not in getattr(activity, "undecided", ())]
