"""Figures of a whole group that stand beside its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workshop.activities.parts.number_format import mean


@dataclass(frozen=True)
class GroupSum:
    """One figure of a whole group beside its rows: a ``figure`` in words, or ``people`` of it."""

    label: str
    figure: str = ""  # «3,4»; "–" where there is nobody to take it of
    unit: str = ""  # «de 100»
    people: int | None = None  # told as a part of the group, with what protects it
    below: bool = False  # after the rows, not before them


def mean_sum(tally: Mapping[str, Any]) -> tuple[GroupSum, ...]:
    """The mean of a tally that has one (None of nobody), below the rows; () of one without."""
    if "mean" not in tally:
        return ()
    return (
        GroupSum("Promedio", "–" if tally["mean"] is None else mean(tally["mean"]), below=True),
    )
