"""Attributes of a kind that the pages of all kinds ask for beyond its rows; by default, nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.parts.figures import mean


@dataclass(frozen=True)
class Sum:
    """One figure of a whole group beside its rows: a ``figure`` in words, or ``people`` of it."""

    label: str
    figure: str = ""  # «3,4»; "–" where there is nobody to take it of
    unit: str = ""  # «de 100»
    people: int | None = None  # told as a part of the group, with what protects it
    below: bool = False  # after the rows, not before them


class Telling:
    """The answers of a kind that has none of this. A template never asks whether one is defined."""

    index: ClassVar[str] = ""  # of a checklist: what the mean part that people check is called
    tip: ClassVar[str] = ""  # a line for the wall while people talk
    story: ClassVar[str] = ""  # what is read aloud before the question
    phases: ClassVar[tuple[Any, ...]] = ()  # stretches of time that its own picture counts down

    @property
    def several(self) -> bool:
        """May one person pick more than one of its rows?"""
        return False

    @property
    def undecided(self) -> tuple[str, ...]:
        """The categories that take no side."""
        return ()

    @property
    def slots(self) -> tuple[int, ...]:
        """The colour of each category that is called by its letter, 0 for the undecided.

        () where categories are points of a line: those have one colour and are called by words.
        """
        return ()

    def slot(self, position: int) -> int:
        """The colour of the row at ``position``."""
        return self.slots[position] if self.slots else 1

    def sums(self, tally: Mapping[str, Any]) -> tuple[Sum, ...]:
        """Figures of a whole group; the same ones in the same order for any tally."""
        if "mean" not in tally:
            return ()
        told = "–" if tally["mean"] is None else mean(tally["mean"])
        return (Sum("Promedio", told, below=True),)

    def widest_gap(
        self, ones: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]
    ) -> tuple[str, float, float] | None:
        """The row on which two sides differ most: its text, each side's per cent; None of none."""
        return None
