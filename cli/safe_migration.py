"""Safe migrations: the file is copied first, and rows are counted before a step is committed.

SQLite changes a table by making it anew: the rows go to a second table, and the first is dropped.
With foreign keys on, that drop deletes every row that refers to it. ``PRAGMA foreign_keys`` is
without effect inside a transaction, so it is off before one begins, for every revision, and the
references are checked as a whole before the commit.
"""

import contextlib
import errno
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, inspect, select, table

COPIES_FOLDER = "copias"
MAX_COPIES = 2  # of a database: the one of this update, and the one before
PARTIAL_SUFFIX = ".half-"  # between a copy's name and the process that still writes it
VERSION_TABLES = ("alembic_version", "alembic_version_keys")  # of the tables, and of the keys


class MigrationFailed(Exception):
    """Nothing was changed. ``why`` is Spanish; ``copy`` is the file that was copied before."""

    def __init__(self, why: str, copy: Path | None):
        super().__init__(why)
        self.why, self.copy = why, copy


class RowsLost(Exception):
    """A step would have lost rows. Its text is Spanish."""


@dataclass
class RowCensus:
    """Number of rows in each table, and of rows whose foreign key refers to none."""

    rows: dict[str, int] = field(default_factory=dict)
    dangling: Counter[tuple[str, str]] = field(default_factory=Counter)  # (table, refers to)

    @classmethod
    def of(cls, connection: Connection) -> "RowCensus":
        """Count the rows as this transaction sees them."""
        names = [
            name for name in inspect(connection).get_table_names() if name not in VERSION_TABLES
        ]
        rows = {
            name: connection.scalar(select(func.count()).select_from(table(name))) or 0
            for name in names
        }
        return cls(rows, _dangling(connection))

    def refuse_losses(self, after: "RowCensus", goes_back: bool) -> None:
        """Raise RowsLost if ``after`` has fewer rows. Going back may drop a whole table."""
        for name, count in self.rows.items():
            if name not in after.rows and (goes_back or not count):
                continue
            left = after.rows.get(name, 0)
            if left < count:
                raise RowsLost(f"la tabla {name} pasaría de {count} filas a {left}")
        for (name, parent), count in (after.dangling - self.dangling).items():
            raise RowsLost(f"{count} filas de {name} se quedarían sin su fila de {parent}")


@contextlib.contextmanager
def migration_connection(engine: Engine, copy: Path | None) -> Iterator[Connection]:
    """Return a connection to migrate with. Raises MigrationFailed, and then nothing was changed."""
    try:
        with (
            engine.connect().execution_options(writing=True) as connection,
            _without_foreign_keys(connection),
        ):
            yield connection
    except Exception as error:
        raise MigrationFailed(str(error), copy) from error


@contextlib.contextmanager
def refusing_lost_rows(connection: Connection, way: int) -> Iterator[None]:
    """Return a context within the transaction that raises RowsLost where it loses rows.

    ``way`` is 1 forth, -1 back, 0 for no step at all: then nothing is counted.
    """
    if not way:
        yield
        return
    before = RowCensus.of(connection)
    yield
    before.refuse_losses(RowCensus.of(connection), goes_back=way < 0)


def copy_database_before(engine: Engine, revision: str) -> Path | None:
    """Copy a SQLite database beside itself; None where there is no file. Raises MigrationFailed."""
    file = Path(engine.url.database or "")
    if engine.dialect.name != "sqlite" or not file.is_file():
        return None
    try:
        folder = file.parent / COPIES_FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        for half in folder.glob(f"{file.stem}-*.db{PARTIAL_SUFFIX}*"):  # of a process that died
            _drop(half)
        made = folder / f"{file.stem}-{revision}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.db"
        copy_file(file, made)
    except (OSError, sqlite3.Error) as error:
        raise MigrationFailed(f"no se pudo copiar antes ({error})", None) from error
    _delete_old_copies(made.parent, file.stem)
    return made


def copy_file(file: Path, made: Path) -> None:
    """Copy the whole database as it is now, also while it is written to; mode 0600.

    Whole or not at all. Raises OSError (FileExistsError too) or sqlite3.Error.
    """
    if made.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(made))
    half = made.with_name(f"{made.name}{PARTIAL_SUFFIX}{os.getpid()}")
    os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with (
            contextlib.closing(sqlite3.connect(file)) as source,
            contextlib.closing(sqlite3.connect(half)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, whole by itself
        os.replace(half, made)
    except BaseException:
        _drop(half)
        raise


def current_revision(engine: Engine, book: str) -> str:
    """Return the Alembic revision of a database; "" for one without tables."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": book})
        return context.get_current_revision() or ""


def migration_direction(
    script: ScriptDirectory, now: str, wanted: str | tuple[str, ...] | None
) -> int:
    """Return the way from ``now`` to what a command wants: 1 forth, -1 back, 0 nowhere."""
    target = wanted[0] if isinstance(wanted, tuple) else wanted or ""
    if target == now:
        return 0
    if not target or target.startswith("-"):
        return -1
    if not now or target.startswith("+"):
        return 1
    return -1 if target in {step.revision for step in script.iterate_revisions(now, "base")} else 1


# --- helpers ------------------------------------------------------------------------------------


def _dangling(connection: Connection) -> Counter[tuple[str, str]]:
    if connection.dialect.name != "sqlite":
        return Counter()  # PostgreSQL never lets go of a row that another refers to
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return Counter((row[0], row[2]) for row in rows)


@contextlib.contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("a connection has a driver")
    driver.execute("PRAGMA foreign_keys = OFF")
    if driver.execute("PRAGMA foreign_keys").fetchone()[0]:
        raise RuntimeError("foreign keys are still on: a transaction was open")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _delete_old_copies(folder: Path, stem: str) -> None:
    """Delete all but the MAX_COPIES newest copies of one database."""
    copies = sorted(folder.glob(f"{stem}-*.db"), key=lambda copy: copy.stat().st_mtime_ns)
    for old in copies[:-MAX_COPIES]:
        _drop(old)


def _drop(file: Path) -> None:
    """Delete it if the system lets it go; one file too many is no reason not to start."""
    with contextlib.suppress(OSError):
        file.unlink()
