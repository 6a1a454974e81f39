"""Reopening of a run within half an hour of its end."""

from datetime import datetime, timedelta

from workshop.models import state_machine
from workshop.models.logbook import log
from workshop.models.return_code import set_validity
from workshop.models.run import Run
from workshop.refused import Refused

REOPEN_WITHIN = timedelta(minutes=30)


def can_be_reopened(run: Run, now: datetime) -> bool:
    """Has ``run`` ended within the last half hour?"""
    return run.ended_at is not None and now - run.ended_at <= REOPEN_WITHIN


def reopen(run: Run, now: datetime) -> None:
    """Take ``run`` back to the step, or the lobby, that it ended at, with its seats and code.

    What closed with the end stays closed: its ballots and its key are gone, and asking again is a
    new round. Raises Refused: cannot_move, reopened_too_late.
    """
    if run.phase == "ended" and not can_be_reopened(run, now):
        raise Refused("reopened_too_late")
    state_machine.move(
        run, state_machine.REOPEN_MOVES, "lobby" if run.started_at is None else "running"
    )
    run.ended_at = None
    set_validity(run)
    if run.step is not None and run.step.phase in ("done", "skipped"):
        run.step.stage(now)
    log(run.id, now, "run_reopened")
    run.bump_version()
