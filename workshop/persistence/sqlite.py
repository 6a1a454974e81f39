"""SQLite: every acknowledged answer is durable, and no driver call blocks the event loop.

SQLAlchemy stays on the event loop; only the driver's blocking calls go through ``offload``, which
the server sets to «run this in a native thread». A driver call waits for disks and locks inside C,
where no other phone could be served.
"""

import sqlite3
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from workshop.persistence import postgresql

Offload = Callable[..., Any]
WAL_JOURNAL, DELETE_JOURNAL = "WAL", "DELETE"  # SQLite's journals
BEGIN_READ, BEGIN_WRITE = "BEGIN", "BEGIN IMMEDIATE"
CACHE_KIB = 512  # a connection; 2 MB each would fill up for hours, and the system keeps them too
POOL = {"pool_size": 10, "max_overflow": 5}  # opening one costs six statements; a storm needs many
BUSY_TIMEOUT_S = 5.0  # only another program can hold the file: ours wait for write_lock


def call_directly(function, *args):
    """Call ``function`` in this thread: the offload of tools and tests."""
    return function(*args)


class OffloadedCursor:
    """A DB-API cursor whose statements run, and whose rows are fetched, in one trip.

    Each trip costs as much as a small query. So what waits for nothing stays here: a deferred BEGIN
    and the end of a transaction that wrote nothing; and BEGIN IMMEDIATE travels with what follows.
    """

    def __init__(self, raw: sqlite3.Cursor, offload: Offload, connection: "OffloadedConnection"):
        self._raw = raw
        self._offload = offload
        self._connection = connection
        self._rows: deque = deque()

    def __getattr__(self, name):
        return getattr(self._raw, name)

    def execute(self, statement, parameters=()):
        if statement == BEGIN_READ:
            self._raw.execute(BEGIN_READ)
        elif statement == BEGIN_WRITE:
            self._connection.writing = self._connection.beginning = True
        else:
            self._rows = self._offload(self._execute, self._raw.execute, statement, parameters)
        return self

    def executemany(self, statement, parameters):
        self._rows = self._offload(self._execute, self._raw.executemany, statement, parameters)
        return self

    def fetchone(self):
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size=1):
        return [self._rows.popleft() for _ in range(min(size, len(self._rows)))]

    def fetchall(self):
        rows, self._rows = list(self._rows), deque()
        return rows

    def __iter__(self):
        while self._rows:
            yield self._rows.popleft()

    def _execute(self, call, statement, parameters) -> deque:
        if self._connection.beginning:
            self._raw.execute(BEGIN_WRITE)
            self._connection.beginning = False
        call(statement, parameters)
        return deque(self._raw.fetchall()) if self._raw.description else deque()


class OffloadedConnection:
    """A DB-API connection whose blocking calls leave the event loop."""

    def __init__(self, raw: sqlite3.Connection, offload: Offload):
        self._raw = raw
        self._offload = offload
        self.writing = False  # in a transaction that takes SQLite's lock …
        self.beginning = False  # … with its first statement

    def __getattr__(self, name):
        return getattr(self._raw, name)

    def cursor(self):
        return OffloadedCursor(self._raw.cursor(), self._offload, self)

    def execute(self, statement, parameters=()):
        return self.cursor().execute(statement, parameters)

    def commit(self):
        self._end(self._raw.commit)

    def rollback(self):
        self._end(self._raw.rollback)

    def close(self):
        self._offload(self._raw.close)

    def _end(self, how):
        if self.writing and not self.beginning:
            self._offload(how)
        else:
            how()
        self.writing = self.beginning = False


def connection_factory(
    path: Path, offload: Offload = call_directly, journal: str = WAL_JOURNAL
) -> Callable[[], OffloadedConnection]:
    """Return a ``creator`` for create_engine, whose connections to ``path`` commit durably."""

    def connect() -> OffloadedConnection:
        raw = sqlite3.connect(
            path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        connection = OffloadedConnection(raw, offload)
        for pragma in (
            f"journal_mode = {journal}",
            "synchronous = FULL",  # the acknowledgement promises that a power cut loses nothing
            "foreign_keys = ON",
            "secure_delete = ON",  # a deleted ballot leaves no bytes behind
            f"cache_size = -{CACHE_KIB}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    return connect


def engine_options(
    data: Path, offload: Offload = call_directly, journal: str = WAL_JOURNAL
) -> dict[str, dict[str, Any]]:
    """Return the engine options of both databases in folder ``data``: tables, and keys.

    ``journal`` is WAL_JOURNAL, or DELETE_JOURNAL where the folder is on another computer.
    """
    files = {"data": data / "mano_alzada.db", "keys": data / "keys.db"}
    return {
        name: {
            "url": f"sqlite:///{file.absolute()}",
            "creator": connection_factory(file, offload, journal),
            **POOL,
        }
        for name, file in files.items()
    }


def begin_as_reader_or_writer(engine: Engine) -> None:
    """Begin writers on ``engine`` with SQLite's lock, readers without; PostgreSQL needs neither."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "begin")
    def begin(connection):
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql(BEGIN_WRITE if writing else BEGIN_READ)


def checkpoint(engine: Engine) -> bool:
    """Empty the write-ahead log, so that deleted ballots are gone from it too.

    False if somebody was still reading from it: then it has to be tried again.
    """
    if engine.dialect.name != "sqlite":
        postgresql.vacuum(engine)
        return True
    raw = engine.raw_connection()
    try:
        driver = raw.driver_connection
        # most of it while others write; emptying the log holds them up, but has little left to do
        driver.execute("PRAGMA wal_checkpoint(PASSIVE)")  # type: ignore[union-attr]
        cursor = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        busy = cursor.fetchone()[0]
        return not busy and not _bytes_in_log(engine)
    finally:
        raw.close()


def _bytes_in_log(engine: Engine) -> int:
    """Bytes in a database's log, whatever a checkpoint says; 0 where there is none."""
    try:
        return Path(f"{engine.url.database}-wal").stat().st_size
    except FileNotFoundError:
        return 0
