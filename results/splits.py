"""A round by segment for those who were not there: coarse marks beside the room's own totals."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshop.activities import Activity, Row
from workshop.activities.parts.segment import segment_rows
from workshop.reports.breakdown import Breakdown
from workshop.statistics.coarse import (
    MIN_EXACT_PEOPLE,
    STEP_PERCENT,
    UNTOLD,
    Mark,
    band_of_people,
    leaves_doubt,
    mark_of_some,
    marks_of,
)

EDGE_PERCENT = 5  # of a sum; nearer to its ends every one of the part would be known


@dataclass(frozen=True)
class SplitPart:
    """One segment: between how many people it has, and a mark for each row. None: protected."""

    key: str
    label: str
    people: tuple[int, int | None] | None = None
    marks: tuple[Mark, ...] | None = None


@dataclass(frozen=True)
class Split:
    """A round by one segment. ``rows`` are the room's, with its own figures."""

    name: str
    k: int
    rows: tuple[Row, ...]
    parts: tuple[SplitPart, ...]

    @property
    def told(self) -> tuple[SplitPart, ...]:
        """The segments of which anything is told."""
        return tuple(part for part in self.parts if part.marks is not None)

    @property
    def protected(self) -> tuple[SplitPart, ...]:
        """The others."""
        return tuple(part for part in self.parts if part.marks is None)


def split_of(activity: Activity, tally: Mapping[str, Any], breakdown: Breakdown) -> Split:
    """Return ``breakdown`` coarsened so that it may be released beside the round's ``tally``."""
    rows = segment_rows(activity, tally)
    large = {part.key: segment_rows(activity, part.tally) for part in breakdown.told if part.tally}
    sizes = {part.key: part.n or 0 for part in breakdown.told}
    if not all(row.of_people for row in rows):
        columns: dict[str, tuple[Mark, ...]] = {
            key: tuple(_of_a_sum(row, sizes[key]) for row in column)
            for key, column in large.items()
        }
    elif activity.categories() and sum(row.count for row in rows) == tally["n"]:
        columns = _of_one_answer_each(rows, large)
    else:
        columns = _of_several_answers(rows, large, sizes, tally["n"])
    return Split(
        breakdown.name,
        breakdown.k,
        rows,
        tuple(
            SplitPart(
                part.key,
                part.label,
                band_of_people(sizes[part.key], breakdown.k),
                columns[part.key],
            )
            if part.key in columns
            else SplitPart(part.key, part.label)
            for part in breakdown.parts
            if part.n != 0  # nobody is in there, and nobody hides there
        ),
    )


def _of_one_answer_each(
    rows: Sequence[Row], large: Mapping[str, Sequence[Row]]
) -> dict[str, tuple[Mark, ...]]:
    table = {key: [row.count for row in column] for key, column in large.items()}
    rest = _rest([row.count for row in rows], list(table.values()))
    if not leaves_doubt(table, rest):
        return {}
    return {key: marks_of(counts) for key, counts in table.items()}


def _of_several_answers(
    rows: Sequence[Row], large: Mapping[str, Sequence[Row]], sizes: Mapping[str, int], n: int
) -> dict[str, tuple[Mark, ...]]:
    """Each row alone: who gave it, and who did not."""
    columns: dict[str, list[Mark]] = {key: [] for key in large}
    for at, row in enumerate(rows):
        people = {key: column[at].count for key, column in large.items()}
        table = {key: [people[key], sizes[key] - people[key]] for key in large}
        told = leaves_doubt(table, _rest([row.count, n - row.count], list(table.values())))
        for key in large:
            columns[key].append(mark_of_some(people[key], sizes[key]) if told else UNTOLD)
    return {key: tuple(marks) for key, marks in columns.items()}


def _of_a_sum(row: Row, n: int) -> Mark:
    percent = row.percent if n >= MIN_EXACT_PEOPLE else _in_steps(row)
    if percent >= 100 - EDGE_PERCENT:
        return Mark(100 - EDGE_PERCENT, nearly=True)
    return Mark(EDGE_PERCENT, hardly=True) if percent <= EDGE_PERCENT else Mark(percent)


def _in_steps(row: Row) -> int:
    return STEP_PERCENT * math.floor(100 * row.share / STEP_PERCENT + 0.5)


def _rest(whole: Sequence[int], columns: Sequence[Sequence[int]]) -> list[int]:
    return [people - sum(column[at] for column in columns) for at, people in enumerate(whole)]
