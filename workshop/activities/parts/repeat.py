"""Repeat: asks earlier activities again. Not a kind: a run makes one step of each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from workshop.activities.base import Activity
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.late_option import TakesLateOption
from workshop.activities.parts.options import NamedOption, read_named_option


@dataclass(frozen=True, kw_only=True)
class Repeat(Activity):
    """The second round of the activities named in ``repeats``, in that order."""

    kind: ClassVar[str] = "repeat"
    name: ClassVar[str] = "Segunda vuelta"
    takes_answers: ClassVar[bool] = False

    late_option: NamedOption | None = None  # one more than the first round had

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        if "late_option" not in table:
            return {}
        return {"late_option": read_named_option(table.table("late_option"))}

    def again(self, activity: Activity) -> Activity:
        """``activity`` as this step asks it: word for word the same, in this step's minutes.

        The trainer's notes are this step's; the arguments for and against each option remain. A
        late option stands behind the others, and this step's hint says so.
        """
        if self.late_option is not None and isinstance(activity, TakesLateOption):
            activity = replace(
                activity.with_late_option(self.late_option), hint=self.hint or activity.hint
            )
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
