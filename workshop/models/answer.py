"""An answer: what remains of a ballot once its round is closed. It carries no time and no order."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.persistence.db import db


class Answer(db.Model):
    """``participant_id`` is set in modes N and S only; in mode A nothing points back to anyone."""

    __tablename__ = "answers"
    __table_args__ = {"sqlite_with_rowid": False}

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[str | None] = mapped_column(
        ForeignKey("participants.id", ondelete="SET NULL"), index=True
    )
    table_number: Mapped[int | None]  # of a table's answer, in modes N and S only
    state: Mapped[str] = mapped_column(String(8))
    value: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    moderation: Mapped[str] = mapped_column(String(8), default="shown")
    flags: Mapped[str | None] = mapped_column(String(60))  # as its ballot had them

    # By name: a round knows its answers.
    round: Mapped[Any] = relationship("Round", back_populates="answers")
