"""Comparison of two rounds, as the room saw it and as the outcome may release it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from results.outcome import Cells, ComparisonOutcome, RoundOutcome
from workshop.activities import Activity
from workshop.reports.comparison import (
    Comparison,
    Line,
    Measured,
    given_in,
)
from workshop.reports.threshold import Threshold
from workshop.statistics.doubt import moved_at_least, untold_cells


def room_comparison(
    found: Comparison, before: RoundOutcome, after: RoundOutcome
) -> ComparisonOutcome:
    """The comparison as the room saw it."""
    flows = found.change.flows if found.change else ()
    return ComparisonOutcome(
        activity=found.after.activity,
        before=before,
        after=after,
        too_few=found.too_few,
        pairs=found.pairs,
        moved=(found.moved, found.moved),
        only_once=found.only_once,
        before_people=found.change.before if found.change else (),
        after_people=found.change.after if found.change else (),
        cells=flows,
        measured=found.measured,
        paired=found.paired,
    )


def released_comparison(
    found: Comparison, before: RoundOutcome, after: RoundOutcome, threshold: Threshold
) -> ComparisonOutcome:
    """The comparison for those who were not there: no way that fewer than k went."""
    shown = room_comparison(found, before, after)
    if found.too_few:
        return shown
    told = replace(
        shown,
        only_once=None if before.same_people else found.only_once,
        measured=_of_people(found, before.same_people, threshold),
    )
    if found.change is None:
        return replace(told, moved=_unless_few(found.moved, found.pairs, threshold))
    hidden = untold_cells(found.change.flows, threshold.k)
    return replace(
        told,
        cells=_without(found.change.flows, hidden),
        moved=moved_at_least(found.change.flows, hidden),
    )


def _without(flows: tuple[tuple[int, ...], ...], hidden: frozenset[tuple[int, int]]) -> Cells:
    return tuple(
        tuple(None if (row, column) in hidden else people for column, people in enumerate(line))
        for row, line in enumerate(flows)
    )


def _unless_few(people: int, of: int, threshold: Threshold) -> tuple[int, int] | None:
    few = any(0 < each < threshold.k for each in (people, of - people))
    return None if few else (people, people)


def _of_people(found: Comparison, only_both: bool, threshold: Threshold) -> tuple[Measured, ...]:
    """The figures of those who gave them twice, and how many rose, stayed and fell, if not few.

    A figure that some left out in one round is of fewer people than that round's own: by fewer
    than k, and the difference would be theirs.
    """
    given = [given_in(round) for round in (found.before, found.after)]
    both = given[0].keys() & given[1].keys()
    gave = [
        _gave(round.activity, each, both if only_both else each.keys())
        for round, each in zip((found.before, found.after), given, strict=True)
    ]
    return tuple(
        replace(measured, lines=tuple(_told_line(line, gave, threshold) for line in measured.lines))
        for measured in found.measured
    )


def _told_line(line: Line, gave: Sequence[Mapping[str, int]], threshold: Threshold) -> Line:
    shift = line.shift
    left_out = [people.get(line.figure.key, 0) - shift.n_after for people in gave]
    if any(0 < people < threshold.k for people in left_out):
        return replace(line, shift=replace(shift, before=None, after=None, few=True))
    ways = (shift.up, shift.same, shift.down)
    if any(0 < people < threshold.k for people in ways):
        return replace(line, shift=replace(shift, ways_told=False))
    return line


def _gave(activity: Activity, given: Mapping[str, Any], people: Iterable[str]) -> Counter[str]:
    return Counter(key for person in people for key in activity.figures_of(given[person]))
