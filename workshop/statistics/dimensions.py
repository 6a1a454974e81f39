"""Several marks that measure one thing: a person's score, a group's median (S-14)."""

from collections.abc import Sequence

MIN_ROWS_SHARE = 0.75  # of the rows; with fewer a person's mean says little


def dimension_score(marks: Sequence[int | None]) -> float | None:
    """Mean of the answered rows of one person; None with under three quarters answered."""
    answered = [mark for mark in marks if mark is not None]
    if not answered or len(answered) < MIN_ROWS_SHARE * len(marks):
        return None
    return sum(answered) / len(answered)


def interpolated_median(counts: Sequence[int]) -> float | None:
    """The median within its point, of ``counts[i]`` people at point i + 1; None of nobody."""
    n = sum(counts)
    below = 0
    for point, people in enumerate(counts, 1):
        if people and below + people >= n / 2:
            return point - 0.5 + (n / 2 - below) / people
        below += people
    return None
