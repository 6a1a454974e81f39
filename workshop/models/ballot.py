"""Ballots: what phones have given in an open round. They change, and end when it closes."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from workshop.persistence.db import db

COUNTED_STATES = ("answer", "skip")  # states that become answers; "withdraw" is an empty revision
MAX_REVISION = 10_000


def ballot_key(mode: str, participant_id: str, token: str, round_key: bytes | None) -> str:
    """Return the key of a phone's ballot within one round.

    In modes N and S the participant's id; in mode A an HMAC that only the round's key can make
    again, so that a phone can change its mind and, once the key is gone, nobody can look it up.
    """
    if mode != "A":
        return participant_id
    if round_key is None:
        raise ValueError("an anonymous round has a key")
    return hmac.new(round_key, token.encode(), hashlib.sha256).hexdigest()[:32]


class Ballot(db.Model):
    """Last answer of a phone in an open round: one row per round and key, even if sent twice."""

    __tablename__ = "ballots"
    __table_args__ = {"sqlite_with_rowid": False}  # a rowid would keep the order of arrival

    round_id: Mapped[int] = mapped_column(
        ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    ballot_key: Mapped[str] = mapped_column(String(32), primary_key=True)
    answer_id: Mapped[str] = mapped_column(String(32))
    revision: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(8))
    value: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    card: Mapped[str] = mapped_column(String(16))
    moderation: Mapped[str] = mapped_column(String(8), default="shown")
    flags: Mapped[str | None] = mapped_column(String(60))  # personal_data.written; None: not sought


class Attendance(db.Model):
    """Seconds that a phone was connected while a round was open: it may count without a ballot."""

    __tablename__ = "attendances"
    __table_args__ = {"sqlite_with_rowid": False}

    round_id: Mapped[int] = mapped_column(
        ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    ballot_key: Mapped[str] = mapped_column(String(32), primary_key=True)
    seconds: Mapped[float] = mapped_column(Float)
