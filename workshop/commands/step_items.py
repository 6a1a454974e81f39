"""Edit the items that the current step will ask about, before it opens."""

from datetime import datetime

from workshop.activities.parts.items_from import MAX_ITEM_CHARS, PLACEHOLDER
from workshop.activities.parts.text_cleaning import excess, one_line
from workshop.models.logbook import log
from workshop.models.run import Run
from workshop.models.step import Step
from workshop.models.step_items import StepItem, StepItems, items_of, to_store
from workshop.refused import Refused


def reword_item(run: Run, at: int, text: str, now: datetime) -> None:
    """Have item number ``at`` (from 0) say ``text``: shorter, or without a slip.

    Raises Refused: item_unknown, and as `_checked` and `_open_to_edits` do.
    """
    step, found = _open_to_edits(run)
    items = list(found.items)
    item = items[_place(found, at)]
    items[at] = StepItem(_checked(text, found, but=at), item.was, item.card)
    _keep(run, step, found, items, now)


def remove_item(run: Run, at: int, now: datetime) -> None:
    """Take item number ``at`` (from 0) out. Raises Refused: item_unknown, items_few."""
    step, found = _open_to_edits(run)
    _place(found, at)
    if len(found.items) <= found.activity.fewest_items:
        raise Refused("items_few", min=found.activity.fewest_items)
    _keep(run, step, found, [item for n, item in enumerate(found.items) if n != at], now)


def remove_ties(run: Run, now: datetime) -> None:
    """Take out what ties with the last place. Raises Refused: item_unknown, items_few."""
    step, found = _open_to_edits(run)
    kept = [item for item in found.items if not item.tied]
    if len(kept) == len(found.items):
        raise Refused("item_unknown")
    if len(kept) < found.activity.fewest_items:
        raise Refused("items_few", min=found.activity.fewest_items)
    _keep(run, step, found, kept, now)


def add_item(run: Run, text: str, now: datetime) -> None:
    """Add one of the trainer's own, as the last. Raises Refused: items_full, as `_checked` does."""
    step, found = _open_to_edits(run)
    if len(found.items) >= found.most:
        raise Refused("items_full", max=found.most)
    _keep(run, step, found, [*found.items, StepItem(_checked(text, found))], now)


def restore_items(run: Run, now: datetime) -> None:
    """Have the items again as the step left them."""
    step, _ = _open_to_edits(run)
    if step.items is not None:
        step.items = None
        log(run.id, now, "items_restored", step=step.label, by=run.trainer)
        run.bump_version()


# --- helpers, in the order they are called ------------------------------------------------------


def _open_to_edits(run: Run) -> tuple[Step, StepItems]:
    """Return the current step and its items.

    Raises Refused: no_step, round_open; items_fixed once a round asked about them, or where the
    step takes none.
    """
    step = run.require_closed_step()
    found = items_of(run, step)
    if found is None or step.round is not None or found.before is not None:
        raise Refused("items_fixed")
    return step, found


def _place(found: StepItems, at: int) -> int:
    if not 0 <= at < len(found.items):
        raise Refused("item_unknown")
    return at


def _checked(text: str, found: StepItems, but: int | None = None) -> str:
    """Return ``text`` cleaned. Raises Refused: item_empty, item_placeholder, item_too_long,
    item_twice where another says the same."""
    text = one_line(text)
    if not text:
        raise Refused("item_empty")
    if PLACEHOLDER.fullmatch(text):
        raise Refused("item_placeholder")
    if too_long := excess(text, MAX_ITEM_CHARS):
        raise Refused("item_too_long", **too_long)
    others = {item.text.casefold() for n, item in enumerate(found.items) if n != but}
    if text.casefold() in others:
        raise Refused("item_twice")
    return text


def _keep(run: Run, step: Step, found: StepItems, items: list[StepItem], now: datetime) -> None:
    step.items = to_store(found, items)
    log(run.id, now, "items_edited", step=step.label, by=run.trainer)
    run.bump_version()
