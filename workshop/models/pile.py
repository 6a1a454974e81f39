"""Piles: groups that a trainer sorts a round's texts into, or fixed categories for them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from workshop.persistence.db import db


class Pile(db.Model):
    """A named pile of a round; ``option`` is its id in the vote on piles of step ``step_id``."""

    __tablename__ = "piles"
    __table_args__ = (UniqueConstraint("round_id", "name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    option: Mapped[str | None] = mapped_column(String(12))
    step_id: Mapped[int | None] = mapped_column(ForeignKey("steps.id", ondelete="SET NULL"))


class PiledText(db.Model):
    """A text in a pile. Its card stays the same when its ballot becomes an answer."""

    __tablename__ = "piled"
    __table_args__ = {"sqlite_with_rowid": False}

    card: Mapped[str] = mapped_column(String(16), primary_key=True)
    pile_id: Mapped[int] = mapped_column(ForeignKey("piles.id", ondelete="CASCADE"), index=True)


def add_fixed_piles(round_id: int, names: Iterable[str]) -> None:
    """Add the piles that an activity begins with to its new round."""
    db.session.add_all(
        Pile(round_id=round_id, position=position, name=name) for position, name in enumerate(names)
    )


def piles_of(round_id: int) -> list[Pile]:
    """Return the piles of a round in their order."""
    return list(
        db.session.scalars(
            select(Pile).where(Pile.round_id == round_id).order_by(Pile.position, Pile.id)
        )
    )


def pile_name_by_card(round_id: int) -> dict[str, str]:
    """Return {card: name of its pile} of a round."""
    rows = db.session.execute(
        select(PiledText.card, Pile.name).join(Pile).where(Pile.round_id == round_id)
    )
    return {card: name for card, name in rows}
