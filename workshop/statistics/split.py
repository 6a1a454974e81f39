"""Split of an opinion vote (S-06): the kind of result that chooses the trainer's next move."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from workshop.statistics.proportions import percent

MAX_SILENT_SHARE = 0.40  # of those who counted; beyond it the result says nothing
MIN_CONSENSUS_SHARE = 0.80  # of the valid answers
MIN_MAJORITY_SHARE = 0.60
MIN_SIDE_SHARE = 0.40  # the least a leading option needs to be one side of a tie
MAX_TIE_DISTANCE = 0.20  # the most that separates two sides of a tie
MIN_SPREAD_ENTROPY = 0.85  # normalised entropy


@dataclass(frozen=True)
class Split:
    """``name`` is a `when` of the guide, "" without answers; shares are 0..1 of all answers."""

    name: str
    top: str = ""  # the leading option; "" on an exact tie for the lead
    share: float = 0.0  # of the leading option
    runner_up: float = 0.0
    entropy: float = 0.0  # 0: all together; 1: evenly spread over the options
    percent: int = 0  # the share of the leading option as it is printed, whole and half up


def split(
    counts: Mapping[str, int],
    *,
    of: int | None = None,
    silence: float = 0.0,
    undecided: Collection[str] = (),
) -> Split:
    """Class of a result (S-06): silencio, consenso, mayoria, empate, dispersion or mayoria_debil.

    ``counts``: option → people, for every option offered. ``of``: how many people there are, where
    each may be in several counts; else their sum. ``silence``: Z/E of the round, 0..1.
    ``undecided`` options take no side: their people stay in the base of the shares, but such an
    option neither leads nor enters the entropy, which is normalised by the number of the others.
    """
    n = sum(counts.values()) if of is None else of
    sides = {option: count for option, count in counts.items() if option not in undecided}
    ranked = sorted(sides.values(), reverse=True) + [0, 0]
    share, runner_up = (ranked[0] / n, ranked[1] / n) if n else (0.0, 0.0)
    leading = [option for option, count in sides.items() if count == ranked[0] > 0]
    top = leading[0] if len(leading) == 1 else ""
    entropy = _entropy(list(sides.values()))
    name = _name(n, share, runner_up, entropy, silence)
    if name == "mayoria_debil" and len(leading) > 1:  # nobody is ahead: no majority at all
        name = "empate" if len(leading) == 2 else "dispersion"
    return Split(name, top, share, runner_up, entropy, percent(ranked[0], n))


def _name(n: int, share: float, runner_up: float, entropy: float, silence: float) -> str:
    if silence >= MAX_SILENT_SHARE:
        return "silencio"
    if n == 0:
        return ""
    if share >= MIN_CONSENSUS_SHARE:
        return "consenso"
    if share >= MIN_MAJORITY_SHARE:
        return "mayoria"
    if share >= MIN_SIDE_SHARE and round(share - runner_up, 9) <= MAX_TIE_DISTANCE:
        return "empate"
    if share < MIN_SIDE_SHARE and entropy >= MIN_SPREAD_ENTROPY:
        return "dispersion"
    return "mayoria_debil"


def _entropy(counts: list[int]) -> float:
    """Shannon's entropy of ``counts`` divided by its maximum, ln of their number: 0..1."""
    total = sum(counts)
    if total == 0 or len(counts) < 2:
        return 0.0
    shares = [count / total for count in counts if count]
    return max(
        0.0, min(1.0, -sum(share * math.log(share) for share in shares) / math.log(len(counts)))
    )
