"""PostgreSQL, where one process or one computer is not enough (design.md §5, *servidor*).

psycopg 3 waits cooperatively when ``app.py`` serves, so nothing here needs a native thread. Several
processes write at once: what must come one after the other is ordered by row locks, not by ours.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, inspect, make_url, text

DRIVER = "postgresql+psycopg"
MIGRATING = 0x6D616E6F  # the advisory lock of whoever changes the tables; «mano»
PATIENCE = 30  # seconds for the server to answer a new connection

# What is deleted when a round closes. Dead rows stay in the files until they are swept; the keys'
# file is written anew each time, since with a key left anyone could tell whose ballot was whose.
SWEPT = {
    "round_keys": "VACUUM (FULL) round_keys",
    "ballots": "VACUUM (SKIP_LOCKED) ballots, attendances, handouts, paces",
}


def places(config: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Engine options of both databases: one server may hold them both, in tables of their own."""
    options = {
        "pool_size": config["POOL_SIZE"],
        "max_overflow": config["POOL_RUSH"],
        "pool_pre_ping": True,  # PostgreSQL may have been restarted since
        "connect_args": {"connect_timeout": PATIENCE, "application_name": "mano-alzada"},
    }
    data = config["DATABASE_URL"]
    return {
        "data": {"url": with_driver(data), **options},
        "keys": {"url": with_driver(config["KEYS_URL"] or data), **options},
    }


def with_driver(url: str) -> str:
    """The address with our driver in it. Raises ValueError for what is no PostgreSQL."""
    parsed = make_url(url)
    if parsed.drivername.partition("+")[0] not in ("postgresql", "postgres"):
        raise ValueError("DATABASE_URL is postgresql://… or nothing at all")
    return parsed.set(drivername=DRIVER).render_as_string(hide_password=False)


def is_postgresql(connectable: Connection | Engine) -> bool:
    """Does this lead to PostgreSQL?"""
    return connectable.dialect.name == "postgresql"


@contextmanager
def one_migration_at_a_time(engine: Engine) -> Iterator[None]:
    """Processes that start together change the tables once; SQLite's own lock does it there."""
    if not is_postgresql(engine):
        yield
        return
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": MIGRATING})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": MIGRATING})


def sweep(engine: Engine) -> None:
    """Let go of the rows that were deleted here."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table, statement in SWEPT.items():
            if inspect(connection).has_table(table):
                connection.exec_driver_sql(statement)
