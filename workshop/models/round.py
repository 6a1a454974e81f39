"""A round: one asking of an activity, from open to closed to revealed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop import activities
from workshop.models import state_machine
from workshop.models.answer import Answer
from workshop.models.frozen_activity import read_frozen
from workshop.models.pile import pile_name_by_card
from workshop.persistence.db import Moment, db
from workshop.refused import Refused
from workshop.statistics.turnout import Turnout

MAX_DURATION_S = 4 * 3600  # with all the time that is added


class Round(db.Model):
    """``mode`` is fixed when it opens. Turnout and tally are frozen when it closes.

    ``tables`` is [table, approved, seated] of each table that answered (group_tables.py).
    ``hand_counts`` is people by row, raised hands that the trainer counted; no figure has them in.
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
    for_register: Mapped[bool] = mapped_column(default=False)  # phones said so as it opened
    tally: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    tables: Mapped[list[list[int]] | None] = mapped_column(JSON(none_as_null=True))
    hand_counts: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
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
        return read_frozen(self.content)

    def set_activity(
        self, activity: activities.Activity, content: dict[str, Any] | None = None
    ) -> None:
        """Store a copy of ``activity``, or ``content`` where that is its copy already.

        A later call may change how answers count, never what was asked.
        """
        self.content = activity.to_content() if content is None else content
        self.activity = activity

    @property
    def needs_key(self) -> bool:
        """Is it anonymous with ballots, so that only its own key can find a phone's ballot?"""
        return self.mode == "A" and self.activity.takes_answers

    @property
    def is_final(self) -> bool:
        """Is it closed, with a result that counts?"""
        return self.phase in ("closed", "revealed")

    @property
    def closed_itself(self) -> bool:
        """Was it closed by its deadline or by nine in ten answers, and is not revealed yet?"""
        return self.phase == "closed" and self.closed_by in ("time", "share")

    @property
    def is_unanswered(self) -> bool:
        """Was it closed without an answer? Then asking again is asking for the first time."""
        return self.is_final and self.activity.takes_answers and not self.answered

    @property
    def is_empty(self) -> bool:
        """Was it closed without an answer by phone and without a raised hand?"""
        return self.is_unanswered and not self.hand_counts

    def extend(self, seconds: int) -> None:
        """Postpone the deadline by ``seconds``. Raises Refused: no_deadline, deadline_too_far."""
        if self.phase != "open" or self.closes_at is None:
            raise Refused("no_deadline")
        if (self.closes_at - self.opened_at).total_seconds() + seconds > MAX_DURATION_S:
            raise Refused("deadline_too_far")
        self.closes_at += timedelta(seconds=seconds)
        self.extended += seconds

    def postpone_deadline(self, gap: timedelta) -> None:
        """Postpone the deadline, if there is one, by a time in which nobody was served."""
        if self.closes_at is not None:
            self.closes_at += gap

    def move_to(self, phase: str) -> None:
        """Move to ``phase``. Raises Refused("cannot_move") where the state machine forbids it."""
        state_machine.move(self, state_machine.ROUND_MOVES, phase)

    def retally(self) -> None:
        """Compute the tally of a closed round anew from its answers."""
        piles = pile_name_by_card(self.id)
        given = select(Answer.value, Answer.id, Answer.moderation).where(
            Answer.round_id == self.id, Answer.state == "answer"
        )
        self.tally = self.activity.tally(
            activities.GivenAnswer(value, card, moderation, piles.get(card, ""))
            for value, card, moderation in db.session.execute(given)
        )

    @property
    def turnout(self) -> Turnout:
        """Turnout as it was frozen at its close; all zero before."""
        return Turnout(self.eligible, self.answered, self.skipped)

    def freeze_turnout(self, turnout: Turnout) -> None:
        """Store the turnout."""
        self.eligible, self.answered = turnout.eligible, turnout.answered
        self.skipped, self.silent = turnout.skipped, turnout.silent

    def store_counted_turnout(self) -> None:
        """Store the turnout that the trainer counted by hand; do nothing where phones answer."""
        if not isinstance(self.activity, activities.CountedByHand):
            return
        room, raised = self.activity.turnout
        self.freeze_turnout(Turnout(room or self.eligible, raised))

    def count_hands(self, entered: Mapping[str, Any]) -> None:
        """Store the people whose hands were ``entered`` by row; a row that is not named stays.

        Neither turnout nor tally has them in. Raises Refused("nothing_to_count") where its
        answers cannot be counted, and InvalidAnswer.
        """
        activity = self.activity
        if not isinstance(activity, activities.HandCountable) or not activity.hand_rows:
            raise Refused("nothing_to_count")
        self.hand_counts = activity.hands_after(self.hand_counts or {}, entered) or None

    def apply_moderation(self, cards: Iterable[str], moderation: str) -> None:
        """Hide or show texts (``cards``) of an earlier round that this one was made of."""
        changed = self.activity
        if not isinstance(changed, activities.MadeOfRounds):
            return
        for card in cards:
            changed = changed.moderating(card, moderation)
        if changed != self.activity:
            self.set_activity(changed)
            if self.is_final:
                self.retally()
