"""Numbers as a Spanish reader expects them."""

import math
from collections.abc import Iterable

MINUS = "\u2212"
NARROW_SPACE = "\u202f"


def half_up(value: float) -> int:
    """A whole number; a half goes up, as people round."""
    return math.floor(value + 0.5)


def decimal(value: float, places: int = 1) -> str:
    """«3,5»: half up, as static/js/activities/number_format.js rounds, without needless zeros."""
    size = 10**places
    whole = math.floor(abs(value) * size + 0.5) / size
    text = f"{whole:.{places}f}".rstrip("0").rstrip(".") if places else f"{whole:.0f}"
    return (MINUS if value < 0 and whole else "") + text.replace(".", ",")


def mean(value: float) -> str:
    """«3,0»: a mean keeps its decimal, rounded half up as its live figure is."""
    return f"{math.floor(value * 10 + 0.5) / 10:.1f}".replace(".", ",").replace("-", MINUS)


def tenths(percent: float) -> str:
    """«32,5»: a per cent with one decimal, half up."""
    return f"{math.floor(percent * 10 + 0.5) / 10:.1f}".replace(".", ",")


def share_of(part: float | None, whole: float, places: int = 2) -> str:
    """«33.33%»: the length of ``part`` in a drawing as wide as ``whole``; 0 of nothing.

    For attributes of drawings only: what people read is rounded in workshop/statistics.
    """
    return f"{100 * (part or 0) / whole if whole else 0:.{places}f}%"


def signed(value: float) -> str:
    """«+32», «−4», «0»: whole, half up, as static/js/activities/number_format.js has it."""
    whole = half_up(value)
    return f"+{whole}" if whole > 0 else f"{MINUS}{-whole}" if whole < 0 else "0"


def median_of(values: Iterable[float]) -> float | None:
    """The middle one, or halfway between the middle two; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    half = len(ordered) // 2
    return (ordered[half] + ordered[~half]) / 2


def amount(value: float, unit: str = "") -> str:
    """«12 500,5 €»: from five digits on in groups of three, with narrow spaces."""
    text = f"{abs(value):.2f}".rstrip("0").rstrip(".")
    whole, _, rest = text.partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", NARROW_SPACE)
    sign = MINUS if value < 0 and text != "0" else ""
    return sign + whole + ("," + rest if rest else "") + (f"\u00a0{unit}" if unit else "")
