"""A step: an activity's place in a run, with its own frozen copy of the activity as it is asked."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop import activities
from workshop.models import state_machine
from workshop.models.frozen_activity import frozen
from workshop.models.round import Round
from workshop.persistence.db import Moment, db

# How far the trainer has taken two rounds side by side; each is her key, never a timer.
REVEALS = ("after", "before", "flows", "all")


class Step(db.Model):
    """Planned, staged, done or skipped. ``item`` names what is asked: a second vote repeats it."""

    __tablename__ = "steps"
    __table_args__ = (UniqueConstraint("run_id", "position"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    ref: Mapped[str] = mapped_column(String(40))
    item: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    planned_minutes: Mapped[float]
    optional: Mapped[bool] = mapped_column(default=False)
    phase: Mapped[str] = mapped_column(String(10), default="planned")
    reveal: Mapped[str] = mapped_column(String(10), default="after")
    by_segment: Mapped[bool] = mapped_column(default=False)  # the wall tells the result by segment
    staged_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    # By name: a run knows its steps.
    run: Mapped[Any] = relationship("Run", back_populates="steps", foreign_keys=[run_id])
    rounds: Mapped[list[Round]] = relationship(  # of all steps at once: each page asks every step
        back_populates="step", order_by="Round.id", passive_deletes="all", lazy="selectin"
    )

    @cached_property
    def activity(self) -> activities.Activity:
        """The activity as this run asks it, whatever has become of the module since.

        Raises Refused("run_unreadable").
        """
        return frozen(self.content)

    @property
    def round(self) -> Round | None:
        """The latest round asked here that was not annulled."""
        counted = [round for round in self.rounds if round.phase != "annulled"]
        return counted[-1] if counted else None

    @property
    def asked(self) -> activities.Activity:
        """The activity as it was last asked here, made of what came before; or as it will be."""
        return self.round.activity if self.round is not None else self.activity

    @property
    def real_minutes(self) -> float | None:
        """Minutes from staged to done; None while it lasts."""
        if self.staged_at is None or self.ended_at is None:
            return None
        return (self.ended_at - self.staged_at).total_seconds() / 60

    def stage(self, now: datetime) -> None:
        """Make this the step the room is at."""
        state_machine.enter(self, state_machine.STEP, "staged")
        self.staged_at = self.staged_at or now
        self.ended_at = None
        self.run.step = self

    def leave(self, now: datetime) -> None:
        """Leave it behind: as done, or as skipped where nothing was ever asked."""
        if any(self.rounds):
            self.finish(now)
        else:
            self.skip(now)

    def finish(self, now: datetime) -> None:
        """Leave it behind as done."""
        state_machine.enter(self, state_machine.STEP, "done")
        self.ended_at = now

    def skip(self, now: datetime) -> None:
        """Leave it out."""
        state_machine.enter(self, state_machine.STEP, "skipped")
        self.ended_at = now if self.staged_at else None

    def unstage(self) -> None:
        """Put it back into the plan."""
        state_machine.enter(self, state_machine.STEP, "planned")
        self.staged_at = None
