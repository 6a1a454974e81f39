"""Hand-outs: cards that a phone was given to read in an open round; deleted with its ballots."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from workshop.persistence.db import db


class Handout(db.Model):
    """The cards of one phone, under its ballot's key: in mode A nobody can look it up."""

    __tablename__ = "handouts"
    __table_args__ = {"sqlite_with_rowid": False}

    round_id: Mapped[int] = mapped_column(
        ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    ballot_key: Mapped[str] = mapped_column(String(32), primary_key=True)
    cards: Mapped[list[str]] = mapped_column(JSON)


def handouts_of(round_id: int) -> dict[str, tuple[str, ...]]:
    """Return {ballot key: cards} of a round."""
    rows = db.session.execute(
        select(Handout.ballot_key, Handout.cards).where(Handout.round_id == round_id)
    )
    return {key: tuple(cards) for key, cards in rows}
