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

MAX_ALIAS_CHARACTERS = 24  # on a phone's lobby line
MAX_TYPED_CODE_POINTS = 1_000  # beyond this nothing is shortened, only refused
TOKEN_BYTES = 16  # 128 bits: not to be guessed while a session lasts


def new_participant_id() -> str:
    """Return a random id, which tells no order of arrival."""
    return secrets.token_hex(8)


def token_digest(token: str) -> str:
    """Return the digest of a token that the database keeps: it cannot be used as the token.

    Takes any string a stranger may send: JSON can hold half a character, which UTF-8 cannot.
    """
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def clean_alias(raw: object) -> str:
    """Return an alias as one line of visible text, or "" for none.

    Never more than 24 characters or code points, and no part of another: an emoji family stays
    whole or goes. Raises Refused: alias_malformed if something was typed and nothing visible
    remains of it, alias_reserved for what could be taken for the facilitator.
    """
    if raw is None or raw == "":
        return ""
    if not isinstance(raw, str) or len(raw) > MAX_TYPED_CODE_POINTS:
        raise Refused("alias_malformed")
    alias = shortened(one_line(raw), MAX_ALIAS_CHARACTERS, MAX_ALIAS_CHARACTERS)
    if not alias:
        raise Refused("alias_malformed")
    if looks_like_facilitator(alias):
        raise Refused("alias_reserved")
    return alias


class Participant(db.Model):
    """One phone in one run. Rows tell no order of arrival: the key is random."""

    __tablename__ = "participants"
    __table_args__ = {"sqlite_with_rowid": False}

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_participant_id)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    alias: Mapped[str] = mapped_column(String(MAX_ALIAS_CHARACTERS), default="")
    table_number: Mapped[int | None]  # where tables answer together; see commands/seating.py
    joined_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)  # its seat was taken back


COUNT_JOINED = select(func.count(Participant.id)).where(
    Participant.run_id == bindparam("run"), Participant.removed_at.is_(None)
)


def count_joined(run_id: int) -> int:
    """Return the number of participants of a run, without those whose seat was taken back."""
    return db.session.scalar(COUNT_JOINED, {"run": run_id}) or 0


def aliases_in(run_id: int) -> list[str]:
    """Return the aliases of a run's participants."""
    aliases = select(Participant.alias).where(
        Participant.run_id == run_id, Participant.removed_at.is_(None)
    )
    return [alias for alias in db.session.scalars(aliases) if alias.strip()]
