"""Reading a run for whoever was not there, without what a small group or a hidden vote forbids."""

from collections.abc import Iterable

from sqlalchemy import select

from results.outcome import ComparisonOutcome, Outcome, RoundOutcome, StepOutcome, Turnout
from workshop.comparison import comparable, compare
from workshop.db import db
from workshop.logbook import Entry
from workshop.participant import how_many_joined
from workshop.round import Round
from workshop.run import Run
from workshop.seating import as_told
from workshop.segments import breakdown_of
from workshop.step import Step
from workshop.threshold import Threshold
from workshop.turnouts import turnouts_of

# What the trainer did on purpose is no incident: the logbook keeps it, this page is silent.
ROUTINE = {
    *("wall_paused", "wall_resumed", "text_hidden", "text_shown", "text_piled", "vote_made"),
    "hands_counted",
    *("pile_added", "pile_named", "pile_removed"),
}


def outcome_of(run: Run, threshold: Threshold) -> Outcome:
    """Read a run. What ``threshold``, an annulment or a hidden vote forbids is not in there."""
    steps = tuple(_step(run, step, threshold) for step in run.steps)
    return Outcome(
        run_id=run.id,
        title=run.title,
        group=run.group,
        trainer=run.trainer,
        module_code=run.module_code,
        module_title=run.module_title,
        module_version=run.module_version,
        trial=run.trial,
        phase=run.phase,
        started_at=run.started_at,
        ended_at=run.ended_at,
        people=how_many_joined(run.id),
        k=threshold.k,
        steps=steps,
        incidents=tuple(
            (entry.at, entry.what, entry.detail)
            for entry in db.session.scalars(
                select(Entry).where(Entry.run_id == run.id).order_by(Entry.id)
            )
            if entry.what not in ROUTINE
        ),
        modes=tuple(
            dict.fromkeys(
                round.mode for step in steps if not step.activity.by_hand for round in step.rounds
            )
        ),
    )


def _step(run: Run, step: Step, threshold: Threshold) -> StepOutcome:
    activity = step.asked
    again = step.round  # what nobody answered and was asked again is a line of the logbook
    asked = [
        each
        for each in (step.rounds if activity.takes_answers else ())
        if each is again or not each.is_unanswered
    ]
    return StepOutcome(
        label=step.label,
        title=step.title,
        phase=step.phase,
        activity=activity,
        planned_minutes=step.planned_minutes,
        real_minutes=step.real_minutes if step.phase == "done" else None,
        rounds=tuple(_round(run, round, threshold) for round in asked),
        comparisons=tuple(_comparisons(run, step, threshold)),
        turnouts=turnouts_of(run, step) if step.phase != "planned" else (),
    )


def _round(run: Run, round: Round, threshold: Threshold) -> RoundOutcome:
    standing = _standing(run, round, threshold)
    of = max((other.number for other in run.rounds_of(round.item)), default=round.number)
    known = {
        "id": round.id,
        "number": round.number,
        "of": max(of, round.number),
        "mode": round.mode,
        "phase": round.phase,
        "standing": standing,
        "k": threshold.k,
    }
    if standing != "told":
        return RoundOutcome(**known)
    tally = threshold.protect(round.activity, round.tally or round.activity.tally(()))
    return RoundOutcome(
        **known,
        counts=Turnout(round.eligible, round.answered, round.skipped, round.silent),
        tally=tally,
        rows=round.activity.rows(tally),
        texts_kept_back=tally.get("held", 0) + tally.get("hidden", 0),
        median_seconds=round.median_seconds,
        breakdown=breakdown_of(run, round, threshold),
        by_table=round.activity.by_table,
        tables=as_told(round.tables),
    )


def _standing(run: Run, round: Round, threshold: Threshold) -> str:
    if round.phase in ("open", "annulled"):
        return round.phase
    never_shown = round.activity.show == "never" and round.phase != "revealed"
    if never_shown or run.awaits_second_round(round.item):
        return "hidden"
    if not threshold.shows_room(round.answered, round.mode):
        return "protected"
    return "told"


def _comparisons(run: Run, step: Step, threshold: Threshold) -> Iterable[ComparisonOutcome]:
    """The comparison belongs to the step where the last of its rounds was asked."""
    pair = comparable(run.rounds_of(step.item))
    if pair is None or pair[1].step_id != step.id:
        return
    before, after = (_round(run, round, threshold) for round in pair)
    if before.standing != "told" or after.standing != "told":
        return
    found = compare(*pair, threshold)
    yield ComparisonOutcome(
        activity=pair[1].activity,
        before=before,
        after=after,
        too_few=found.too_few,
        pairs=found.pairs,
        moved=found.moved,
        only_once=found.only_once,
        flows=found.change.flows if found.change else (),
        measured=found.measured,
        paired=found.paired,
    )
