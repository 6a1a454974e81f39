"""The table beside a chart: the same figures, in words and numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from workshop.statistics.proportions import percent


@dataclass(frozen=True)
class Row:
    """One line of the table beside a chart. ``share`` is 0..1 of the valid answers.

    ``percent`` is what a screen prints: whole, half up; it need not add up to 100.
    """

    label: str
    count: int
    share: float
    key: str = ""
    note: str = ""
    percent: int = 0
    protected: bool = False  # too few people: count and share say nothing
    of_people: bool = True  # False: its share is of what was given, such as points


def row_percents(rows: Sequence[Row]) -> dict[str, list[int]]:
    """{"rows": what a screen prints of each}: what a script reads of a tally on the wire."""
    return {"rows": [row.percent for row in rows]}


def rows_of(
    labels: Sequence[str], keys: Sequence[str], counts: Sequence[int], n: int
) -> tuple[Row, ...]:
    """One row per category, of ``n`` people."""
    return tuple(
        Row(label, count, count / n if n else 0.0, key, percent=percent(count, n))
        for label, key, count in zip(labels, keys, counts, strict=True)
    )


def scale_top(rows: Sequence[Row]) -> float:
    """The share at which the longest bar may end: the next tenth above the largest one.

    So bars of one question compare.
    """
    return next_tenth(max(row.share for row in rows))


def next_tenth(share: float) -> float:
    """The next tenth above ``share``, 1 at most."""
    return min(1.0, math.floor(share * 10) / 10 + 0.1)
