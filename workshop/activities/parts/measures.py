"""Measures: the figures by which two rounds are compared, on ends that both rounds share."""

from collections.abc import Sequence
from dataclasses import dataclass

from workshop.activities.parts.number_format import (
    MINUS,
    amount,
    decimal,
    half_up,
)
from workshop.statistics.quantities import nice_axis

MIN_GROUPED_FIGURE = 10_000  # from here on figures are read in groups of three
PERCENT = "%"


@dataclass(frozen=True)
class Figure:
    """One thing that every answer gives a number for. ``middle`` sums a room: mean or median."""

    key: str
    text: str
    letter: str = ""
    middle: str = "mean"


@dataclass(frozen=True)
class Measure:
    """Figures of one unit. An end that is None lies where the figures need it.

    ``falls``: the smallest number is the best and stands at the far end, as a first place does.
    """

    figures: tuple[Figure, ...]
    low: float | None = None
    high: float | None = None
    title: str = ""  # what it measures, where one kind has several
    unit: str = ""
    ends: tuple[str, str] = ("", "")  # the words at both ends, in the order of low and high
    falls: bool = False

    def span(self, numbers: Sequence[float]) -> tuple[float, float]:
        """Both ends for these numbers, low first."""
        low = self.low if self.low is not None else min(numbers, default=0.0)
        high = self.high if self.high is not None else max(numbers, default=low)
        if self.low is not None and self.high is not None:
            return float(self.low), float(self.high)
        marks = nice_axis(low, max(low, high), whole=False)
        return (
            float(self.low) if self.low is not None else marks[0],
            float(self.high) if self.high is not None else marks[-1],
        )

    def say(self, number: float | None) -> str:
        """«32,5», «62 %»: as it stands beside its mark; longer units stand at the end."""
        if number is None:
            return ""
        said = amount(half_up(number)) if abs(number) >= MIN_GROUPED_FIGURE else decimal(number)
        return f"{said}\u202f{PERCENT}" if self.unit == PERCENT else said

    def say_change(self, before: float, after: float) -> str:
        """«+7,6», «−3», «=»: between the two numbers as they are said, so that anyone can check."""
        change = _rounded(after) - _rounded(before)
        if abs(change) < 0.05:
            return "="
        size = (
            amount(half_up(abs(change)))
            if abs(change) >= MIN_GROUPED_FIGURE
            else decimal(abs(change))
        )
        return ("+" if change > 0 else MINUS) + size

    def direction(self, before: float, after: float) -> str:
        """«up», «down» or «same», as the number goes and as it is said."""
        said = self.say_change(before, after)
        return {"=": "same", "+": "up"}.get(said[0], "down")


def _rounded(number: float) -> float:
    """As `decimal` says it."""
    return float(decimal(number).replace(",", ".").replace(MINUS, "-"))
