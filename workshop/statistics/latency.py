"""Latency of answers (S-03): the median and the slowest tenth."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Latency:
    """Seconds from the question on the phone to the first valid answer of ``n`` people."""

    n: int
    median: float
    p90: float


def latency(seconds: Iterable[float], longest: float | None = None) -> Latency | None:
    """Median and 90th percentile of ``seconds``; None when nobody answered.

    Each is capped at ``longest``, the seconds the round was open. Percentiles are interpolated
    between neighbours (Hyndman and Fan's type 7, the usual default). ValueError for a negative or
    non-finite time.
    """
    times = sorted(seconds)
    if any(not math.isfinite(time) or time < 0 for time in times):
        raise ValueError("seconds must be finite and not negative")
    if longest is not None:
        times = [min(time, longest) for time in times]
    if not times:
        return None
    return Latency(len(times), _quantile(times, 0.5), _quantile(times, 0.9))


def _quantile(ordered: list[float], share: float) -> float:
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
