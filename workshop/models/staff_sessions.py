"""Staff sessions: who is signed in to the console, kept here so that signing out is believed."""

from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.participant import token_digest
from workshop.persistence.db import Moment, db
from workshop.persistence.events import StaffLeft
from workshop.persistence.postgresql import is_postgresql
from workshop.persistence.unit_of_work import record

LASTS = timedelta(hours=24)  # a workshop day, with its evening


class StaffSession(db.Model):
    """A digest of the secret in the cookie, and until when it is good."""

    __tablename__ = "staff_sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)


# A trainer's every step asks who she is while a room waits. Where this process alone writes, what
# it read stays true until somebody leaves, and who left never comes back with the same secret.
_known: dict[str, datetime] = {}  # digest → until when
_gone: set[str] = set()


def sign_in(secret: str, now: datetime) -> None:
    """Remember a new session, and forget those that are over."""
    for old in db.session.scalars(select(StaffSession).where(StaffSession.expires_at < now)):
        db.session.delete(old)
        _known.pop(old.digest, None)
    db.session.add(StaffSession(digest=token_digest(secret), expires_at=now + LASTS))


def sign_out(secret: str) -> None:
    """Forget a session."""
    session = db.session.get(StaffSession, token_digest(secret))
    if session:
        db.session.delete(session)
        record(StaffLeft(session.digest))


def is_signed_in(secret: str, now: datetime) -> bool:
    """Is there a live session with this secret?"""
    digest = token_digest(secret)
    until = _known.get(digest)
    if until is None:
        session = db.session.get(StaffSession, digest)
        if session is None:
            return False
        until = session.expires_at
        if not is_postgresql(db.engine):
            _known[digest] = until
    return digest not in _gone and until > now


def forget(event: StaffLeft) -> None:
    """Whoever is just reading the session must not bring it back."""
    _gone.add(event.digest)
    _known.pop(event.digest, None)


def forget_everyone() -> None:
    """Start with an empty memory: another app is being built in this process."""
    _known.clear()
    _gone.clear()
