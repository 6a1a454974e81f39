"""The databases at the start: opened and brought up to date, or one line that says why not."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from starting.leaving import leave
from workshop.db import db
from workshop.postgresql import is_postgresql, one_migration_at_a_time

MIGRATIONS = Path(__file__).parent.parent / "migrations"
SETTINGS = {None: "DATABASE_URL", "keys": "KEYS_URL"}
AROUND = ("LINE ", "^")  # beginnings of lines that point into a statement


def open_all(app) -> None:
    """Let the app find every table. Otherwise end with one line: PostgreSQL may come up later."""
    with app.app_context():
        for name, engine in db.engines.items():
            with explaining(engine, SETTINGS[name]):
                engine.connect().close()
        with explaining(db.engine, SETTINGS[None]), one_migration_at_a_time(db.engine):
            upgrade(directory=str(MIGRATIONS))


@contextmanager
def explaining(engine: Engine, setting: str) -> Iterator[None]:
    """What the driver refuses inside ends the program, with one line for people."""
    try:
        yield
    except DBAPIError as error:
        leave(
            f"No se puede abrir {place_of(engine)}: {reason_of(error)}. {advice(engine, setting)}"
        )


def place_of(engine: Engine) -> str:
    """Which database, without its password."""
    if not is_postgresql(engine):
        return f"la base de datos {engine.url.database}"
    url = engine.url.set(drivername="postgresql", query={})
    return f"la base de datos {url.render_as_string()}"


def reason_of(error: DBAPIError) -> str:
    """The driver's last line that says something, and of that the end."""
    diagnosis = getattr(error.orig, "diag", None)
    said = getattr(diagnosis, "message_primary", None) or str(error.orig)
    lines = [line.strip() for line in said.splitlines()]
    telling = [line for line in lines if line and line[-1] != "?" and not line.startswith(AROUND)]
    return (telling or lines or [""])[-1].rpartition(" failed: ")[2].rstrip(".")


def advice(engine: Engine, setting: str) -> str:
    """What whoever reads it can do."""
    if is_postgresql(engine):
        return (
            f"¿Está en marcha PostgreSQL? Revisa {setting} como dice docs/instalar.md, «Servidor»."
        )
    return "Revisa que el disco tenga sitio, que el archivo sea tuyo y que nadie más lo use."
