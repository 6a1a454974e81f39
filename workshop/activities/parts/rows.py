"""The table beside a chart: the same figures, in words and numbers."""

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


def rows_of(
    labels: Sequence[str], keys: Sequence[str], counts: Sequence[int], n: int
) -> tuple[Row, ...]:
    """One row per category, of ``n`` people."""
    return tuple(
        Row(label, count, count / n if n else 0.0, key, percent=percent(count, n))
        for label, key, count in zip(labels, keys, counts, strict=True)
    )
