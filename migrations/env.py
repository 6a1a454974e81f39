"""How migrations reach the databases: one transaction each for the tables and for the round keys."""

from alembic import context
from flask import current_app

BOOKS = {"": "alembic_version", "keys": "alembic_version_keys"}  # of one PostgreSQL that holds both
NAMES = ("", "keys")  # the tables themselves, and the round keys that no backup holds


def engine_of(name):
    """The engine of one database of this app."""
    return current_app.extensions["migrate"].db.engines[name or None]


def metadata_of(name):
    """The tables that belong there."""
    return current_app.extensions["migrate"].db.metadatas[name or None]


def book_of(name, connection):
    """The table where it is written how far a database has come."""
    return BOOKS[name] if connection.dialect.name == "postgresql" else BOOKS[""]


def run_migrations():
    """Upgrade each database under its own lock; what fails leaves it as it was."""
    for name in NAMES:
        with engine_of(name).connect().execution_options(writing=True) as connection:
            context.configure(
                connection=connection,
                target_metadata=metadata_of(name),
                version_table=book_of(name, connection),
                upgrade_token=f"{name}_upgrades",
                downgrade_token=f"{name}_downgrades",
                transactional_ddl=True,
                render_as_batch=True,
            )
            with context.begin_transaction():
                context.run_migrations(engine_name=name)


run_migrations()
