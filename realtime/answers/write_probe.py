"""Is what we promise true on this disk? A real write is timed before a workshop begins."""

import time

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import writing_transaction

GOOD_FOR = 30.0  # seconds until it is tried again

_last: dict[str, tuple[float, float]] = {}  # database → (good until, milliseconds)


def milliseconds_to_store(run_id: int) -> float | None:
    """How long a durable write takes now; None if it cannot be done."""
    engine = db.engine
    until, took = _last.get(str(engine.url), (0.0, 0.0))
    if time.monotonic() < until:
        return took
    start = time.perf_counter()
    try:
        with writing_transaction() as connection:
            connection.execute(update(Run).where(Run.id == run_id).values(version=Run.version))
    except SQLAlchemyError:
        return None
    took = (time.perf_counter() - start) * 1000
    _last[str(engine.url)] = time.monotonic() + GOOD_FOR, took
    return took
