"""Times of a run against its plan: minutes gone, minutes over or under, its likely end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from workshop.models.run import Run


@dataclass(frozen=True)
class Times:
    """Minutes, and the moment at which what is still planned would be over."""

    elapsed: float = 0.0
    drift: float = 0.0  # over the plan; below zero: under it
    ends: datetime | None = None


def times_of(run: Run, at: datetime) -> Times:
    """Real against planned, of the steps that were done; what was skipped is time won."""
    if run.started_at is None:
        return Times()
    elapsed = _minutes(run.started_at, run.ended_at or at)
    done = sum(step.planned_minutes for step in run.steps if step.phase == "done")
    here = next((step for step in run.steps if step.phase == "staged"), None)
    if here is None or here.staged_at is None:
        return Times(elapsed, elapsed - done)
    spent = _minutes(here.staged_at, at)
    over = max(0.0, spent - here.planned_minutes)
    ahead = sum(s.planned_minutes for s in run.steps if s.phase == "planned")
    left = ahead + max(0.0, here.planned_minutes - spent)
    return Times(elapsed, elapsed - spent - done + over, at + timedelta(minutes=left))


def _minutes(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 60
