"""Orders of several judges: mean rank, Borda's points and Kendall's agreement (S-24)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """Kendall's W, 0 (no agreement) to 1 (everybody the same), with its χ² and p."""

    w: float
    chi2: float
    df: int
    p: float


def places_of(ordered: Sequence[float | None]) -> tuple[int, ...]:
    """The place of each of ``ordered`` figures, best first: 1, 2, 2, 4. Equal ones share theirs."""
    return tuple(1 + ordered.index(figure) for figure in ordered)


def rank_sums(counts: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Sum of ranks of each item; ``counts[i][r]`` judges gave item i the rank r + 1."""
    return tuple(sum((at + 1) * people for at, people in enumerate(row)) for row in counts)


def borda(counts: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Σ(k − rank) of each item: the last place gives nothing."""
    k = len(counts)
    return tuple(sum((k - 1 - at) * people for at, people in enumerate(row)) for row in counts)


def kendall(counts: Sequence[Sequence[int]]) -> Agreement | None:
    """Agreement of complete orders without ties; None under two judges or two items."""
    items = len(counts)
    judges = sum(counts[0]) if counts else 0
    if items < 2 or judges < 2:
        return None
    middle = judges * (items + 1) / 2
    spread = sum((total - middle) ** 2 for total in rank_sums(counts))
    w = 12 * spread / (judges**2 * (items**3 - items))
    chi2 = judges * (items - 1) * w
    return Agreement(w, chi2, items - 1, chi2_tail(chi2, items - 1))


def chi2_tail(value: float, df: int) -> float:
    """P(χ² ≥ value) for a whole ``df`` ≥ 1 (Abramowitz and Stegun 26.4.4, 26.4.5)."""
    half = value / 2
    if df % 2:
        tail, term, start = math.erfc(math.sqrt(half)), 2 * math.sqrt(half / math.pi), 1
    else:
        tail, term, start = math.exp(-half), half, 2
    if df % 2:
        for step in range(start, df, 2):
            tail += math.exp(-half) * term
            term *= value / (step + 2)
    else:
        for step in range(start, df, 2):
            tail += math.exp(-half) * term
            term *= half / (step / 2 + 1)
    return min(1.0, tail)
