"""A run: one live holding of a module, with its steps and rounds and what its wall shows.

What its trainer does with steps and rounds: commands/agenda.py, commands/rounds.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.models.logbook import log
from workshop.models.round import Round
from workshop.models.step import Step
from workshop.models.time_zone import InZone
from workshop.people.organisation import FIRST_ORGANISATION_ID
from workshop.persistence.db import Moment, db
from workshop.persistence.events import RunChanged
from workshop.persistence.unit_of_work import record
from workshop.refused import Refused

_by_id = attrgetter("id")


class Run(InZone, db.Model):
    """lobby → running → ended. ``version`` grows with every change that somebody may see."""

    __tablename__ = "runs"
    __table_args__ = (
        Index(
            "uq_runs_code_live",
            "code",
            unique=True,
            sqlite_where=db.text("phase != 'ended'"),
            postgresql_where=db.text("phase != 'ended'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), default=FIRST_ORGANISATION_ID
    )
    code: Mapped[str] = mapped_column(String(6), index=True)
    module_slug: Mapped[str] = mapped_column(String(120))
    module_code: Mapped[str] = mapped_column(String(10))
    module_title: Mapped[str] = mapped_column(String(200))
    module_version: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(120))
    group: Mapped[str] = mapped_column("group_name", String(120), default="")
    trainer: Mapped[str] = mapped_column(String(120), default="")
    trial: Mapped[bool] = mapped_column(default=False)
    simulated: Mapped[bool] = mapped_column(default=False)  # its people are imagined: a trial too
    hold_texts: Mapped[bool] = mapped_column(default=True)
    usted: Mapped[bool] = mapped_column(default=False)  # how phones and wall speak to people
    zone: Mapped[str] = mapped_column(String(64), default="")  # the trainer's, if known
    phase: Mapped[str] = mapped_column(String(10), default="lobby")
    paused: Mapped[bool] = mapped_column(default=False)
    code_on_wall: Mapped[bool] = mapped_column(default=False)  # how to get in, over what is there
    locked: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    k: Mapped[int] = mapped_column(default=5)
    address: Mapped[str] = mapped_column(String(80), default="")
    wall_token: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    step_id: Mapped[int | None] = mapped_column(
        ForeignKey("steps.id", use_alter=True, ondelete="SET NULL")
    )

    step: Mapped[Step | None] = relationship(foreign_keys=[step_id], post_update=True)
    steps: Mapped[list[Step]] = relationship(
        back_populates="run",
        order_by=Step.position,
        foreign_keys=[Step.run_id],
        cascade="all, delete-orphan",
    )

    def bump_version(self) -> None:
        """Count the version up and record RunChanged, so that every screen is rendered anew."""
        self.version += 1
        record(RunChanged(self.id))

    def require_readable(self) -> None:
        """Raise Refused("run_unreadable") unless every frozen copy in it can be read."""
        for step in self.steps:
            _ = step.activity, [round.activity for round in step.rounds]

    @property
    def is_readable(self) -> bool:
        """Can this program read everything the run asks and asked?"""
        try:
            self.require_readable()
        except Refused:
            return False
        return True

    # --- its rounds -----------------------------------------------------------------------------

    @property
    def rounds(self) -> list[Round]:
        """Every round of the run, in the order of asking."""
        return sorted((round for step in self.steps for round in step.rounds), key=_by_id)

    @property
    def open_round(self) -> Round | None:
        """The round phones can answer now, if there is one."""
        return next((round for round in self.rounds if round.phase == "open"), None)

    def rounds_of(self, item: str) -> list[Round]:
        """Return the rounds of an activity that count, in the order of asking.

        One that nobody answered does not count once it was asked again.
        """
        asked = [r for r in self.rounds if r.item == item and r.phase != "annulled"]
        return [r for r in asked if r is asked[-1] or not r.is_unanswered]

    def next_number(self, item: str) -> int:
        """Return the number of an activity's next round: 1 until somebody has answered it."""
        return 1 + sum(not round.is_unanswered for round in self.rounds_of(item))

    def awaits_second_round(self, item: str) -> bool:
        """Is the second round of a hidden vote still to come? Then nobody may see the result."""
        steps = [step for step in self.steps if step.item == item]
        return bool(steps) and steps[0].activity.show == "never" and self._repeats(steps)

    def asks_again(self, item: str) -> bool:
        """Is a later step of a run that has not ended still to ask this once more?"""
        steps = [step for step in self.steps if step.item == item]
        return self.phase != "ended" and self._repeats(steps)

    @staticmethod
    def _repeats(steps: Sequence[Step]) -> bool:
        return any(
            step.phase in ("planned", "staged")
            and not any(r.is_final and not r.is_empty for r in step.rounds)
            for step in steps[1:]
        )

    def is_never_shown(self, item: str) -> bool:
        """Is this asked once and for the trainer alone? Then it is never revealed."""
        steps = [step for step in self.steps if step.item == item]
        once = len(steps) == 1 and self.next_number(item) <= 2
        return once and steps[0].activity.show == "never"

    # --- what a command needs -------------------------------------------------------------------

    def require_step(self) -> Step:
        """Return the current step. Raises Refused("no_step")."""
        if self.phase != "running" or self.step is None:
            raise Refused("no_step")
        return self.step

    def require_closed_step(self) -> Step:
        """Return the current step if no round is open. Raises Refused: no_step, round_open."""
        step = self.require_step()
        if self.open_round is not None:
            raise Refused("round_open")
        return step

    def require_open_round(self) -> Round:
        """Return the open round. Raises Refused("round_not_open")."""
        round = self.open_round
        if round is None:
            raise Refused("round_not_open")
        return round

    def _require_not_ended(self) -> None:
        if self.phase == "ended":
            raise Refused("session_ended")

    # --- the wall -------------------------------------------------------------------------------

    def pause_wall(self, now: datetime) -> None:
        """Cover the wall; phones go on. Raises Refused("session_ended")."""
        self._require_not_ended()
        self.paused = True
        log(self.id, now, "wall_paused")
        self.bump_version()

    def resume_wall(self, now: datetime) -> None:
        """Uncover the wall. Raises Refused("session_ended")."""
        self._require_not_ended()
        self.paused = False
        log(self.id, now, "wall_resumed")
        self.bump_version()

    def show_code(self, on: bool) -> None:
        """Show the join code on the wall, over what is there, or hide it.

        Raises Refused: session_ended; no_step in the lobby, whose wall shows nothing else.
        """
        self._require_not_ended()
        if self.phase == "lobby":
            raise Refused("no_step")
        self.code_on_wall = on
        self.bump_version()

    def choose_address(self, address: str) -> None:
        """Set the address that phones are told. Raises Refused("session_ended")."""
        self._require_not_ended()
        self.address = address
        self.bump_version()

    def hold_new_texts(self, on: bool) -> None:
        """Have new texts wait for the trainer, or not. Raises Refused("session_ended")."""
        self._require_not_ended()
        self.hold_texts = on
        self.bump_version()

    def lock_room(self, on: bool) -> None:
        """Let no new phone join, or again; who has a seat keeps it. Raises Refused."""
        self._require_not_ended()
        self.locked = on
        self.bump_version()
