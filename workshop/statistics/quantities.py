"""Numbers people estimate: the middle, the middle half, and what lies far from the rest."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

OUTLIER_MADS = 3  # MADs from the median (Leys et al. 2013, the conservative of their three limits)
SIGMAS_PER_MAD = 1.4826  # makes a MAD comparable to a standard deviation


@dataclass(frozen=True)
class Spread:
    """Median, quartiles and the median absolute deviation (scaled) of some numbers."""

    median: float
    q1: float
    q3: float
    mad: float

    def is_far(self, number: float) -> bool:
        """More than three MADs from the median; nothing is far where most are equal (MAD 0)."""
        return self.mad > 0 and abs(number - self.median) > OUTLIER_MADS * self.mad


def spread(numbers: Sequence[float]) -> Spread | None:
    """Quartiles are interpolated between neighbours (Hyndman and Fan's type 7). None of nothing."""
    if not numbers:
        return None
    ordered = sorted(numbers)
    median = quantile(ordered, 0.5)
    mad = SIGMAS_PER_MAD * quantile(sorted(abs(number - median) for number in ordered), 0.5)
    return Spread(median, quantile(ordered, 0.25), quantile(ordered, 0.75), mad)


def quantile(ordered: Sequence[float], part: float) -> float:
    """The value below which ``part`` of the ``ordered`` numbers lie."""
    place = part * (len(ordered) - 1)
    below, above = ordered[math.floor(place)], ordered[math.ceil(place)]
    return below + (above - below) * (place - math.floor(place))


def nice_axis(low: float, high: float, *, whole: bool) -> list[float]:
    """Four to seven round marks from at or under ``low`` to at or over ``high``."""
    room = max(high - low, 1 if whole else 0.1)
    step = 10 ** math.floor(math.log10(room / 4))
    for times in (1, 2, 5, 10):
        if room / (step * times) <= 5:
            step *= times
            break
    if whole:
        step = max(1, round(step))
    first = math.floor(low / step)
    last = max(math.ceil(high / step), first + 1)
    return [round(at * step, 6) for at in range(first, last + 1)]
