"""The logbook of a run: what the trainer did and what went wrong, never who answered what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workshop.persistence.db import Moment, db


class Entry(db.Model):
    """One line. ``what`` is a code with its Spanish sentence in the catalogue of incidents."""

    __tablename__ = "logbook"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    what: Mapped[str] = mapped_column(String(40))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def log(run_id: int, now: datetime, what: str, **detail) -> None:
    """Write a line, within the unit of work it belongs to."""
    db.session.add(Entry(run_id=run_id, at=now, what=what, detail=detail))
