"""What a result is like: the conditions that open a branch of the trainer's guide."""

from workshop.activities.parts.choice_of_options import undecided_of
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.statistics.split import Split, split

MINORITY = 2  # people; nobody is to be asked who they are
AUTHORITY = 0.25  # of those who moved


def conditions_of(run: Run, round: Round, tally: dict | None) -> tuple[str, ...]:
    """The `when` names that hold for this round: silencio, …, «gana:c», minoria, autoridad."""
    silence = round.silent / round.eligible if round.eligible else 0.0
    if tally is None:
        return ("silencio",) if silence >= 0.4 else ()
    counts, of = round.activity.sides_of(tally)
    if not counts:
        return (*(("silencio",) if silence >= 0.4 else ()), *round.activity.conditions(tally))
    undecided = undecided_of(round.activity)
    found = split(counts, of=of, silence=silence, undecided=undecided)
    names = [found.name] if found.name else []
    if found.top:
        names.insert(0, f"gana:{found.top}")
    if any(0 < count <= MINORITY for count in counts.values()):
        names.append("minoria")
    moved = of - sum(counts.get(option, 0) for option in undecided)
    for branch in round.activity.guide.branches:
        if branch.when == "autoridad" and moved and counts.get(branch.key, 0) > AUTHORITY * moved:
            names.insert(0, "autoridad")
    return (*names, *round.activity.conditions(tally))


def split_of(round: Round, tally: dict | None) -> Split | None:
    """The figures behind a branch (S-06); None where there is nothing to split."""
    counts, of = round.activity.sides_of(tally) if tally else ({}, 0)
    if not of:
        return None
    return split(counts, of=of, undecided=undecided_of(round.activity))
