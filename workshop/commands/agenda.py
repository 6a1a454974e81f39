"""Agenda of a run: start it, move from step to step, end it."""

from collections.abc import Sequence
from datetime import datetime

from workshop.commands.rounds import close_open_round
from workshop.models import state_machine
from workshop.models.logbook import log
from workshop.models.return_code import set_validity
from workshop.models.run import Run
from workshop.refused import Refused
from workshop.register.intake import update_register


def start_run(run: Run, now: datetime) -> None:
    """Leave the lobby for the first step. Raises Refused("cannot_move")."""
    state_machine.move(run, state_machine.RUN_MOVES, "running")
    run.started_at = now
    _stage_next(run, now)
    run.bump_version()


def next_step(run: Run, now: datetime) -> None:
    """End the current step and stage the one after it. Raises Refused: no_step, round_open.

    An open round that takes no answers is closed first.
    """
    if run.open_round is not None and not run.open_round.activity.takes_answers:
        close_open_round(run, now)
    step = run.require_closed_step()
    step.leave(now)
    _stage_next(run, now)
    run.bump_version()


def skip_step(run: Run, now: datetime) -> None:
    """Skip the current step and stage the one after it. Raises Refused: no_step, round_open."""
    run.require_closed_step().skip(now)
    _stage_next(run, now)
    run.bump_version()


def previous_step(run: Run, now: datetime) -> None:
    """Stage the step before the current one, or the last one where all are done.

    Its rounds stay as they are: asking again is a new round. Raises Refused: no_step,
    round_open, first_step.
    """
    earlier = run.steps
    if run.phase != "running" or run.step is not None:
        step = run.require_closed_step()
        earlier = [s for s in run.steps if s.position < step.position]
        if not earlier:
            raise Refused("first_step")
        if any(step.rounds):
            step.finish(now)
        else:
            step.unstage()
    earlier[-1].stage(now)
    log(run.id, now, "went_back", step=earlier[-1].label)
    run.bump_version()


def end_run(run: Run, now: datetime, seconds_to_answer: Sequence[float] = ()) -> None:
    """Close the open round, if there is one, and end the run: its rules go to the register.

    Raises Refused("cannot_move").
    """
    if run.open_round is not None:
        close_open_round(run, now, by="end", seconds_to_answer=seconds_to_answer)
    if run.step is not None and run.step.phase == "staged":
        run.step.leave(now)
    state_machine.move(run, state_machine.RUN_MOVES, "ended")
    run.ended_at = now
    run.paused = run.code_on_wall = False
    set_validity(run)
    update_register(run, now)
    run.bump_version()


def _stage_next(run: Run, now: datetime) -> None:
    after = run.step.position if run.step is not None else -1
    for step in run.steps:
        if step.position <= after or step.phase != "planned":
            continue
        step.stage(now)
        return
    run.step = None
