"""Units of work: all or nothing in the database, and events published only after the commit."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Connection, Engine

from workshop.persistence.db import db
from workshop.persistence.event_bus import publish
from workshop.persistence.postgresql import is_postgresql

ENGINE_OPTION = "write_lock"


def record(event) -> None:
    """Have an event published once the unit of work commits. Equal events are published once."""
    db.session.info.setdefault("events", {})[event] = None


def share_write_lock(engines: Iterable[Engine]) -> None:
    """Let one writer at a time of this process into these databases of an app, if on SQLite.

    There a second BEGIN IMMEDIATE would wait inside the driver, and with it every phone. Waiting
    for this lock is cooperative (it is green when we serve). PostgreSQL locks rows.
    """
    lock = threading.RLock()
    for engine in engines:
        used = nullcontext() if is_postgresql(engine) else lock
        engine.update_execution_options(**{ENGINE_OPTION: used})


def write_lock(engine: Engine) -> AbstractContextManager:
    """Return the lock that a writer holds on this database."""
    return engine.get_execution_options()[ENGINE_OPTION]


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
