"""Staff sessions: who is signed in to the console, kept here so that signing out is believed."""

from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from workshop.db import Moment, db
from workshop.facts import StaffLeft, announce
from workshop.participant import token_digest

LASTS = timedelta(hours=24)  # a workshop day, with its evening


class StaffSession(db.Model):
    """A digest of the secret in the cookie, and until when it is good."""

    __tablename__ = "staff_sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)


def sign_in(secret: str, now: datetime) -> None:
    """Remember a new session, and forget those that are over."""
    for old in db.session.scalars(select(StaffSession).where(StaffSession.expires_at < now)):
        db.session.delete(old)
    db.session.add(StaffSession(digest=token_digest(secret), expires_at=now + LASTS))


def sign_out(secret: str) -> None:
    """Forget a session."""
    session = db.session.get(StaffSession, token_digest(secret))
    if session:
        db.session.delete(session)
        announce(StaffLeft(session.digest))


def is_signed_in(secret: str, now: datetime) -> bool:
    """Is there a live session with this secret?"""
    session = db.session.get(StaffSession, token_digest(secret))
    return session is not None and session.expires_at > now
