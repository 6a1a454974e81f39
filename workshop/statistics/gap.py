"""Gap between two groups on one ordered scale (S-15)."""

from collections.abc import Sequence
from dataclasses import dataclass

SMALL, MEDIUM, LARGE = 0.147, 0.33, 0.474  # Romano's bands of |δ|


@dataclass(frozen=True)
class Gap:
    """``difference`` of means in points of the scale, and Cliff's ``delta``, −1 to 1."""

    difference: float
    delta: float

    @property
    def size(self) -> int:
        """0 negligible, 1 small, 2 medium, 3 large."""
        return sum(abs(self.delta) >= band for band in (SMALL, MEDIUM, LARGE))


def gap_of(ones: Sequence[int], others: Sequence[int]) -> Gap | None:
    """The gap between two groups, each as people at the points 1, 2, … of one scale.

    δ = (pairs where the one is higher − pairs where it is lower) / all pairs. None without people.
    """
    n, m = sum(ones), sum(others)
    if not n or not m:
        return None
    above = sum(people * sum(others[:at]) for at, people in enumerate(ones))
    below = sum(people * sum(others[at + 1 :]) for at, people in enumerate(ones))
    return Gap(_mean(ones) - _mean(others), (above - below) / (n * m))


def _mean(people: Sequence[int]) -> float:
    return sum(at * n for at, n in enumerate(people, 1)) / sum(people)
