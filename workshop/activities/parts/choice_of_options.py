"""Questions that are a choice of options, one of them or several."""

from collections.abc import Mapping, Sequence
from typing import Any

from workshop.activities.base import Activity


class ChoiceOfOptions:
    """Has options that people pick. With an ``index`` it is a checklist, told by its mean part."""

    options: tuple[Any, ...]
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
        if not sum(tally["n"] for tally in ones) or not sum(tally["n"] for tally in others):
            return None
        gaps = [
            (option.text, _part(ones, option.id), _part(others, option.id))
            for option in self.options
        ]
        return max(gaps, key=lambda gap: abs(gap[1] - gap[2]))


def _part(tallies: Sequence[Mapping[str, Any]], key: str) -> float:
    people = sum(tally["n"] for tally in tallies)
    return 100 * sum(tally["counts"][key] for tally in tallies) / people if people else 0.0


def undecided_of(activity: Activity) -> tuple[str, ...]:
    """The categories of ``activity`` that take no side."""
    return activity.undecided if isinstance(activity, ChoiceOfOptions) else ()
