"""Shares of a whole: Wilson's interval (S-02), percentages (S-31)."""

import math

Z = 1.959964  # two-sided 95 %


def wilson(successes: int, n: int, z: float = Z) -> tuple[float, float] | None:
    """Wilson's score interval for successes/n, 0..1 (S-02). None when n is 0."""
    if not 0 <= successes <= n:
        raise ValueError("successes must be between 0 and n")
    if n == 0:
        return None
    p = successes / n
    spread = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / spread
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / spread
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return low, high


def percent(part: int, whole: int) -> int:
    """``part`` of ``whole`` in whole per cent, rounded half up; 0 of nothing (S-31).

    The only place that rounds a share of people: equal counts are told by equal figures, on every
    screen, and three thirds are 33, 33 and 33 (decisions 0073 and 0084).
    """
    return (200 * part + whole) // (2 * whole) if whole else 0


def tenths(part: int, whole: int) -> float:
    """``part`` of ``whole`` in per cent with one decimal, rounded half up; 0 of nothing."""
    return (2000 * part + whole) // (2 * whole) / 10 if whole else 0.0
