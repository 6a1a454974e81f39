"""Conditions of a result that open a branch of the trainer's guide."""

from workshop.activities import Activity
from workshop.activities.parts.choice_of_options import undecided_of
from workshop.statistics.split import Split, split
from workshop.statistics.turnout import Turnout

MAX_MINORITY_PEOPLE = 2  # people; nobody is to be asked who they are
MIN_AUTHORITY_SHARE = 0.25  # of those who moved


def conditions_of(activity: Activity, turnout: Turnout, tally: dict | None) -> tuple[str, ...]:
    """The `when` names that hold for a result: silencio, …, «gana:c», minoria, autoridad."""
    silence = turnout.silent / turnout.eligible if turnout.eligible else 0.0
    if tally is None:
        return ("silencio",) if silence >= 0.4 else ()
    counts, of = activity.sides_of(tally)
    if not counts:
        return (*(("silencio",) if silence >= 0.4 else ()), *activity.conditions(tally))
    undecided = undecided_of(activity)
    found = split(counts, of=of, silence=silence, undecided=undecided)
    names = [found.name] if found.name else []
    if found.top:
        names.insert(0, f"gana:{found.top}")
    if any(0 < count <= MAX_MINORITY_PEOPLE for count in counts.values()):
        names.append("minoria")
    moved = of - sum(counts.get(option, 0) for option in undecided)
    for branch in activity.guide.branches:
        if (
            branch.when == "autoridad"
            and moved
            and counts.get(branch.key, 0) > MIN_AUTHORITY_SHARE * moved
        ):
            names.insert(0, "autoridad")
    return (*names, *activity.conditions(tally))


def split_of(activity: Activity, tally: dict | None) -> Split | None:
    """The figures behind a branch (S-06); None where there is nothing to split."""
    counts, of = activity.sides_of(tally) if tally else ({}, 0)
    if not of:
        return None
    return split(counts, of=of, undecided=undecided_of(activity))
