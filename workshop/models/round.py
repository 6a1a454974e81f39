"""A round: one asking of an activity, from open to closed to revealed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop import activities
from workshop.models import state_machine
from workshop.models.answer import Answer
from workshop.models.frozen_activity import frozen
from workshop.models.pile import pile_names
from workshop.persistence.db import Moment, db
from workshop.refused import Refused
from workshop.statistics.turnout import Turnout

LONGEST = 4 * 3600  # seconds; nobody adds time for ever


class Round(db.Model):
    """``mode`` is fixed when it opens. E, R, S, Z and the tally are frozen when it closes.

    ``tables`` is [table, approved, seated] of each table that answered (group_tables.py).
    """

    __tablename__ = "rounds"
    __table_args__ = {"sqlite_autoincrement": True}  # phones remember ids: none comes twice

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("steps.id", ondelete="CASCADE"), index=True)
    item: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    mode: Mapped[str] = mapped_column(String(1))
    phase: Mapped[str] = mapped_column(String(10), default="open")
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closes_at: Mapped[datetime | None] = mapped_column(Moment)
    served_at: Mapped[datetime] = mapped_column(Moment)  # when phones were last being served
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[str | None] = mapped_column(String(10))  # hand | time | share | end, recovery
    extended: Mapped[int] = mapped_column(default=0)
    close_at_share: Mapped[bool] = mapped_column(default=False)
    tally: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    tables: Mapped[list[list[int]] | None] = mapped_column(JSON(none_as_null=True))
    eligible: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    silent: Mapped[int] = mapped_column(default=0)
    median_seconds: Mapped[float | None]
    p90_seconds: Mapped[float | None]

    # By name: runs and steps know their rounds.
    run: Mapped[Any] = relationship("Run")
    step: Mapped[Any] = relationship("Step", back_populates="rounds")
    answers: Mapped[list[Answer]] = relationship(back_populates="round", passive_deletes="all")

    is_new = False  # opened by whoever holds this object, and not told to anyone yet

    @cached_property
    def activity(self) -> activities.Activity:
        """The activity as it was asked in this round. Raises Refused("run_unreadable")."""
        return frozen(self.content)

    def ask(self, activity: activities.Activity, content: dict[str, Any] | None = None) -> None:
        """Take this round's own copy of what it asks, or ``content`` where that is its copy.

        Later it may change how answers count, never what was asked.
        """
        self.content = activity.to_content() if content is None else content
        self.activity = activity

    @property
    def needs_key(self) -> bool:
        """Can only a key of its own tell whose ballot is whose while it is open?"""
        return self.mode == "A" and self.activity.takes_answers

    @property
    def is_final(self) -> bool:
        """Closed, with a result that counts."""
        return self.phase in ("closed", "revealed")

    @property
    def closed_itself(self) -> bool:
        """Closed, by no key: its time was up, or nine in ten had answered."""
        return self.phase == "closed" and self.closed_by in ("time", "share")

    @property
    def is_unanswered(self) -> bool:
        """Closed without one answer: asking again is asking for the first time."""
        return self.is_final and self.activity.takes_answers and not self.answered

    def extend(self, seconds: int) -> None:
        """Give the room more time. Refused without a deadline, or when it is over."""
        if self.phase != "open" or self.closes_at is None:
            raise Refused("no_deadline")
        if (self.closes_at - self.opened_at).total_seconds() + seconds > LONGEST:
            raise Refused("deadline_too_far")
        self.closes_at += timedelta(seconds=seconds)
        self.extended += seconds

    def shift(self, gap: timedelta) -> None:
        """Time during which nobody was served does not count (design.md §8.10)."""
        if self.closes_at is not None:
            self.closes_at += gap

    def enter(self, phase: str) -> None:
        """Move to ``phase`` if the table of moves allows it."""
        state_machine.enter(self, state_machine.ROUND, phase)

    def retally(self) -> None:
        """Make the frozen tally again from the answers, after a text was hidden or shown."""
        piles = pile_names(self.id)
        given = select(Answer.value, Answer.id, Answer.moderation).where(
            Answer.round_id == self.id, Answer.state == "answer"
        )
        self.tally = self.activity.tally(
            activities.Given(value, card, moderation, piles.get(card, ""))
            for value, card, moderation in db.session.execute(given)
        )

    @property
    def turnout(self) -> Turnout:
        """Who counts in it, as it was frozen at its close; all zero before."""
        return Turnout(self.eligible, self.answered, self.skipped)

    def freeze_turnout(self, turnout: Turnout) -> None:
        """Keep who counts in it."""
        self.eligible, self.answered = turnout.eligible, turnout.answered
        self.skipped, self.silent = turnout.skipped, turnout.silent

    def take_turnout(self) -> None:
        """Take who was there from what the trainer entered; nothing where phones answer."""
        if not isinstance(self.activity, activities.CountedByHand):
            return
        room, raised = self.activity.turnout
        self.freeze_turnout(Turnout(room or self.eligible, raised))

    def follow_moderation(self, cards: Iterable[str], moderation: str) -> None:
        """Texts this round is made of were hidden or shown: what is asked and told follows."""
        changed = self.activity
        if not isinstance(changed, activities.MadeOfRounds):
            return
        for card in cards:
            changed = changed.moderating(card, moderation)
        if changed != self.activity:
            self.ask(changed)
            if self.is_final:
                self.retally()
