"""A run: one live holding of a module. Its verbs are what a trainer can do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.models import closing, state_machine
from workshop.models.earlier_rounds import prepare
from workshop.models.logbook import log
from workshop.models.pile import lay_piles
from workshop.models.round import Round
from workshop.models.round_key import make_round_key
from workshop.models.segments import segment_round
from workshop.models.step import REVEALS, Step
from workshop.models.time_zone import InZone
from workshop.persistence.db import Moment, db
from workshop.persistence.events import RoundClosed, RunChanged
from workshop.persistence.unit_of_work import record
from workshop.refused import Refused

EXTENSION = 30  # seconds a press of «+30 s» adds

by_id = attrgetter("id")


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

    def changed(self) -> None:
        """Whoever shows it shows it anew, once this is committed."""
        self.version += 1
        record(RunChanged(self.id))

    def must_be_readable(self) -> None:
        """Raise Refused("run_unreadable") unless every frozen copy in it can be read."""
        for step in self.steps:
            _ = step.activity, [round.activity for round in step.rounds]

    @property
    def is_readable(self) -> bool:
        """Can this program read everything the run asks and asked?"""
        try:
            self.must_be_readable()
        except Refused:
            return False
        return True

    # --- the agenda -----------------------------------------------------------------------------

    def start(self, now: datetime) -> None:
        """Leave the lobby for the first step."""
        state_machine.enter(self, state_machine.RUN, "running")
        self.started_at = now
        self._stage_next(now)
        self.changed()

    def next_step(self, now: datetime) -> None:
        """Leave the current step as done and stage the one after it.

        What asks for no answer needs no closing of its own.
        """
        if self.open_round is not None and not self.open_round.activity.takes_answers:
            self.close_round(now)
        step = self._standing_step()
        step.leave(now)
        self._stage_next(now)
        self.changed()

    def skip_step(self, now: datetime) -> None:
        """Leave the current step out and stage the one after it."""
        self._standing_step().skip(now)
        self._stage_next(now)
        self.changed()

    def previous_step(self, now: datetime) -> None:
        """Go one step back, from behind the last one too.

        Its rounds stay as they are, asking again is a new round. Raises Refused: no_step,
        round_open, first_step.
        """
        earlier = self.steps
        if self.phase != "running" or self.step is not None:
            step = self._standing_step()
            earlier = [s for s in self.steps if s.position < step.position]
            if not earlier:
                raise Refused("first_step")
            if any(step.rounds):
                step.finish(now)
            else:
                step.unstage()
        earlier[-1].stage(now)
        log(self.id, now, "went_back", step=earlier[-1].label)
        self.changed()

    def end(self, now: datetime, seconds: Sequence[float] = ()) -> None:
        """Close what is open and let everyone go."""
        if self.open_round is not None:
            self.close_round(now, by="end", seconds=seconds)
        if self.step is not None and self.step.phase == "staged":
            self.step.leave(now)
        state_machine.enter(self, state_machine.RUN, "ended")
        self.ended_at = now
        self.paused = self.code_on_wall = False
        self.changed()

    # --- the round ------------------------------------------------------------------------------

    @property
    def rounds(self) -> list[Round]:
        """Every round of the run, as they were asked."""
        return sorted((round for step in self.steps for round in step.rounds), key=by_id)

    @property
    def open_round(self) -> Round | None:
        """The round phones can answer now, if there is one."""
        return next((round for round in self.rounds if round.phase == "open"), None)

    def open_round_of_step(self, now: datetime) -> Round:
        """Ask the current step's activity: a new round, never an old one again.

        Raises Refused: no_step, round_open, hidden_until_second_round, source_not_closed,
        source_empty.
        """
        step = self._standing_step()
        activity = prepare(self, step.activity, self.local(now).date())
        for item in (*activity.compares, activity.act_of):
            self._reveal_item(item, force=False)
        round = Round(
            run_id=self.id,
            step_id=step.id,
            item=step.item,
            number=self.next_number(step.item),
            mode=activity.mode,
            opened_at=now,
            served_at=now,
            closes_at=now + timedelta(seconds=activity.seconds) if activity.seconds else None,
        )
        if step.round is not None and step.round.is_unanswered:
            log(self.id, now, "asked_again_unanswered", step=step.label)
        round.ask(activity, step.content if activity is step.activity else None)
        step.rounds.append(round)
        step.reveal = REVEALS[0]
        step.by_segment = False
        self.changed()  # before the round gets its id, so that both are written in one go
        db.session.flush()
        lay_piles(round)
        if round.needs_key:
            make_round_key(round.id)
        round.is_new = True
        return round

    def close_round(self, now: datetime, by: str = "hand", seconds: Sequence[float] = ()) -> None:
        """Nothing that arrives from now on counts; what is there is frozen."""
        self.close(self._require_open(), now, by, seconds)

    def close(self, round: Round, now: datetime, by: str, seconds: Sequence[float] = ()) -> None:
        """Close this round, which need not be the one that phones see."""
        closing.close(round, now, by, seconds)
        record(RoundClosed(self.id, round.id))
        self.changed()

    def reveal_round(self, now: datetime, *, force: bool = False) -> None:
        """Show the result, of all rounds of this activity.

        Raises Refused: hidden_until_second_round while a second vote is planned, unless forced;
        result_hidden for what is never shown.
        """
        step = self._standing_step()
        if step.round is None or step.round.phase != "closed":
            raise Refused("nothing_to_reveal")
        if self.is_never_shown(step.item):
            raise Refused("result_hidden")
        if force and self.awaits_second_round(step.item):
            log(self.id, now, "revealed_before_second_round", step=step.label)
        self._reveal_item(step.item, force=force)
        self.changed()

    def advance_reveal(self) -> None:
        """Take the comparison of two rounds one key further."""
        step = self._current_step()
        if step.reveal == REVEALS[-1]:
            raise Refused("nothing_to_reveal")
        step.reveal = REVEALS[REVEALS.index(step.reveal) + 1]
        self.changed()

    def show_by_segment(self, on: bool) -> None:
        """Put the result on the wall by segment, or whole again.

        Raises Refused("nothing_to_split") before the reveal, or where its text names no segment.
        """
        step = self._current_step()
        round = step.round
        revealed = round is not None and round.phase == "revealed"
        if round is None or not revealed or segment_round(self, round) is None:
            raise Refused("nothing_to_split")
        step.by_segment = on
        self.changed()

    def annul_round(self, now: datetime) -> None:
        """Take the current round out of every figure; the logbook keeps that it was."""
        step = self._current_step()
        round = step.round
        if round is None:
            raise Refused("nothing_to_annul")
        was_open = round.phase == "open"
        round.enter("annulled")
        round.closed_at = round.closed_at or now
        log(self.id, now, "round_annulled", step=step.label, number=round.number)
        if was_open:
            closing.forget_ballots(round)
            record(RoundClosed(self.id, round.id))
        self.changed()

    def extend_round(self) -> None:
        """Half a minute more."""
        self._require_open().extend(EXTENSION)
        self.changed()

    def close_at_share(self, on: bool) -> None:
        """Let the open round close by itself once nine in ten have answered."""
        self._require_open().close_at_share = on
        self.changed()

    def rounds_of(self, item: str) -> list[Round]:
        """Rounds of an activity that count, first to last.

        One that nobody answered does not, once it was asked again.
        """
        asked = [r for r in self.rounds if r.item == item and r.phase != "annulled"]
        return [r for r in asked if r is asked[-1] or not r.is_unanswered]

    def next_number(self, item: str) -> int:
        """Which asking of an activity would be the next: 1 until somebody has answered it."""
        return 1 + sum(not round.is_unanswered for round in self.rounds_of(item))

    def awaits_second_round(self, item: str) -> bool:
        """Is a hidden opinion vote still to be asked again? Then nobody may see its result."""
        steps = [step for step in self.steps if step.item == item]
        return bool(steps) and steps[0].activity.show == "never" and self._repeats(steps)

    def asks_again(self, item: str) -> bool:
        """Is a later step of a run that goes on still to ask this once more?"""
        steps = [step for step in self.steps if step.item == item]
        return self.phase != "ended" and self._repeats(steps)

    @staticmethod
    def _repeats(steps: Sequence[Step]) -> bool:
        return any(
            step.phase in ("planned", "staged")
            and not any(r.is_final and not r.is_unanswered for r in step.rounds)
            for step in steps[1:]
        )

    def is_never_shown(self, item: str) -> bool:
        """Is this asked once and for the trainer alone, so that no key puts it on the wall?"""
        steps = [step for step in self.steps if step.item == item]
        once = len(steps) == 1 and self.next_number(item) <= 2
        return once and steps[0].activity.show == "never"

    # --- the wall -------------------------------------------------------------------------------

    def pause_wall(self, now: datetime) -> None:
        """Cover the wall; phones go on. Refused("session_ended") once it is over."""
        self._not_over()
        self.paused = True
        log(self.id, now, "wall_paused")
        self.changed()

    def resume_wall(self, now: datetime) -> None:
        """Uncover the wall."""
        self._not_over()
        self.paused = False
        log(self.id, now, "wall_resumed")
        self.changed()

    def show_code(self, on: bool) -> None:
        """Put how to get in on the wall, big and over what is there, or take it away.

        Raises Refused: session_ended; no_step in the lobby, whose wall shows nothing else.
        """
        self._not_over()
        if self.phase == "lobby":
            raise Refused("no_step")
        self.code_on_wall = on
        self.changed()

    def choose_address(self, address: str) -> None:
        """The address that wall and console print for phones."""
        self._not_over()
        self.address = address
        self.changed()

    def hold_new_texts(self, on: bool) -> None:
        """Texts wait for the trainer before anyone sees them."""
        self._not_over()
        self.hold_texts = on
        self.changed()

    def lock_room(self, on: bool) -> None:
        """Nobody new comes in; who has a seat keeps it."""
        self._not_over()
        self.locked = on
        self.changed()

    # --- helpers, in the order they are called --------------------------------------------------

    def _not_over(self) -> None:
        if self.phase == "ended":
            raise Refused("session_ended")

    def _current_step(self) -> Step:
        if self.phase != "running" or self.step is None:
            raise Refused("no_step")
        return self.step

    def _standing_step(self) -> Step:
        """The current step, provided that nothing is open in it."""
        step = self._current_step()
        if self.open_round is not None:
            raise Refused("round_open")
        return step

    def _stage_next(self, now: datetime) -> None:
        after = self.step.position if self.step is not None else -1
        for step in self.steps:
            if step.position <= after or step.phase != "planned":
                continue
            step.stage(now)
            return
        self.step = None

    def _require_open(self) -> Round:
        round = self.open_round
        if round is None:
            raise Refused("round_not_open")
        return round

    def _reveal_item(self, item: str, force: bool) -> None:
        if self.awaits_second_round(item) and not force:
            raise Refused("hidden_until_second_round")
        for round in self.rounds_of(item):
            if round.phase == "closed":
                round.enter("revealed")
