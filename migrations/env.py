"""Ways of the migrations to the databases: a transaction for the tables, one for the round keys.

What holds for every revision, there and back, is done here: a copy first, no foreign keys while
tables are made anew, and no commit that would lose a row (cli/safe_migration.py).
"""

from alembic import context
from flask import current_app

from cli.safe_migration import (
    copy_database_before,
    current_revision,
    migration_connection,
    migration_direction,
    refusing_lost_rows,
)

VERSION_TABLES = {
    "": "alembic_version",
    "keys": "alembic_version_keys",
}  # of one PostgreSQL that holds both
NAMES = ("", "keys")  # the tables themselves, and the round keys that no backup holds
COPIED = ("",)  # a copy of the keys would outlive the rounds they belong to


def engine_of(name):
    """The engine of one database of this app."""
    return current_app.extensions["migrate"].db.engines[name or None]


def metadata_of(name):
    """The tables that belong there."""
    return current_app.extensions["migrate"].db.metadatas[name or None]


def version_table_of(name, engine):
    """The table where it is written how far a database has come."""
    return VERSION_TABLES[name] if engine.dialect.name == "postgresql" else VERSION_TABLES[""]


def direction_from(now):
    """1 forth, -1 back, 0 where the command takes no step from revision ``now``."""
    try:
        wanted = context.get_revision_argument()
    except KeyError:  # a command that only looks
        return 0
    return migration_direction(context.script, now, wanted)


def run_migrations():
    """Take each database there under its own lock; what fails leaves it as it was."""
    for name in NAMES:
        engine = engine_of(name)
        now = current_revision(engine, version_table_of(name, engine))
        way = direction_from(now)
        copy = copy_database_before(engine, now) if way and now and name in COPIED else None
        with migration_connection(engine, copy) as connection:
            context.configure(
                connection=connection,
                target_metadata=metadata_of(name),
                version_table=version_table_of(name, engine),
                upgrade_token=f"{name}_upgrades",
                downgrade_token=f"{name}_downgrades",
                transactional_ddl=True,
                render_as_batch=True,
            )
            with context.begin_transaction(), refusing_lost_rows(connection, way):
                context.run_migrations(engine_name=name)


run_migrations()
