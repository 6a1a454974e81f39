"""Hand-outs: what a phone was given to read in an open round. They end with its ballots."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from workshop.activities import DealsCards, Reader
from workshop.models.earlier_rounds import sources_of
from workshop.persistence.db import db

if TYPE_CHECKING:
    from workshop.models.round import Round

_shuffle = secrets.SystemRandom().shuffle


class Handout(db.Model):
    """The cards of one phone, under its ballot's key: in mode A nobody can look it up."""

    __tablename__ = "handouts"
    __table_args__ = {"sqlite_with_rowid": False}

    round_id: Mapped[int] = mapped_column(
        ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    ballot_key: Mapped[str] = mapped_column(String(32), primary_key=True)
    cards: Mapped[list[str]] = mapped_column(JSON)


def dealt_in(round_id: int) -> dict[str, tuple[str, ...]]:
    """Everything dealt in a round, by ballot key."""
    rows = db.session.execute(
        select(Handout.ballot_key, Handout.cards).where(Handout.round_id == round_id)
    )
    return {key: tuple(cards) for key, cards in rows}


def hand_out(round: Round, people: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Deal to those of ``people`` (ballot key → participant) who hold nothing; all that is dealt.

    Within a unit of work: two people who enter at once are dealt to one after the other.
    """
    dealt = dealt_in(round.id)
    readers = [Reader(key, person) for key, person in people.items() if key not in dealt]
    _shuffle(readers)
    activity = round.activity
    if round.phase != "open" or not readers or not isinstance(activity, DealsCards):
        return dealt
    new = activity.deal(readers, dealt, sources_of(round.run, activity))
    db.session.add_all(
        Handout(round_id=round.id, ballot_key=key, cards=list(cards)) for key, cards in new.items()
    )
    return dealt | new
