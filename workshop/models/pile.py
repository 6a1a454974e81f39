"""Piles: the trainer's heaps of a round's texts, or the categories the texts are coded into."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from workshop.persistence.db import db


class Pile(db.Model):
    """``option`` is its option in the vote that was made of it, asked in the step ``step_id``."""

    __tablename__ = "piles"
    __table_args__ = (UniqueConstraint("round_id", "name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    option: Mapped[str | None] = mapped_column(String(12))
    step_id: Mapped[int | None] = mapped_column(ForeignKey("steps.id", ondelete="SET NULL"))


class Piled(db.Model):
    """One text in one pile. A card keeps its name when its ballot becomes an answer."""

    __tablename__ = "piled"
    __table_args__ = {"sqlite_with_rowid": False}

    card: Mapped[str] = mapped_column(String(16), primary_key=True)
    pile_id: Mapped[int] = mapped_column(ForeignKey("piles.id", ondelete="CASCADE"), index=True)


def lay_piles(round_id: int, names: Iterable[str]) -> None:
    """The piles an activity begins with, within the unit of work that opens its round."""
    db.session.add_all(
        Pile(round_id=round_id, position=position, name=name) for position, name in enumerate(names)
    )


def piles_of(round_id: int) -> list[Pile]:
    """A round's piles, in their order."""
    return list(
        db.session.scalars(
            select(Pile).where(Pile.round_id == round_id).order_by(Pile.position, Pile.id)
        )
    )


def pile_names(round_id: int) -> dict[str, str]:
    """card → the name of its pile."""
    rows = db.session.execute(
        select(Piled.card, Pile.name).join(Pile).where(Pile.round_id == round_id)
    )
    return {card: name for card, name in rows}
