"""The logbook of a run: what the trainer did and what went wrong, never who answered what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workshop.persistence.db import Moment, db


class LogEntry(db.Model):
    """A line of the logbook; ``what`` is a code with a Spanish sentence in web/formatting.py."""

    __tablename__ = "logbook"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    what: Mapped[str] = mapped_column(String(40))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def log(run_id: int, now: datetime, what: str, **detail) -> None:
    """Add a line to the logbook, within the unit of work of the caller."""
    db.session.add(LogEntry(run_id=run_id, at=now, what=what, detail=detail))
