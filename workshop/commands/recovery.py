"""Recovery of runs after a kill or from a restored copy, where two things do not agree.

Each function below makes one pair agree; the tables CLEANUPS and REPAIRS list them. Nothing here
needs what was lost: a round whose key is gone can still be closed, since closing needs no key.

- An open anonymous round, and its key. No key (a backup holds none): the round is closed, and the
  logbook says so. No such round, or it closed: the key is forgotten.
- An open round, and its ballots with what lies beside them. No such round: they are forgotten.
- A running run, and its step. No step, or one in another phase: the staged one is the current one.
- An open round, and the step the run is at. Another step: the round is closed; the logbook says so.
- A closed round, and its tally. No tally: it is made again from the answers.
- A frozen copy, and the kinds of this program. No such kind: the run is left as it is, and said.
- A run, and the smallest group that may be told. One below the floor: the floor.
- A run, and its module. No module: nothing is done, a run has its own copy of all it asks.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, cast, delete, func, or_, select, update

from workshop.activities import CountedByHand
from workshop.commands.rounds import close_open_round, close_round
from workshop.models import state_machine
from workshop.models.answer import Answer
from workshop.models.closing import TABLES_OF_OPEN_ROUND
from workshop.models.logbook import log
from workshop.models.round import Round
from workshop.models.round_key import RoundKey, round_key
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.reports.threshold import MIN_K
from workshop.statistics.turnout import Turnout

CLOSED_LOST_KEY = "lost_key"  # why a round closed, in the database
CLOSED_ASTRAY = "astray"  # as above


def extend_deadlines_by_downtime(now: datetime, silence: timedelta) -> None:
    """Postpone the deadlines of open rounds by the time without service, if over ``silence``."""
    open_now = select(Round).where(Round.phase == "open").with_for_update()
    for round in db.session.scalars(open_now):
        gap = now - round.served_at
        if gap > silence:
            round.postpone_deadline(gap)
            round.run.version += 1
            log(round.run_id, now, "server_restarted", seconds=_whole(gap))
        round.served_at = max(now, round.served_at)


def delete_leftovers(alone: bool) -> None:
    """Delete keys, and ballots with their like, whose round is not open; raise thresholds.

    Unless ``alone``, a key without a round may belong to one that another process is opening.
    """
    for forget in CLEANUPS:
        forget(alone)


def runs_to_check() -> Sequence[int]:
    """Return the ids of runs that may need repair: all that have not ended, and odd ones."""
    unsummed = (
        select(Round.run_id)
        .where(Round.phase.in_(("closed", "revealed")), _is_null(Round.tally))
        .where(Round.id.in_(select(Answer.round_id)))
    )
    open_now = select(Round.run_id).where(Round.phase == "open")
    going_on = Run.phase != "ended"
    wanted = or_(going_on, Run.id.in_(open_now), Run.id.in_(unsummed))
    return db.session.scalars(select(Run.id).where(wanted).order_by(Run.id)).all()


def repair_run(run: Run, now: datetime) -> None:
    """Apply REPAIRS to one run, within the unit of work of the caller.

    Raises Refused("run_unreadable") where a frozen copy cannot be read: nothing is changed then.
    """
    run.require_readable()
    for agree in REPAIRS:
        agree(run, now)


# --- of all runs at once ------------------------------------------------------------------------


def delete_orphan_keys(alone: bool) -> None:
    """Delete the keys of rounds that are not open."""
    known_ids = set(db.session.scalars(select(Round.id)))  # first: without what opens meanwhile
    open_ids = set(db.session.scalars(_open_ids()))
    for key in db.session.scalars(select(RoundKey)):
        if key.round_id not in open_ids and (alone or key.round_id in known_ids):
            db.session.delete(key)


def delete_orphan_ballots(alone: bool) -> None:
    """Delete rows of TABLES_OF_OPEN_ROUND whose round is not open."""
    for kept in TABLES_OF_OPEN_ROUND:
        over = kept.round_id.not_in(_open_ids())
        if db.session.scalar(select(kept.round_id).where(over).limit(1)) is not None:
            db.session.execute(delete(kept).where(over))


def raise_small_thresholds(alone: bool) -> None:
    """Raise the threshold of runs below the floor, which an earlier program allowed."""
    small = Run.k < MIN_K
    if db.session.scalar(select(Run.id).where(small).limit(1)) is not None:
        db.session.execute(update(Run).where(small).values(k=MIN_K))


# --- of one run ---------------------------------------------------------------------------------


def repair_current_step(run: Run, now: datetime) -> None:
    """Make the current step of a running run its one staged step."""
    if run.phase != "running":
        return
    staged = [step for step in run.steps if step.phase == "staged"]
    if run.step is None and staged:
        run.step = staged[-1]
    elif run.step is not None and run.step.phase != "staged":
        run.step.phase = state_machine.STAGED
        run.step.staged_at = run.step.staged_at or now
    else:
        staged = [step for step in staged if step is not run.step]
        if not staged:
            return
    for step in run.steps:
        if step.phase == "staged" and step is not run.step:
            step.phase = "done" if any(step.rounds) else "planned"
    log(run.id, now, "step_mended", step=run.step.label if run.step else "")
    run.bump_version()


def close_stray_rounds(run: Run, now: datetime) -> None:
    """Close open rounds of other steps than the current one, and all but its last."""
    here = run.step if run.phase == "running" else None
    for round in [round for round in run.rounds if round.phase == "open"]:
        if here is None or round.step is not here or round is not here.rounds[-1]:
            close_round(run, round, now, by=CLOSED_ASTRAY)
            log(run.id, now, "round_was_astray", step=round.step.label)


def close_round_without_key(run: Run, now: datetime) -> None:
    """Close an anonymous round whose key is lost: the ballots it has count."""
    round = run.open_round
    if round is None or not round.needs_key or round_key(round.id) is not None:
        return
    close_open_round(run, now, by=CLOSED_LOST_KEY)
    log(run.id, now, "key_missing", step=round.step.label)


def recount_missing_tallies(run: Run, now: datetime) -> None:
    """Compute the tally and turnout of closed rounds that have none."""
    for round in run.rounds:
        if not round.is_final or round.tally is not None or not round.activity.takes_answers:
            continue
        round.retally()
        if not isinstance(round.activity, CountedByHand):
            given = len(round.answers)
            answered = sum(answer.state == "answer" for answer in round.answers)
            round.freeze_turnout(Turnout(max(round.eligible, given), answered, given - answered))
        log(run.id, now, "round_counted_again", step=round.step.label)
        run.bump_version()


CLEANUPS: Iterable[Callable[[bool], None]] = (
    delete_orphan_keys,
    delete_orphan_ballots,
    raise_small_thresholds,
)
REPAIRS: Iterable[Callable[[Run, datetime], None]] = (
    repair_current_step,
    close_stray_rounds,
    close_round_without_key,
    recount_missing_tallies,
)


# --- helpers ------------------------------------------------------------------------------------


def _open_ids():
    return select(Round.id).where(Round.phase == "open")


def _is_null(column):
    """Build the condition that a JSON column is null, as SQL or as JSON says it."""
    return func.coalesce(cast(column, String), "null") == "null"


def _whole(gap: timedelta) -> int:
    return round(gap.total_seconds())
