"""The return code of a participant: eight letters, of which the database keeps a keyed digest."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from workshop.activities.parts.return_code import LETTERS
from workshop.models.run import Run
from workshop.persistence.db import Moment, db

VALID_DAYS = 30  # days after the run's end
MAX_TRIES = 8  # of another code where one of 2^40 is somebody's already
DIGEST_PURPOSE = b"return code digest "
CODE_PURPOSE = b"return code "


class ReturnCode(db.Model):
    """``answer_id`` is set for codes of before: those lead to that one answer and nothing else.

    ``expires_at`` is None until the run ends, and for codes of before, which were given no end.
    """

    __tablename__ = "return_codes"
    __table_args__ = {"sqlite_with_rowid": False}

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[str | None] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), index=True
    )
    answer_id: Mapped[str | None] = mapped_column(String(16))
    expires_at: Mapped[datetime | None] = mapped_column(Moment)

    def is_expired(self, now: datetime) -> bool:
        """Is it too late to come back with it?"""
        return self.expires_at is not None and now >= self.expires_at


def code_digest(code: str, secret: str) -> str:
    """Return what the database keeps of a code: nobody without ``secret`` can try codes on it."""
    return _hmac(secret, DIGEST_PURPOSE + code.encode()).hex()


def code_of_token(token: str, secret: str, attempt: int = 0) -> str:
    """Return the code «K7PM-4XQ2» of the phone with ``token``: the same whenever it asks.

    Made of the installation's secret and of what only the phone holds, so neither gives it alone.
    """
    made = _hmac(secret, CODE_PURPOSE + str(attempt).encode() + b" " + token.encode())
    letters = "".join(LETTERS[byte % len(LETTERS)] for byte in made[:8])
    return f"{letters[:4]}-{letters[4:]}"


def give_code(run: Run, participant_id: str, token: str, secret: str) -> str:
    """Return the participant's code and keep its digest, within the unit of work.

    One that an earlier secret made is replaced.
    """
    for attempt in range(MAX_TRIES):
        code = code_of_token(token, secret, attempt)
        kept = db.session.get(ReturnCode, code_digest(code, secret))
        if kept is None or (kept.participant_id == participant_id and kept.answer_id is None):
            break
    else:
        raise RuntimeError("every code of this phone is somebody's")
    if kept is None:
        for stale in _codes_of(participant_id):
            db.session.delete(stale)
        db.session.add(
            ReturnCode(
                code_hash=code_digest(code, secret),
                run_id=run.id,
                participant_id=participant_id,
                expires_at=end_of_validity(run.ended_at),
            )
        )
    return code


def kept_code(participant_id: str, token: str, secret: str) -> str:
    """Return the code whose digest is kept already; "" if there is none yet."""
    kept = {each.code_hash for each in _codes_of(participant_id)}
    for attempt in range(MAX_TRIES if kept else 0):
        code = code_of_token(token, secret, attempt)
        if code_digest(code, secret) in kept:
            return code
    return ""


def code_row(code: str, secret: str) -> ReturnCode | None:
    """Return what is kept of a typed code, expired or not; None for one that nobody was given."""
    return db.session.get(ReturnCode, code_digest(code, secret))


def end_of_validity(ended_at: datetime | None) -> datetime | None:
    """Return the moment from which codes of a run that ended then lead nowhere."""
    return ended_at + timedelta(days=VALID_DAYS) if ended_at is not None else None


def last_day(run: Run, until: datetime | None) -> date | None:
    """Return the last whole day before ``until`` where the run was held: what people are told."""
    return run.local_day(until - timedelta(days=1)) if until is not None else None


def set_validity(run: Run) -> None:
    """Store until when the codes of a run are good, once it has ended or was reopened."""
    db.session.execute(
        update(ReturnCode)
        .where(ReturnCode.run_id == run.id, ReturnCode.answer_id.is_(None))
        .values(expires_at=end_of_validity(run.ended_at))
    )


def _codes_of(participant_id: str) -> list[ReturnCode]:
    own = ReturnCode.participant_id == participant_id
    return list(db.session.scalars(select(ReturnCode).where(own, ReturnCode.answer_id.is_(None))))


def _hmac(secret: str, text: bytes) -> bytes:
    return hmac.new(secret.encode(), text, hashlib.sha256).digest()
