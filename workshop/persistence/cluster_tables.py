"""Tables of processes that share a database: heartbeats, who is connected, response seconds.

Only with PostgreSQL. All of it is about now: what a process leaves here goes when it ends.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, Integer, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from workshop.persistence.db import Moment, db


class Process(db.Model):
    """A serving process; ``edition`` grows with each connection that comes or goes there."""

    __tablename__ = "processes"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    beat_at: Mapped[datetime] = mapped_column(Moment)
    edition: Mapped[int] = mapped_column(Integer, default=0)


class Presence(db.Model):
    """A phone or a wall that is connected to a process now."""

    __tablename__ = "presences"

    process_id: Mapped[str] = mapped_column(
        ForeignKey("processes.id", ondelete="CASCADE"), primary_key=True
    )
    who: Mapped[str] = mapped_column(
        String(40), primary_key=True
    )  # participant, or a wall's socket
    audience: Mapped[str] = mapped_column(String(12))
    run_id: Mapped[int] = mapped_column(Integer)


class Pace(db.Model):
    """Seconds to each first answer that one process saw in an open round: sorted, and nobody's."""

    __tablename__ = "paces"

    round_id: Mapped[int] = mapped_column(
        ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    process_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    seconds: Mapped[list[Any]] = mapped_column(JSON)


def seconds_elsewhere(round_id: int, process_id: str) -> list[float]:
    """Return the response seconds that other processes stored, up to a second ago."""
    rows = db.session.scalars(
        select(Pace.seconds).where(Pace.round_id == round_id, Pace.process_id != process_id)
    )
    return [second for row in rows for second in row]


def store_own_seconds(
    connection: Connection, round_id: int, process_id: str, seconds: list[float]
) -> None:
    """Store this process's response seconds for the process that will close the round."""
    dialect: Any = {"postgresql": postgresql, "sqlite": sqlite}[connection.dialect.name]
    saw = dialect.insert(Pace).values(round_id=round_id, process_id=process_id, seconds=seconds)
    connection.execute(
        saw.on_conflict_do_update(
            index_elements=["round_id", "process_id"], set_={"seconds": saw.excluded.seconds}
        )
    )
