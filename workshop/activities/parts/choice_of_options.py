"""Questions that are a choice of options, one of them or several."""

from collections.abc import Mapping, Sequence
from typing import Any

from workshop.activities.base import Activity


class ChoiceOfOptions:
    """Has options that people pick. With an ``index`` it is a checklist, told by its mean part."""

    index: str  # of a checklist: what the mean part that people check is called

    @property
    def several(self) -> bool:
        """May one person pick more than one of its rows?"""
        raise NotImplementedError

    @property
    def undecided(self) -> tuple[str, ...]:
        """The ids of the options that take no side."""
        raise NotImplementedError

    def widest_gap(
        self, ones: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]
    ) -> tuple[str, float, float] | None:
        """The option on which two sides differ most: its text, each side's per cent; None if empty.

        ``ones`` and ``others`` are tallies.
        """
        raise NotImplementedError


def undecided_of(activity: Activity) -> tuple[str, ...]:
    """The categories of ``activity`` that take no side."""
    return activity.undecided if isinstance(activity, ChoiceOfOptions) else ()
