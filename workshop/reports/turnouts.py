"""Turnouts of several activities side by side: aloud and by phone (S-01, S-02)."""

from dataclasses import dataclass

from workshop.models.earlier_rounds import source_round
from workshop.models.run import Run
from workshop.models.step import Step
from workshop.statistics.proportions import wilson
from workshop.statistics.turnout import Turnout


@dataclass(frozen=True)
class ActivityTurnout:
    """Turnout of one activity, called by its title. ``low`` and ``high``: Wilson's bounds, 0..1."""

    title: str
    turnout: Turnout
    low: float
    high: float
    anonymous: bool = False

    @property
    def share(self) -> float:
        """Answered, of those who could."""
        return self.turnout.answered / self.turnout.eligible

    @property
    def percent(self) -> float:
        """Answered, in per cent of those who could; not rounded."""
        return 100 * self.share

    @property
    def bounds(self) -> tuple[float, float]:
        """Both bounds in per cent; not rounded."""
        return 100 * self.low, 100 * self.high


def turnouts_of(run: Run, step: Step) -> tuple[ActivityTurnout, ...]:
    """Turnout of each activity that this step sets side by side, where anyone could answer."""
    found = []
    for ref in step.activity.turnouts:
        round = source_round(run, ref)
        bounds = wilson(round.answered, round.eligible) if round is not None else None
        if round is not None and bounds is not None:
            title, anonymous = round.step.title, round.mode == "A"
            found.append(ActivityTurnout(title, round.turnout, *bounds, anonymous))
    return tuple(found)
