"""Open the databases at start and migrate them, or exit with one line that says why not."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from cli.exit import EXIT_MISCONFIGURED, exit_with, warn
from cli.network_share import is_on_network
from cli.safe_migration import VERSION_TABLES, MigrationFailed, current_revision
from workshop.persistence.db import db
from workshop.persistence.postgresql import is_postgresql, migration_lock

MIGRATIONS_FOLDER = Path(__file__).parent.parent / "migrations"
SETTING_NAMES = {None: "DATABASE_URL", "keys": "KEYS_URL"}
DAMAGE_SIGNS = ("file is not a database", "disk image is malformed")  # as SQLite says it
DRIVER_REASONS = {
    "database or disk is full": "el disco está lleno",
    "disk I/O error": "el disco no guarda lo que se escribe; puede estar lleno o fallar",
    "unable to open database file": "no se puede abrir el archivo",
    "attempt to write a readonly database": "solo se puede leer",
    "database is locked": "otro programa la tiene ocupada",
}
POINTER_PREFIXES = ("LINE ", "^")  # beginnings of lines that point into a statement


def open_databases(app) -> None:
    """Check and migrate every database of the app. Exits with one line where one cannot be used."""
    with app.app_context():
        for name, engine in db.engines.items():
            setting = SETTING_NAMES[name]
            with exit_on_database_error(engine, setting), engine.connect() as connection:
                exit_if_damaged(connection)
        warn_of_network_share(app)
        with exit_on_database_error(db.engine, SETTING_NAMES[None]), migration_lock(db.engine):
            exit_if_data_is_newer()
            command.upgrade(alembic_config(), "head")


def exit_if_damaged(connection: Connection) -> None:
    """Exit with one line where pages of a SQLite file cannot be read; 0.2 s for 200 MB."""
    if is_postgresql(connection.engine):
        return
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        exit_with(damage_message(connection.engine), EXIT_MISCONFIGURED)


def damage_message(engine: Engine) -> str:
    """Return the sentence on a damaged file: which it is, and what to do about it."""
    place = database_label(engine)
    if engine.url.database and Path(engine.url.database).stem == "keys":
        return (
            f"Está dañada {place}, que solo guarda llaves de preguntas anónimas abiertas. Borra "
            "ese archivo y vuelve a arrancar: esas preguntas se cierran y lo respondido cuenta."
        )
    return (
        f"Está dañada {place}. No se ha cambiado nada: guarda aparte la carpeta de datos y vuelve "
        "a una copia, como dice docs/instalar.md, «Volver a una copia»."
    )


def warn_of_network_share(app) -> None:
    """Print a warning where the data are on another computer."""
    if not app.config["DATABASE_URL"] and is_on_network(app.config["DATA"]):
        warn(
            f"Atención: la carpeta de datos {app.config['DATA'].absolute()} está en otra "
            "computadora de la red. Guardar será más lento, y un corte de la red lo detiene. Mejor "
            "una carpeta de esta computadora: --data."
        )


def exit_on_recovery_error(app) -> AbstractContextManager[None]:
    """Return a context for recovery at start: an error of the database exits with one line."""
    with app.app_context():
        return exit_on_database_error(db.engine, SETTING_NAMES[None])


def alembic_config() -> Config:
    """Return Alembic's configuration with the folder of our migrations."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_FOLDER).replace("%", "%%"))
    return config


def exit_if_data_is_newer() -> None:
    """Exit with one line, changing nothing, where a later program has migrated a database."""
    script = ScriptDirectory.from_config(alembic_config())
    known = {step.revision for step in script.walk_revisions()}
    for name, engine in db.engines.items():
        shared = name is not None and is_postgresql(engine)
        revision = current_revision(engine, VERSION_TABLES[shared])
        if revision and revision not in known:
            exit_with(
                "Estos datos son de una versión más nueva de Mano Alzada "
                f"({database_label(engine)}, paso {revision}). Usa aquella versión, o vuelve a una "
                "copia de antes como dice docs/instalar.md. No se ha cambiado nada.",
                EXIT_MISCONFIGURED,
            )


@contextmanager
def exit_on_database_error(engine: Engine, setting: str) -> Iterator[None]:
    """Return a context in which an error of the driver or of a migration exits with one line."""
    try:
        yield
    except MigrationFailed as failed:
        cause = failed.__cause__
        why = driver_reason(cause) if isinstance(cause, DBAPIError) else failed.why
        exit_with(
            f"No se pudo poner al día {database_label(engine)}: {why}. Los datos siguen como "
            f"estaban{f' y hay una copia en {failed.copy}' if failed.copy else ''}. Vuelve a la "
            "versión de antes, que puede usarlos, y avisa a quien mantiene el programa.",
            EXIT_MISCONFIGURED,
        )
    except DBAPIError as error:
        if any(sign in str(error.orig) for sign in DAMAGE_SIGNS):
            exit_with(damage_message(engine), EXIT_MISCONFIGURED)
        exit_with(
            f"No se puede abrir {database_label(engine)}: {driver_reason(error)}. "
            f"{advice(engine, setting)}"
        )


def database_label(engine: Engine) -> str:
    """Return the Spanish name of a database: its file, or its URL without the password."""
    if not is_postgresql(engine):
        return f"la base de datos {engine.url.database}"
    url = engine.url.set(drivername="postgresql", query={})
    return f"la base de datos {url.render_as_string()}"


def driver_reason(error: DBAPIError) -> str:
    """Return the reason in a driver's message: the end of its last line that says something."""
    diagnosis = getattr(error.orig, "diag", None)
    said = getattr(diagnosis, "message_primary", None) or str(error.orig)
    lines = [line.strip() for line in said.splitlines()]
    telling = [
        line for line in lines if line and line[-1] != "?" and not line.startswith(POINTER_PREFIXES)
    ]
    reason = (telling or lines or [""])[-1].rpartition(" failed: ")[2].rstrip(".")
    return DRIVER_REASONS.get(reason, reason)


def advice(engine: Engine, setting: str) -> str:
    """Return the sentence that says what to look at: the server and ``setting``, or the disk."""
    if is_postgresql(engine):
        return (
            f"¿Está en marcha PostgreSQL? Revisa {setting} como dice docs/instalar.md, «Servidor»."
        )
    return "Revisa que el disco tenga sitio, que el archivo sea tuyo y que nadie más lo use."
