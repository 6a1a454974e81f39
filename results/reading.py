"""Reading a run as an Outcome: the trainer's own, and the one released to everyone else."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from results.comparing import released_comparison, room_comparison
from results.outcome import ComparisonOutcome, Outcome, RoundOutcome, StepOutcome
from results.splits import split_of
from workshop.activities import CountedByHand, GivenAnswer
from workshop.models.group_tables import frozen_table_states as tables_as_told
from workshop.models.logbook import LogEntry
from workshop.models.participant import count_joined
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.models.step import Step
from workshop.persistence.db import db
from workshop.reports.by_segment import breakdown_of
from workshop.reports.comparison import comparable, compare, given_in
from workshop.reports.raised_hands import raised_hands
from workshop.reports.release import some_of
from workshop.reports.threshold import Threshold
from workshop.reports.turnouts import ActivityTurnout, turnouts_of
from workshop.reports.visibility import Audience, ResultVisibility
from workshop.statistics.turnout import Turnout

# What the trainer did on purpose is no incident: the logbook keeps it, this page is silent.
ROUTINE_ENTRIES = {
    *("wall_paused", "wall_resumed", "text_hidden", "text_shown", "text_piled", "vote_made"),
    *("hands_counted", "items_edited", "items_restored"),
    *("pile_added", "pile_named", "pile_removed"),
}


def outcome_of(run: Run, threshold: Threshold) -> Outcome:
    """Read a run for those who were not there: HR, files, pictures (decision 0070).

    No room under k in any mode, no way or cell of one person, no two releases that differ by fewer
    than k. What an annulment or a hidden vote forbids is not in there either.
    """
    reading = _OutcomeReader(run, threshold)
    return _outcome(run, threshold, reading, own=False)


def room_of(run: Run, threshold: Threshold) -> Outcome:
    """Read a run for its trainer: what the room was shown, in any size."""
    return _outcome(run, threshold, _RoomReader(run, threshold), own=True)


def _outcome(run: Run, threshold: Threshold, reading: "_RoomReader", own: bool) -> Outcome:
    steps = tuple(_step(run, step, reading) for step in run.steps)
    return Outcome(
        run_id=run.id,
        title=run.title,
        group=run.group,
        trainer=run.trainer,
        module_code=run.module_code,
        module_title=run.module_title,
        module_version=run.module_version,
        trial=run.trial,
        simulated=run.simulated,
        phase=run.phase,
        created_at=run.local(run.created_at),
        started_at=run.local(run.started_at) if run.started_at else None,
        ended_at=run.local(run.ended_at) if run.ended_at else None,
        people=count_joined(run.id),
        k=threshold.k,
        steps=steps,
        own=own,
        incidents=tuple(
            (run.local(entry.at), entry.what, entry.detail)
            for entry in db.session.scalars(
                select(LogEntry).where(LogEntry.run_id == run.id).order_by(LogEntry.id)
            )
            if entry.what not in ROUTINE_ENTRIES
        ),
        modes=tuple(
            dict.fromkeys(
                round.mode
                for step in steps
                if not isinstance(step.activity, CountedByHand)
                for round in step.rounds
            )
        ),
    )


def _step(run: Run, step: Step, reading: "_RoomReader") -> StepOutcome:
    activity = step.asked
    again = step.round  # what nobody answered and was asked again is a line of the logbook
    asked = [
        each
        for each in (step.rounds if activity.takes_answers else ())
        if each is again or not each.is_empty
    ]
    return StepOutcome(
        label=step.label,
        title=step.title,
        phase=step.phase,
        activity=activity,
        planned_minutes=step.planned_minutes,
        real_minutes=step.real_minutes if step.phase == "done" else None,
        rounds=tuple(reading.round(round) for round in asked),
        comparisons=tuple(reading.comparisons(step)),
        is_central=step.is_central,
        turnouts=reading.turnouts(step) if step.phase != "planned" else (),
    )


class _RoomReader:
    """Reader of a run's steps, as far as the two readers agree."""

    audience = Audience.ROOM_RECORD

    def __init__(self, run: Run, threshold: Threshold):
        self.run, self.threshold = run, threshold
        self.visibility = ResultVisibility(run, threshold)

    def round(self, round: Round) -> RoundOutcome:
        """One asking, as it may be told."""
        visibility = self.visibility.of(round, self.audience)
        of = max((other.number for other in self.run.rounds_of(round.item)), default=round.number)
        known: dict[str, Any] = {
            "id": round.id,
            "number": round.number,
            "of": max(of, round.number),
            "mode": round.mode,
            "phase": round.phase,
            "standing": visibility.reason,
            "k": self.threshold.k,
            "by_hand": raised_hands(round, self.audience, visibility, self.threshold),
        }
        if not visibility.told:
            return RoundOutcome(**known)
        people = visibility.people
        tally = self.threshold.protect(round.activity, _tally(round, people))
        return RoundOutcome(
            **known,
            tally=tally,
            rows=round.activity.rows(tally),
            texts_kept_back=tally.get("held", 0) + tally.get("hidden", 0),
            same_people=people is not None,
            by_table=round.activity.by_table,
            **_turnout(round, people),
            **self.by_segment(round, tally, people),
        )

    def by_segment(
        self, round: Round, tally: Mapping[str, Any], people: frozenset[str] | None
    ) -> dict[str, Any]:
        """The round by its segment, as the room was shown it."""
        return {"breakdown": breakdown_of(self.run, round, self.threshold)}

    def turnouts(self, step: Step) -> tuple[ActivityTurnout, ...]:
        """Turnouts of the step, one for each way of answering: how many answered, of how many."""
        return turnouts_of(self.run, step)

    def comparisons(self, step: Step) -> Iterable[ComparisonOutcome]:
        """The comparison belongs to the step where the last of its rounds was asked."""
        pair = comparable(self.run.rounds_of(step.item))
        if pair is None or pair[1].step_id != step.id:
            return
        before, after = (self.round(round) for round in pair)
        if before.standing == after.standing == "told":
            yield self.comparison(pair, before, after)

    def comparison(
        self, pair: tuple[Round, Round], before: RoundOutcome, after: RoundOutcome
    ) -> ComparisonOutcome:
        """Two rounds side by side, as the room was shown them."""
        return room_comparison(compare(*pair, self.threshold), before, after)


