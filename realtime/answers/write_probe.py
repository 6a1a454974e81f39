"""Write probe: times one durable write on this disk before a workshop begins."""

import time

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from realtime.state.live_state import proxy_to
from workshop.models.run import Run
from workshop.persistence.unit_of_work import writing_transaction

PROBE_VALID_S = 30.0  # seconds until it is tried again


class LastProbe:
    """Newest durable write that was timed: ``milliseconds``, and until when that is believed."""

    until = milliseconds = 0.0


_last = proxy_to(LastProbe)


def milliseconds_to_store(run_id: int) -> float | None:
    """Milliseconds of a durable write now; None if it cannot be done."""
    if time.monotonic() < _last.until:
        return _last.milliseconds
    start = time.perf_counter()
    try:
        with writing_transaction() as connection:
            connection.execute(update(Run).where(Run.id == run_id).values(version=Run.version))
    except SQLAlchemyError:
        return None
    _last.milliseconds = (time.perf_counter() - start) * 1000
    _last.until = time.monotonic() + PROBE_VALID_S
    return _last.milliseconds
