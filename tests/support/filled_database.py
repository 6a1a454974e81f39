"""Data folders as earlier versions left them: any revision, with rows in every table."""

from datetime import UTC, datetime, timedelta

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Float,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    select,
    update,
)
from sqlalchemy import Integer as Whole

from cli.migrate import alembic_config
from cli.safe_migration import VERSION_TABLES
from workshop.persistence.db import db

ROWS = 3  # in every table
FIRST = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REVISIONS = [s.revision for s in ScriptDirectory.from_config(alembic_config()).walk_revisions()][
    ::-1
]


def upgrade_to(app, revision):
    """Migrate the app's databases to ``revision``, whatever lies in between."""
    with app.app_context():
        command.upgrade(alembic_config(), revision)


def downgrade_to(app, revision):
    """Take the app's databases back to ``revision``."""
    with app.app_context():
        command.downgrade(alembic_config(), revision)


def fill(app):
    """Write ``ROWS`` rows into every table there is, each pointing to one that exists."""
    with app.app_context():
        for engine in databases():
            metadata = reflected(engine)
            with engine.connect().execution_options(writing=True) as line, line.begin():
                later = []
                for table in metadata.tables.values():
                    line.execute(table.delete())  # a migration may have made a row
                for table in in_order(metadata):
                    for number in range(1, ROWS + 1):
                        row = {c.name: value_of(c, number) for c in table.columns}
                        postponed = {n: row.pop(n) for n in circular(table)}
                        line.execute(table.insert().values(row))
                        later += [(table, number, postponed)] if postponed else []
                for table, number, postponed in later:
                    same = table.c.id == number
                    line.execute(update(table).where(same).values(postponed))


def contents(app):
    """{table: {column: its values}} of everything stored, in an order of its own."""
    with app.app_context():
        found = {}
        for engine in databases():
            with engine.connect() as line:
                for table in reflected(engine).tables.values():
                    rows = line.execute(select(table)).mappings().all()
                    rows = sorted(map(dict, rows), key=lambda r: [str(r[k]) for k in keys(table)])
                    found[table.name] = {
                        c.name: [row[c.name] for row in rows] for c in table.columns
                    }
        return found


def revisions_of(app):
    """Revisions of all databases, as a set."""
    with app.app_context():
        found = set()
        for engine in databases():
            metadata = MetaData()
            metadata.reflect(engine, only=lambda name, _: name in VERSION_TABLES)
            with engine.connect() as line:
                for table in metadata.tables.values():
                    found |= set(line.execute(select(table.c.version_num)).scalars())
        return found


# --- helpers ------------------------------------------------------------------------------------


def databases():
    """One engine for each database; on PostgreSQL tables and keys share one."""
    return {engine.url: engine for engine in db.engines.values()}.values()


def reflected(engine):
    """The tables as the database describes them, without the books of revisions."""
    metadata = MetaData()
    metadata.reflect(engine, only=lambda name, _: name not in VERSION_TABLES)
    return metadata


def keys(table):
    """The columns of the primary key."""
    return [column.name for column in table.primary_key.columns]


def circular(table):
    """Columns that point to a table which points back: written when both are there."""
    return ["step_id"] if table.name == "runs" else []


def in_order(metadata):
    """Tables, those that others point to first."""
    left = dict(metadata.tables)
    while left:
        for name, table in list(left.items()):
            others = {k.column.table.name for k in table.foreign_keys if k.parent.name != "step_id"}
            others |= {"steps"} if table.name in ("rounds", "piles") else set()
            if not (others - {name}) & left.keys():
                yield left.pop(name)


def value_of(column, number):
    """A value for this column in the row with this number; a key points to the same number."""
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column
        return value_of(target, number)
    kinds = (
        (Boolean, number % 2 == 0),
        (JSON, {"kind": "choice", "prompt": f"¿Qué pasó? {number}", "list": [number, None]}),
        (DateTime, FIRST + timedelta(minutes=number)),
        (Date, (FIRST + timedelta(days=number)).date()),
        (LargeBinary, bytes([number]) * 32),
        (String, f"{column.name} {number}"[: getattr(column.type, "length", None)]),
        (Whole, number),
        (Float, number / 4),
        (Numeric, number / 4),
    )
    kind = column.type
    if isinstance(kind, String) and kind.length and kind.length < len(column.name) + 2:
        return str(number).rjust(kind.length, "0")[-kind.length :]
    return next(value for of, value in kinds if isinstance(kind, of))
