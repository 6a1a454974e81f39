"""PostgreSQL, where one process or one computer is not enough.

psycopg 3 waits cooperatively when ``app.py`` serves, so nothing here needs a native thread. Several
processes write at once: what must come one after the other is ordered by row locks, not by ours.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnClause,
    Connection,
    Engine,
    Table,
    Text,
    bindparam,
    cast,
    column,
    func,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

DRIVER = "postgresql+psycopg"
MIGRATION_LOCK_ID = 0x6D616E6F  # of the advisory lock held while tables change; «mano»
CONNECT_TIMEOUT_S = 30  # for the server to accept a new connection

# What is deleted when a round closes. Dead rows stay in the files until a VACUUM; the keys'
# file is written anew each time, since with a key left anyone could tell whose ballot was whose.
VACUUM_STATEMENTS = {
    "round_keys": "VACUUM (FULL) round_keys",
    "ballots": "VACUUM (SKIP_LOCKED) ballots, attendances, handouts, paces",
}


def engine_options(config: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the engine options of both databases: one server may hold both, in own tables."""
    options = {
        "pool_size": config["POOL_SIZE"],
        "max_overflow": config["MAX_POOL_OVERFLOW"],
        "pool_pre_ping": True,  # PostgreSQL may have been restarted since
        "connect_args": {"connect_timeout": CONNECT_TIMEOUT_S, "application_name": "mano-alzada"},
    }
    data = config["DATABASE_URL"]
    return {
        "data": {"url": with_driver(data), **options},
        "keys": {"url": with_driver(config["KEYS_URL"] or data), **options},
    }


def with_driver(url: str) -> str:
    """Return the address with our driver in it. Raises ValueError unless it is PostgreSQL's."""
    parsed = make_url(url)
    if parsed.drivername.partition("+")[0] not in ("postgresql", "postgres"):
        raise ValueError("DATABASE_URL is postgresql://… or nothing at all")
    return parsed.set(drivername=DRIVER).render_as_string(hide_password=False)


def is_postgresql(connectable: Connection | Engine) -> bool:
    """Say whether this is a connection to PostgreSQL."""
    return connectable.dialect.name == "postgresql"


@contextmanager
def migration_lock(engine: Engine) -> Iterator[None]:
    """Let one process at a time migrate; on SQLite its own lock does that already."""
    if not is_postgresql(engine):
        yield
        return
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": MIGRATION_LOCK_ID})
        try:
            yield
        finally:
            connection.execute(
                text("SELECT pg_advisory_unlock(:lock)"), {"lock": MIGRATION_LOCK_ID}
            )


def insert_arrays(table: Table) -> postgresql.Insert:
    """INSERT of many rows, an array for each column, to be run with ``arrays_of``.

    Its text is the same for one row and for five hundred: the driver takes a text apart once, and
    with a parameter for each value that took longer than everything else about a burst.
    """
    given = func.unnest(*(bindparam(c.name, type_=ARRAY(_plain(c))) for c in table.columns))
    rows = given.table_valued(*(column(c.name, _plain(c)) for c in table.columns)).render_derived()
    values = (cast(rows.c[c.name], JSON) if _is_json(c) else rows.c[c.name] for c in table.columns)
    return postgresql.insert(table).from_select(table.columns.keys(), select(*values))


def arrays_of(table: Table, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Rows as one list for each column; a missing value of JSON is NULL."""
    found = {c.name: [row[c.name] for row in rows] for c in table.columns}
    for c in table.columns:
        if _is_json(c):
            found[c.name] = [None if v is None else json.dumps(v) for v in found[c.name]]
    return found


def _is_json(of: ColumnClause) -> bool:
    return isinstance(of.type, JSON)


def _plain(of: ColumnClause) -> TypeEngine:
    return Text() if _is_json(of) else of.type


def vacuum(engine: Engine) -> None:
    """Free the space of deleted ballots and keys, so that no file holds their bytes."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table, statement in VACUUM_STATEMENTS.items():
            if inspect(connection).has_table(table):
                connection.exec_driver_sql(statement)
