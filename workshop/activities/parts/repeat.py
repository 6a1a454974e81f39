"""Repeat: asks earlier activities again. Not a kind: a run makes one step of each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from workshop.activities.base import Activity


@dataclass(frozen=True, kw_only=True)
class Repeat(Activity):
    """The second round of the activities named in ``repeats``, in that order."""

    kind: ClassVar[str] = "repeat"
    name: ClassVar[str] = "Segunda vuelta"
    takes_answers: ClassVar[bool] = False

    def again(self, activity: Activity) -> Activity:
        """``activity`` as this step asks it: word for word the same, in this step's minutes.

        The trainer's notes are this step's; the arguments for and against each option remain.
        """
        return replace(
            activity,
            starts=self.starts,
            ends=self.ends,
            seconds=self.seconds or activity.seconds,
            optional=self.optional,
            wall_note=self.wall_note,
            guide=replace(self.guide, options=activity.guide.options),
        )


def steps_of(activity: Activity, earlier: Mapping[str, Activity]) -> tuple[Activity, ...]:
    """The steps that a run makes of ``activity``: itself, or those ``earlier`` ones it repeats."""
    if not isinstance(activity, Repeat):
        return (activity,)
    return tuple(activity.again(earlier[ref]) for ref in activity.repeats)
