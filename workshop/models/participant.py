"""A participant: one phone in one run, known by a token that only the phone holds."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, String, bindparam, func, select
from sqlalchemy.orm import Mapped, mapped_column

from workshop.activities.parts.look_alikes import looks_like_facilitator
from workshop.activities.parts.text_cleaning import one_line, shortened
from workshop.persistence.db import Moment, db
from workshop.refused import Refused

ALIAS_LENGTH = 24  # characters on a phone's lobby line
MAX_TYPED_CODE_POINTS = 1_000  # beyond this nothing is shortened, only refused
TOKEN_BYTES = 16  # 128 bits: not to be guessed while a session lasts


def new_id() -> str:
    """An identifier that says nothing about who came when."""
    return secrets.token_hex(8)


def token_digest(token: str) -> str:
    """What the database keeps of a token: enough to know it again, not enough to use it.

    Of whatever a stranger may send: JSON can hold half a character, which UTF-8 cannot.
    """
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def clean_alias(raw: object) -> str:
    """An alias as one line of visible text, or "" for none.

    Never more than 24 characters or code points, and no part of another: an emoji family stays
    whole or goes. Raises Refused: alias_malformed if something was typed and nothing visible
    remains of it, alias_reserved for what could be taken for the facilitator.
    """
    if raw is None or raw == "":
        return ""
    if not isinstance(raw, str) or len(raw) > MAX_TYPED_CODE_POINTS:
        raise Refused("alias_malformed")
    alias = shortened(one_line(raw), ALIAS_LENGTH, ALIAS_LENGTH)
    if not alias:
        raise Refused("alias_malformed")
    if looks_like_facilitator(alias):
        raise Refused("alias_reserved")
    return alias


class Participant(db.Model):
    """Rows carry no order of arrival: the key is random and the day is kept with the run."""

    __tablename__ = "participants"
    __table_args__ = {"sqlite_with_rowid": False}

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    alias: Mapped[str] = mapped_column(String(ALIAS_LENGTH), default="")
    table_number: Mapped[int | None]  # where tables answer together; see commands/seating.py
    joined_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)  # its seat was taken back


HOW_MANY_JOINED = select(func.count(Participant.id)).where(
    Participant.run_id == bindparam("run"), Participant.removed_at.is_(None)
)


def how_many_joined(run_id: int) -> int:
    """Number of people who ever took a seat in a run, without those whose seat was taken back."""
    return db.session.scalar(HOW_MANY_JOINED, {"run": run_id}) or 0


def names_in(run_id: int) -> list[str]:
    """Aliases of the people who have entered a run."""
    aliases = select(Participant.alias).where(
        Participant.run_id == run_id, Participant.removed_at.is_(None)
    )
    return [alias for alias in db.session.scalars(aliases) if alias.strip()]
