"""Register entries: a rule, a ticket or an idea of the company, and the history of its changes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.people.organisation import FIRST_ORGANISATION_ID
from workshop.persistence.db import Moment, db
from workshop.register.moves import PROPOSED


class RegisterEntry(db.Model):
    """``text`` is "" while it is withdrawn: hidden in the room, or with signs of personal data.

    No table number, and nothing personal beyond the responsible. ``card`` is the answer it was
    entered from: it keeps one text from being entered twice, and no page tells it.
    """

    __tablename__ = "register_entries"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), default=FIRST_ORGANISATION_ID, index=True
    )
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(200), default="")
    effect: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(10), default=PROPOSED)
    area: Mapped[str] = mapped_column(String(80), default="")
    responsible: Mapped[str] = mapped_column(String(80), default="")
    first_step: Mapped[str] = mapped_column(String(280), default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    evidence: Mapped[str] = mapped_column(String(280), default="")
    run_id: Mapped[int | None] = mapped_column(
        ForeignKey("runs.id", ondelete="SET NULL"), index=True
    )
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id", ondelete="SET NULL"))
    card: Mapped[str | None] = mapped_column(String(16), unique=True)
    module_code: Mapped[str] = mapped_column(String(10), default="")
    session_title: Mapped[str] = mapped_column(String(120), default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)

    history: Mapped[list[RegisterChange]] = relationship(
        order_by="RegisterChange.id", passive_deletes="all"
    )

    @property
    def is_withdrawn(self) -> bool:
        """Is its text kept back?"""
        return not self.text

    def change(self, now: datetime, **values: Any) -> dict[str, list[Any]]:
        """Set columns, and keep in the history what was and what is. Returns {column: [was, is]}.

        Of a text the history only says whether it is there: what is withdrawn is withdrawn.
        """
        found = {
            name: [_as_kept(name, getattr(self, name)), _as_kept(name, value)]
            for name, value in values.items()
            if getattr(self, name) != value
        }
        if not found:
            return {}
        for name in found:
            setattr(self, name, values[name])
        self.version += 1
        self.changed_at = now
        self.history.append(RegisterChange(at=now, changed=found))
        return found


class RegisterChange(db.Model):
    """A change of an entry: ``changed`` is {column: [what it was, what it became]}."""

    __tablename__ = "register_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("register_entries.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(Moment)
    changed: Mapped[dict[str, list[Any]]] = mapped_column(JSON)


def _as_kept(name: str, value: Any) -> Any:
    if name == "text":
        return "shown" if value else "withdrawn"
    return value.isoformat() if isinstance(value, date) else value
