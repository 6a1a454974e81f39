"""Would you recommend it, 0 to 10: promoters minus detractors, with its margin (S-05)."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from workshop.statistics.proportions import Z

MIN_ANSWERS = 30  # answers; under this the three counts say more than one number
PROMOTER, PASSIVE = 9, 7  # the lowest marks of each group


@dataclass(frozen=True)
class Recommendation:
    """``score`` is −100…100; ``low`` to ``high`` its 95 % interval, ``error`` its plain error."""

    n: int
    score: float
    low: float
    high: float
    error: float


def recommendation(promoters: int, passives: int, detractors: int) -> Recommendation | None:
    """100(P − D)/n with the adjusted Wald interval (Rocks 2016); None of nobody."""
    n = promoters + passives + detractors
    if min(promoters, passives, detractors) < 0:
        raise ValueError("counts cannot be negative")
    if n == 0:
        return None
    p, d = promoters / n, detractors / n
    wide_p, wide_d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    centre = wide_p - wide_d
    half = Z * math.sqrt((wide_p + wide_d - centre**2) / (n + 3))
    return Recommendation(
        n=n,
        score=100 * (promoters - detractors) / n,  # exact, so that a half is a half
        low=max(-100.0, 100 * (centre - half)),
        high=min(100.0, 100 * (centre + half)),
        error=100 * math.sqrt(max(0.0, p + d - (p - d) ** 2) / n),
    )


def leaning(mark: int) -> int:
    """+1 promoter, 0 passive, −1 detractor."""
    return (mark >= PROMOTER) - (mark < PASSIVE)


def paired_difference(pairs: Iterable[tuple[int, int]]) -> tuple[int, float, float] | None:
    """(n, mean, half width) of first − second, in points; None under two pairs."""
    gaps = [leaning(first) - leaning(second) for first, second in pairs]
    n = len(gaps)
    if n < 2:
        return None
    mean = sum(gaps) / n
    spread = math.sqrt(sum((gap - mean) ** 2 for gap in gaps) / (n - 1))
    return n, 100 * sum(gaps) / n, 100 * Z * spread / math.sqrt(n)
