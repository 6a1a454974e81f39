"""Staff sessions: who is signed in to the console, stored so that signing out holds at once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.participant import token_digest
from workshop.persistence.db import Moment, db
from workshop.persistence.events import StaffLeft
from workshop.persistence.postgresql import is_postgresql
from workshop.persistence.unit_of_work import record

SESSION_LIFETIME = timedelta(hours=24)  # a workshop day, with its evening
ENGINE_OPTION = "staff_sessions"


class StaffSession(db.Model):
    """A digest of the secret in the cookie, and the moment at which it expires."""

    __tablename__ = "staff_sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)


@dataclass
class SessionCache:
    """Sessions that an app has read; it travels with the app's database engine, as the event bus.

    Every step of a trainer asks for her session while a room waits. Where this process alone
    writes, what was read stays true until she leaves, and never is a secret used again.
    """

    expires_at: dict[str, datetime] = field(default_factory=dict)  # by digest
    left: set[str] = field(default_factory=set)  # digests


def sign_in(secret: str, now: datetime) -> None:
    """Store a new session, and delete those that have expired."""
    cache = _cache()
    for old in db.session.scalars(select(StaffSession).where(StaffSession.expires_at < now)):
        db.session.delete(old)
        cache.expires_at.pop(old.digest, None)
    expires_at = now + SESSION_LIFETIME
    db.session.add(StaffSession(digest=token_digest(secret), expires_at=expires_at))


def sign_out(secret: str) -> None:
    """Delete a session, if there is one with this secret."""
    session = db.session.get(StaffSession, token_digest(secret))
    if session:
        db.session.delete(session)
        record(StaffLeft(session.digest))


def is_signed_in(secret: str, now: datetime) -> bool:
    """Is there a session with this secret that has not expired?"""
    digest, cache = token_digest(secret), _cache()
    expires_at = cache.expires_at.get(digest)
    if expires_at is None:
        session = db.session.get(StaffSession, digest)
        if session is None:
            return False
        expires_at = session.expires_at
        if not is_postgresql(db.engine):
            cache.expires_at[digest] = expires_at
    return digest not in cache.left and expires_at > now


def forget(event: StaffLeft) -> None:
    """Take a session that was deleted out of the cache: a request that read it may still run."""
    cache = _cache()
    cache.left.add(event.digest)
    cache.expires_at.pop(event.digest, None)


def _cache() -> SessionCache:
    engine = db.engine
    cache = engine.get_execution_options().get(ENGINE_OPTION)
    if cache is None:
        cache = SessionCache()
        engine.update_execution_options(**{ENGINE_OPTION: cache})
    return cache
