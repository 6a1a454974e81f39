"""Units of work: all or nothing in the database, and events published only after the commit."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Connection, Engine

from workshop.persistence.db import db
from workshop.persistence.event_bus import publish
from workshop.persistence.postgresql import is_postgresql

# One writer at a time in this process: on SQLite a second BEGIN IMMEDIATE would wait inside the
# driver, and with it every phone. Waiting here is cooperative (the lock is green when we serve).
WRITE_LOCK = threading.RLock()


def record(event) -> None:
    """Have an event published once the unit of work commits. Equal events are published once."""
    db.session.info.setdefault("events", {})[event] = None


def write_lock(engine: Engine) -> AbstractContextManager:
    """The lock of this process's writers on SQLite; no lock on PostgreSQL, which locks rows."""
    return nullcontext() if is_postgresql(engine) else WRITE_LOCK


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Commit all or nothing, then publish what was recorded. A rollback publishes nothing.

    Reads made before are dropped: what a command decides on is read inside the write transaction.
    Raises what the block raises, and SQLAlchemyError where nothing could be stored.
    """
    db.session.rollback()  # before waiting: the writer of now may need the connection it frees
    with write_lock(db.engine):
        db.session.info.pop("events", None)
        db.session.connection(execution_options={"writing": True})
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            db.session.info.pop("events", None)
            raise
    publish(db.session.info.pop("events", {}))


@contextmanager
def writing_transaction() -> Iterator[Connection]:
    """Yield a connection for one plain write without the session, behind the lock.

    Begun as a writer: without the lock a second BEGIN IMMEDIATE would wait inside the driver.
    """
    with write_lock(db.engine), db.engine.connect() as plain:
        connection = plain.execution_options(writing=True)
        with connection.begin():
            yield connection
