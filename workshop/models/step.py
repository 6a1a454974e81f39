"""A step: an activity's place in a run, with its own frozen copy of the activity as it is asked."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop import activities
from workshop.models import state_machine
from workshop.models.frozen_activity import read_frozen
from workshop.models.round import Round
from workshop.persistence.db import Moment, db

# Stages of the comparison of two rounds; each is a press of the trainer, never a timer.
REVEAL_STAGES = ("after", "before", "flows", "all")
CENTRAL_KEY = "central"  # beside the activity's own keys, in the steps of the central question


class Step(db.Model):
    """planned → staged → done or skipped. ``item`` is the activity: a second vote has the same."""

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
    items: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # as edited
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
        """The activity in this run's copy, whatever has become of the module since.

        Raises Refused("run_unreadable").
        """
        return read_frozen(self.content)

    @property
    def is_central(self) -> bool:
        """Does it ask the module's central question, the headline of the record?"""
        return bool(self.content.get(CENTRAL_KEY))

    @property
    def round(self) -> Round | None:
        """The latest round of this step that was not annulled, if there is one."""
        counted = [round for round in self.rounds if round.phase != "annulled"]
        return counted[-1] if counted else None

    @property
    def asked(self) -> activities.Activity:
        """The activity of the latest round, with its sources filled in, or else of the step."""
        return self.round.activity if self.round is not None else self.activity

    @property
    def real_minutes(self) -> float | None:
        """Minutes from staged to done; None while it lasts."""
        if self.staged_at is None or self.ended_at is None:
            return None
        return (self.ended_at - self.staged_at).total_seconds() / 60

    def stage(self, now: datetime) -> None:
        """Make this the current step of the run. Raises Refused("cannot_move")."""
        state_machine.move(self, state_machine.STEP_MOVES, "staged")
        self.staged_at = self.staged_at or now
        self.ended_at = None
        self.run.step = self

    def leave(self, now: datetime) -> None:
        """End the step: as done, or as skipped where no round was ever opened."""
        if any(self.rounds):
            self.finish(now)
        else:
            self.skip(now)

    def finish(self, now: datetime) -> None:
        """End the step as done."""
        state_machine.move(self, state_machine.STEP_MOVES, "done")
        self.ended_at = now

    def skip(self, now: datetime) -> None:
        """End the step as skipped."""
        state_machine.move(self, state_machine.STEP_MOVES, "skipped")
        self.ended_at = now if self.staged_at else None

    def unstage(self) -> None:
        """Make a staged step a planned one again."""
        state_machine.move(self, state_machine.STEP_MOVES, "planned")
        self.staged_at = None
