"""Previews of a module's activities on a phone, before any run asks them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from realtime.views.models import RoundView, StepView
from workshop.activities import Activity
from workshop.activities.parts.dated import asked_on
from workshop.activities.parts.repeat import steps_of
from workshop.course.module import Module
from workshop.statistics.turnout import Turnout


@dataclass(frozen=True)
class Titled:
    """A run as a phone's header needs it: the title."""

    title: str


@dataclass(frozen=True)
class Preview:
    """A step for the phone's own page, and of its run the title. ``again``: a second vote."""

    step: StepView
    round: RoundView
    run: Titled
    again: bool = False
    earlier: None = None
    comparison: tuple[Any, ...] = ()
    reveal: str = ""

    @property
    def activity(self) -> Activity:
        """The activity as it is asked."""
        return self.step.activity


def previews_of(module: Module, now: datetime) -> Iterator[tuple[Activity, tuple[Preview, ...]]]:
    """Each activity as the file has it, with what phones show then: two for a double second vote.

    ``now`` is local and gives the day from which a date is proposed.
    """
    known = {activity.ref: activity for activity in module.activities}
    number = 0
    for activity in module.activities:
        previews = []
        for each in steps_of(activity, known):
            number += 1
            again = each is not activity
            shown = asked_on(each, now.date())
            previews.append(_preview(shown, number, again, Titled(module.title)))
        yield activity, tuple(previews)


def _preview(activity: Activity, number: int, again: bool, run: Titled) -> Preview:
    """``number`` keeps the names of two forms on one page apart."""
    step = StepView(
        id=number,
        label=activity.ref.upper(),
        title=activity.title,
        kind=activity.kind,
        kind_name=activity.name,
        phase="staged",
        activity=activity,
        planned_minutes=activity.minutes,
        real_minutes=None,
        optional=activity.optional,
        current=False,
    )
    round = RoundView(
        id=number,
        number=2 if again else 1,
        of=2 if again else 1,
        phase="open",
        mode=activity.mode,
        counts=Turnout(),
        seconds=activity.seconds,
        remaining_ms=None,
        hidden=False,
    )
    return Preview(step, round, run, again)
