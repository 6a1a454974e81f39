"""Items that a step will ask about: what an earlier step left, as the trainer has edited it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from workshop.activities.parts.items_from import OfferedItem, TakesItems
from workshop.models.answer import Answer
from workshop.models.earlier_rounds import source_round, sources_of
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.models.step import Step
from workshop.persistence.db import db


@dataclass(frozen=True)
class StepItem:
    """One item. ``was`` is how the step left it, "" where the trainer added it."""

    text: str
    was: str = ""
    card: str = ""
    said: str = ""  # «17 votos, montón de 6 textos»; never of fewer than k people
    tied: bool = False

    @property
    def reworded(self) -> bool:
        """Does it say something else than the step left?"""
        return bool(self.was) and self.text != self.was


@dataclass(frozen=True)
class StepItems:
    """The items a step will ask about, in their order, and how they came about."""

    activity: TakesItems
    items: tuple[StepItem, ...]
    round: Round | None  # the one they come from
    before: TakesItems | None = None  # asked again: as it was asked before
    edited: bool = False
    stand_in: bool = False  # the step left too little: its module's own list
    left_out: int = 0  # what the step left beyond what the kind can ask
    edit_dropped: bool = False  # the step was asked again: what was edited is of before

    @property
    def is_enough(self) -> bool:
        """Can it be asked?"""
        return len(self.items) >= self.activity.fewest_items

    @property
    def most(self) -> int:
        """Items that its kind can ask at most."""
        return self.activity.most_items

    def asked(self) -> TakesItems:
        """The activity about these items."""
        if self.before is not None:
            taken = self.before.taken
            return self.activity if taken is None else self.activity.asking(taken)
        if not self.edited and self.stand_in:
            return self.activity
        round_id = self.round.id if self.round is not None else 0
        items = [(item.text, item.card) for item in self.items[: self.most]]
        return self.activity.with_items(items, round_id)


def items_of(run: Run, step: Step) -> StepItems | None:
    """Return the items that ``step`` will ask about; None where it takes none of a step."""
    activity = step.activity
    if not isinstance(activity, TakesItems) or activity.items_from is None:
        return None
    round = source_round(run, activity.items_from.step)
    before = asked_before(run, activity)
    if before is not None:
        return StepItems(activity, _own(before), round, before)
    offered = activity.offered(sources_of(run, activity.made_of))
    stand_in = len(offered) < activity.fewest_items
    found = StepItems(
        activity,
        _own(activity) if stand_in else tuple(map(_item, offered[: activity.most_items])),
        round,
        stand_in=stand_in,
        left_out=0 if stand_in else max(0, len(offered) - activity.most_items),
    )
    return _edited(found, step.items, offered)


def asked_before(run: Run, activity: TakesItems) -> TakesItems | None:
    """Return ``activity`` as an earlier round asked it, so that a second one compares."""
    for round in reversed(run.rounds_of(activity.ref)):
        if isinstance(round.activity, TakesItems) and not round.is_unanswered:
            return round.activity
    return None


def to_store(found: StepItems, items: Collection[StepItem]) -> dict[str, Any]:
    """Return ``items`` as the step keeps them, with the round that they are an edition of."""
    return {
        "round": found.round.id if found.round is not None else 0,
        "items": [{"text": each.text, "was": each.was, "card": each.card} for each in items],
    }


def _edited(
    found: StepItems, stored: dict[str, Any] | None, offered: Collection[OfferedItem]
) -> StepItems:
    """Return ``found`` with what the trainer made of it, but for texts that were hidden since."""
    if stored is None:
        return found
    if stored["round"] != (found.round.id if found.round is not None else 0):
        return replace(found, edit_dropped=True)
    by_was = {item.was: item for item in (*map(_item, offered), *found.items)}
    hidden = _hidden({each["card"] for each in stored["items"]}, offered)
    kept = [each for each in stored["items"] if each["card"] not in hidden]
    items = tuple(replace(by_was.get(each["was"], StepItem("")), **each) for each in kept)
    return replace(found, items=items, edited=True)


def _hidden(cards: Collection[str], offered: Collection[OfferedItem]) -> set[str]:
    """Return those of ``cards`` that no screen may show any more."""
    words = {card for card in cards if card.startswith("=")}
    texts = select(Answer.id).where(Answer.id.in_(cards), Answer.moderation != "shown")
    return set(db.session.scalars(texts)) | (words - {item.card for item in offered})


def _item(offered: OfferedItem) -> StepItem:
    return StepItem(offered.text, offered.text, offered.card, offered.said, offered.tied)


def _own(activity: TakesItems) -> tuple[StepItem, ...]:
    return tuple(StepItem(item.text, item.text) for item in activity.own_items)
