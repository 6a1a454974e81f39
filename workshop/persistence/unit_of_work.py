"""Units of work: all or nothing in the database, and events published only after the commit."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Connection, Engine

from workshop.persistence.db import db
from workshop.persistence.event_bus import tell_everyone
from workshop.persistence.postgresql import is_postgresql

# One writer at a time in this process: on SQLite a second BEGIN IMMEDIATE would wait inside the
# driver, and with it every phone. Waiting here is cooperative (the lock is green when we serve).
WRITING = threading.RLock()


def announce(fact) -> None:
    """Say that a fact will be true once the unit of work commits. Equal facts are told once."""
    db.session.info.setdefault("facts", {})[fact] = None


def one_writer(engine: Engine) -> AbstractContextManager:
    """WRITING, where the database takes one writer; PostgreSQL takes many, and locks rows."""
    return nullcontext() if is_postgresql(engine) else WRITING


@contextmanager
def unit_of_work() -> Iterator[None]:
    """All or nothing, then tell. Nothing is told of what was rolled back.

    Reads made before are dropped: what a verb decides on is read inside the write transaction.
    """
    db.session.rollback()  # before waiting: whoever writes now may need the connection it frees
    with one_writer(db.engine):
        db.session.info.pop("facts", None)
        db.session.connection(execution_options={"writing": True})
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            db.session.info.pop("facts", None)
            raise
    tell_everyone(db.session.info.pop("facts", {}))


@contextmanager
def writing_transaction() -> Iterator[Connection]:
    """One plain write without the session: behind WRITING, and begun as a writer.

    Both belong together: without the lock a second BEGIN IMMEDIATE would wait inside the driver.
    """
    with one_writer(db.engine), db.engine.connect() as plain:
        connection = plain.execution_options(writing=True)
        with connection.begin():
            yield connection
