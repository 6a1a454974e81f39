"""The items that the current step will ask about, as the console shows them before opening."""

from dataclasses import dataclass

from workshop.activities.parts.items_from import MAX_ITEM_CHARS
from workshop.models.run import Run
from workshop.models.step import Step
from workshop.models.step_items import StepItem, StepItems, items_of
from workshop.statistics.turnout import Turnout


@dataclass(frozen=True)
class StepItemsView:
    """The list, the step that it comes from, and what may be done with it."""

    items: tuple[StepItem, ...]
    label: str  # of the step they come from: «G10»
    title: str
    turnout: Turnout | None  # of the round they come from; None where there is none
    fewest: int
    most: int
    edited: bool = False
    stand_in: bool = False  # its module's own list
    fixed: bool = False  # asked again: those of its first round
    left_out: int = 0
    edit_dropped: bool = False
    longest: int = MAX_ITEM_CHARS

    @property
    def is_enough(self) -> bool:
        """Can it be asked?"""
        return len(self.items) >= self.fewest

    @property
    def may_grow(self) -> bool:
        """Is there room for one more?"""
        return len(self.items) < self.most

    @property
    def tied(self) -> int:
        """Number of items that tie with the last place."""
        return sum(item.tied for item in self.items)

    @property
    def untied(self) -> int:
        """Number that remains without those that tie; 0 where that is no way out."""
        kept = len(self.items) - self.tied
        return kept if self.tied and kept >= self.fewest else 0


def step_items_of(run: Run, step: Step) -> StepItemsView | None:
    """Return the items of ``step`` while it is not open; None where it takes none of a step."""
    found = items_of(run, step) if step.round is None else None
    return _view(run, found) if found is not None else None


def _view(run: Run, found: StepItems) -> StepItemsView:
    wanted = found.activity.items_from
    ref = wanted.step if wanted is not None else ""
    source = next((each for each in run.steps if each.item == ref), None)
    return StepItemsView(
        items=found.items,
        label=source.label if source is not None else ref.upper(),
        title=source.title if source is not None else "",
        turnout=found.round.turnout if found.round is not None else None,
        fewest=found.activity.fewest_items,
        most=found.most,
        edited=found.edited,
        stand_in=found.stand_in and not found.edited,
        fixed=found.before is not None,
        left_out=found.left_out,
        edit_dropped=found.edit_dropped,
    )