class _OutcomeReader(_RoomReader):
    """Reader for people who were not there: each question needs a group of k in any mode."""

    audience = Audience.OUTCOME

    def by_segment(
        self, round: Round, tally: Mapping[str, Any], people: frozenset[str] | None
    ) -> dict[str, Any]:
        found = breakdown_of(self.run, round, self.threshold, people)
        return {"split": split_of(round.activity, tally, found) if found else None}

    def turnouts(self, step: Step) -> tuple[ActivityTurnout, ...]:
        found = super().turnouts(step)
        large = all(self.threshold.shows_group(each.turnout.eligible) for each in found)
        return found if large else ()

    def comparison(
        self, pair: tuple[Round, Round], before: RoundOutcome, after: RoundOutcome
    ) -> ComparisonOutcome:
        return released_comparison(compare(*pair, self.threshold), before, after, self.threshold)


def _tally(round: Round, people: frozenset[str] | None) -> Mapping[str, Any]:
    if people is None:
        return round.tally or round.activity.tally(())
    return round.activity.tally(GivenAnswer(value) for value in some_of(given_in(round), people))


def _turnout(round: Round, people: frozenset[str] | None) -> dict[str, Any]:
    """Turnout of a round as keywords; of some ``people`` only their number: the rest are few."""
    if people is not None:
        return {"counts": Turnout(len(people), len(people))}
    return {
        "counts": round.turnout,
        "median_seconds": round.median_seconds,
        "tables": tables_as_told(round.tables),
    }
