"""The run that a verb is about to change: read whole, or known since it was last told of.

Where this process alone writes, a run changes only through its sessions. Each of their writes is
counted: what was written since by somebody else, or has another version, is read anew.
"""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import BindParameter, Engine, bindparam, event, inspect, select
from sqlalchemy.orm import InstanceState, lazyload
from sqlalchemy.orm.attributes import get_history, set_committed_value

from workshop.bounded_dict import BoundedDict
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.models.step import Step
from workshop.persistence.db import db
from workshop.persistence.postgresql import is_postgresql

MOST = 20  # runs that are known; a process drives one or two

# Built once: building them costs more than running them, and a room waits for it.
_ID: BindParameter[int] = bindparam("run_id")
_HELD = select(Run).where(Run.id == _ID).with_for_update(key_share=True)
_VERSION = select(Run.version).where(Run.id == _ID)
_STEPS = select(Step).where(Step.run_id == _ID).order_by(Step.position)
_STEPS = _STEPS.options(lazyload(Step.rounds))  # they come all at once
_ROUNDS = select(Round).where(Round.run_id == _ID).order_by(Round.id)
_ANEW = {"populate_existing": True}

_PARTS = {Step: ("content",), Round: ("content", "tally", "tables")}  # as JSON gives them back

ENGINE_OPTION = "run_cache"


class RunCache:
    """Runs of one database, known since they were last told of."""

    def __init__(self) -> None:
        # run id → the run, and the writes it stands at
        self.known: BoundedDict[int, tuple[Run, int]] = BoundedDict(MOST)
        self.writes: Counter[int] = Counter()  # run id → how often its rows were written here


def attach_run_cache(engine: Engine) -> None:
    """Give the app whose database this is an empty cache of its own."""
    engine.update_execution_options(**{ENGINE_OPTION: RunCache()})


def current_cache() -> RunCache:
    """The cache of the app whose context this is."""
    return db.engine.get_execution_options()[ENGINE_OPTION]


@dataclass
class Held:
    """The run that a session is changing."""

    run: Run
    writes: int  # of the run, until now: if more were counted, somebody else wrote too
    made: list[tuple[Step | Round, list[str]]] = field(default_factory=list)


def run_to_change(run_id: int) -> Run | None:
    """The run with its steps and their rounds, or None.

    Held until the unit of work ends: verbs of two processes take turns. On SQLite they do so
    anyway. Joining and answering go on meanwhile: the key is not taken. It stays in the session
    until it was told of: nobody reads anew what was just written.
    """
    run = _take(run_id) or _read(run_id)
    if run is not None:
        db.session.info["held"] = Held(run, current_cache().writes[run_id])
    return run


def remember(run: Run) -> None:
    """Everyone was told of it: the next verb need not read it."""
    held = db.session.info.pop("held", None)
    if held is None or held.run is not run or is_postgresql(db.engine) or run.phase == "ended":
        return
    if held.writes != current_cache().writes[run.id] or any(
        "answers" in vars(round) for round in run.rounds
    ):
        return  # somebody else wrote; or answers were read, which come and go without their run
    for row, names in held.made:  # what Python made is not yet what JSON gives back
        db.session.expire(row, names)
        vars(row).pop("activity", None)
    current_cache().known[run.id] = run, held.writes


def forget_run(run_id: int) -> None:
    """It was deleted."""
    current_cache().known.pop(run_id, None)


def forget_runs() -> None:
    """Forget all of them, as after a restart."""
    attach_run_cache(db.engine)


@event.listens_for(db.session, "after_flush")
def count_writes(session, _) -> None:
    """Whoever knows a run by heart has to know that it was written."""
    held = session.info.get("held")
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, (Run, Step, Round)):
            continue
        run_id = row.id if isinstance(row, Run) else row.run_id
        current_cache().writes[run_id] += 1
        if held is None or held.run.id != run_id:
            continue
        held.writes += 1
        names = _PARTS.get(type(row), ())
        if made := [name for name in names if get_history(row, name).has_changes()]:
            held.made.append((row, made))


def _take(run_id: int) -> Run | None:
    run, writes = current_cache().known.pop(run_id, (None, 0))
    if run is None or writes != current_cache().writes[run_id]:
        return None
    state: InstanceState[Run] = inspect(run)
    if not state.detached or state.expired_attributes or len(db.session.identity_map):
        return None  # whoever told of it is not done; or this session knows it in its own way
    if db.session.scalar(_VERSION, {"run_id": run_id}) != run.version:
        return None
    db.session.add(run)
    return run


def _read(run_id: int) -> Run | None:
    run = db.session.scalar(_HELD, {"run_id": run_id}, execution_options=_ANEW)
    if run is None:
        return None
    steps = db.session.scalars(_STEPS, {"run_id": run_id}, execution_options=_ANEW).all()
    rounds: dict[int, list[Round]] = {step.id: [] for step in steps}
    for round in db.session.scalars(_ROUNDS, {"run_id": run_id}, execution_options=_ANEW):
        rounds[round.step_id].append(round)
    for step in steps:
        set_committed_value(step, "rounds", rounds[step.id])
    set_committed_value(run, "steps", list(steps))
    return run
