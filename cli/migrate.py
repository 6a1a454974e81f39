"""The databases at the start: opened and brought up to date, or one line that says why not."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from cli.exit import MEND_FIRST, leave, say
from cli.network_share import is_on_network
from cli.safe_migration import BOOKS, MigrationFailed, standing
from workshop.persistence.db import db
from workshop.persistence.postgresql import is_postgresql, migration_lock

MIGRATIONS = Path(__file__).parent.parent / "migrations"
SETTINGS = {None: "DATABASE_URL", "keys": "KEYS_URL"}
DAMAGED = ("file is not a database", "disk image is malformed")  # as SQLite says it
REASONS = {
    "database or disk is full": "el disco está lleno",
    "disk I/O error": "el disco no guarda lo que se escribe; puede estar lleno o fallar",
    "unable to open database file": "no se puede abrir el archivo",
    "attempt to write a readonly database": "solo se puede leer",
    "database is locked": "otro programa la tiene ocupada",
}
AROUND = ("LINE ", "^")  # beginnings of lines that point into a statement


def open_all(app) -> None:
    """Let the app find every table. Otherwise end with one line: PostgreSQL may come up later."""
    with app.app_context():
        for name, engine in db.engines.items():
            with explaining(engine, SETTINGS[name]), engine.connect() as connection:
                refuse_damage(connection)
        warn_of_a_share(app)
        with explaining(db.engine, SETTINGS[None]), migration_lock(db.engine):
            refuse_newer_data()
            command.upgrade(the_way(), "head")


def refuse_damage(connection: Connection) -> None:
    """End with one line where pages of a SQLite file cannot be read; 0.2 s for 200 MB."""
    if is_postgresql(connection.engine):
        return
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        leave(damage(connection.engine), MEND_FIRST)


def damage(engine: Engine) -> str:
    """Sentence for people on a damaged file: which it is, and what to do about it."""
    place = place_of(engine)
    if engine.url.database and Path(engine.url.database).stem == "keys":
        return (
            f"Está dañada {place}, que solo guarda llaves de preguntas anónimas abiertas. Borra "
            "ese archivo y vuelve a arrancar: esas preguntas se cierran y lo respondido cuenta."
        )
    return (
        f"Está dañada {place}. No se ha cambiado nada: guarda aparte la carpeta de datos y vuelve "
        "a una copia, como dice docs/instalar.md, «Volver a una copia»."
    )


def warn_of_a_share(app) -> None:
    """Say it where the data are on another computer."""
    if not app.config["DATABASE_URL"] and is_on_network(app.config["DATA"]):
        say(
            f"Atención: la carpeta de datos {app.config['DATA'].absolute()} está en otra "
            "computadora de la red. Guardar será más lento, y un corte de la red lo detiene. Mejor "
            "una carpeta de esta computadora: --data."
        )


def recovering(app) -> AbstractContextManager[None]:
    """Return a context for recovering at start: an error of the database ends it with one line."""
    with app.app_context():
        return explaining(db.engine, SETTINGS[None])


def the_way() -> Config:
    """Configuration of alembic with the folder of the migrations."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def refuse_newer_data() -> None:
    """A database that a later program has changed is left alone: end with one line."""
    known = {step.revision for step in ScriptDirectory.from_config(the_way()).walk_revisions()}
    for name, engine in db.engines.items():
        shared = name is not None and is_postgresql(engine)
        revision = standing(engine, BOOKS[shared])
        if revision and revision not in known:
            leave(
                f"Estos datos son de una versión más nueva de Mano Alzada ({place_of(engine)}, "
                f"paso {revision}). Usa aquella versión, o vuelve a una copia de antes como dice "
                "docs/instalar.md. No se ha cambiado nada.",
                MEND_FIRST,
            )


@contextmanager
def explaining(engine: Engine, setting: str) -> Iterator[None]:
    """What the driver refuses inside ends the program, with one line for people."""
    try:
        yield
    except MigrationFailed as failed:
        cause = failed.__cause__
        why = reason_of(cause) if isinstance(cause, DBAPIError) else failed.why
        leave(
            f"No se pudo poner al día {place_of(engine)}: {why}. Los datos siguen como estaban"
            f"{f' y hay una copia en {failed.copy}' if failed.copy else ''}. Vuelve a la versión "
            "de antes, que puede usarlos, y avisa a quien mantiene el programa.",
            MEND_FIRST,
        )
    except DBAPIError as error:
        if any(sign in str(error.orig) for sign in DAMAGED):
            leave(damage(engine), MEND_FIRST)
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
    reason = (telling or lines or [""])[-1].rpartition(" failed: ")[2].rstrip(".")
    return REASONS.get(reason, reason)


def advice(engine: Engine, setting: str) -> str:
    """What whoever reads it can do."""
    if is_postgresql(engine):
        return (
            f"¿Está en marcha PostgreSQL? Revisa {setting} como dice docs/instalar.md, «Servidor»."
        )
    return "Revisa que el disco tenga sitio, que el archivo sea tuyo y que nadie más lo use."
