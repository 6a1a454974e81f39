"""The run that a command is about to change: locked, and read whole in three statements."""

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value

from workshop.models.round import Round
from workshop.models.run import Run
from workshop.models.step import Step
from workshop.persistence.db import db

# Built once: building them costs more than running them, and a room waits for it.
_ID: BindParameter[int] = bindparam("run_id")
_LOCKED = select(Run).where(Run.id == _ID).with_for_update(key_share=True)
_STEPS = select(Step).where(Step.run_id == _ID).order_by(Step.position)
_STEPS = _STEPS.options(lazyload(Step.rounds))  # they come all at once
_ROUNDS = select(Round).where(Round.run_id == _ID).order_by(Round.id)
_ANEW = {"populate_existing": True}


def run_to_change(run_id: int) -> Run | None:
    """The run with its steps and their rounds as the database has them; None if there is none.

    Locked until the unit of work ends: commands of two processes take turns. On SQLite they do so
    anyway. Joining and answering go on meanwhile: the key is not taken. The session holds it as
    long as it lives itself, so that nobody who is told reads anew what was just written.
    """
    run = db.session.scalar(_LOCKED, {"run_id": run_id}, execution_options=_ANEW)
    if run is None:
        return None
    steps = db.session.scalars(_STEPS, {"run_id": run_id}, execution_options=_ANEW).all()
    rounds: dict[int, list[Round]] = {step.id: [] for step in steps}
    for round in db.session.scalars(_ROUNDS, {"run_id": run_id}, execution_options=_ANEW):
        rounds[round.step_id].append(round)
    for step in steps:
        set_committed_value(step, "rounds", rounds[step.id])
    set_committed_value(run, "steps", list(steps))
    db.session.info["locked_run"] = run
    return run
