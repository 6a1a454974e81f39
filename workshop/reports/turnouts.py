"""How many answered in one step and in another: aloud and by phone, side by side (S-01, S-02)."""

from dataclasses import dataclass

from workshop.models.earlier_rounds import source_round
from workshop.models.run import Run
from workshop.models.step import Step
from workshop.statistics.proportions import wilson


@dataclass(frozen=True)
class HowMany:
    """How many answered one way or another. ``low`` and ``high`` bound the share by Wilson."""

    title: str
    answered: int
    eligible: int
    low: float
    high: float
    anonymous: bool = False

    @property
    def share(self) -> float:
        """Answered, of those who could."""
        return self.answered / self.eligible


def turnouts_of(run: Run, step: Step) -> tuple[HowMany, ...]:
    """How many answered in each activity that this step sets side by side, where anyone could."""
    found = []
    for ref in step.activity.turnouts:
        round = source_round(run, ref)
        bounds = wilson(round.answered, round.eligible) if round is not None else None
        if round is not None and bounds is not None:
            title, anonymous = round.step.title, round.mode == "A"
            found.append(HowMany(title, round.answered, round.eligible, *bounds, anonymous))
    return tuple(found)
