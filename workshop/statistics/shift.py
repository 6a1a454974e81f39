"""Before and after as figures: where a room stood, and how many people went which way."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Shift:
    """One figure in two rounds; None where nobody gave it, or where ``few`` keep it untold.

    ``up``, ``same`` and ``down`` count people whose own number rose, stayed or fell: pairs only,
    and with ``ways_told`` False not for those who were not there: one of the three is a few people.
    """

    before: float | None = None
    after: float | None = None
    n_before: int = 0
    n_after: int = 0
    up: int = 0
    same: int = 0
    down: int = 0
    few: bool = False
    ways_told: bool = True

    @property
    def both(self) -> bool:
        """Is there a number on either side?"""
        return self.before is not None and self.after is not None


def of_pairs(pairs: Iterable[tuple[float, float]], middle: str = "mean") -> Shift:
    """The shift of people who gave the figure twice: (before, after) of each."""
    found = list(pairs)
    return Shift(
        before=middle_of([before for before, _ in found], middle),
        after=middle_of([after for _, after in found], middle),
        n_before=len(found),
        n_after=len(found),
        up=sum(after > before for before, after in found),
        same=sum(after == before for before, after in found),
        down=sum(after < before for before, after in found),
    )


def of_rooms(before: Sequence[float], after: Sequence[float], middle: str = "mean") -> Shift:
    """The shift of a room whose rounds cannot be joined: the totals, and nothing of who moved."""
    return Shift(
        middle_of(before, middle),
        middle_of(after, middle),
        n_before=len(before),
        n_after=len(after),
    )


def middle_of(numbers: Sequence[float], middle: str) -> float | None:
    """Mean or median; None of nothing. The order of the numbers never matters."""
    if not numbers:
        return None
    if middle == "median":
        return float(statistics.median(numbers))
    return statistics.fmean(sorted(numbers))
