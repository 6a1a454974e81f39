"""``./run backup``: a copy of the data of a laptop, made while the program runs, and proved.

The keys of open anonymous rounds are left out on purpose: with them and a copy anyone could tell
whose answer was whose. A round that was open is closed when the copy is used (recovery.py).
"""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import config
from cli.exit import EXIT_MISCONFIGURED, exit_with
from cli.options import ERRNO_REASONS
from cli.parser import CommandLine
from cli.safe_migration import copy_file

DATABASE_FILE = "mano_alzada.db"
BYTES_PER_MB = 1_000_000


def main() -> None:
    """Copy the database, verify the copy, print where it is."""
    options = read_options()
    if config.DATABASE_URL:
        exit_with(
            "Los datos están en PostgreSQL: cópialos como dice docs/instalar.md, «Copias de "
            "seguridad».",
            EXIT_MISCONFIGURED,
        )
    source = options.data / DATABASE_FILE
    if not source.is_file():
        exit_with(f"No hay datos que copiar en {options.data.absolute()}.", EXIT_MISCONFIGURED)
    made = options.file or Path(f"mano-alzada-{datetime.now().astimezone():%Y%m%d-%H%M%S}.db")
    try:
        copy_file(source, made)
        runs, answers = verify_copy(made)
    except FileExistsError:
        exit_with(f"{made} ya existe, y una copia no se escribe sobre otra. Elige otro nombre.")
    except OSError as error:
        why = ERRNO_REASONS.get(error.errno or 0, error.strerror or str(error))
        exit_with(f"No se pudo copiar: {why.format(error.filename or made)}.")
    except sqlite3.Error as error:
        exit_with(f"No se pudo copiar a {made}: {error}. Mira si hay sitio en el disco.")
    size = f"{made.stat().st_size / BYTES_PER_MB:.1f}".replace(".", ",")
    print(  # noqa: T201 - this is what the command is for
        f"Copia hecha y comprobada: {made.absolute()}\n"
        f"{size} MB; {runs} sesiones y {answers} respuestas de preguntas cerradas. Para usarla: "
        "docs/instalar.md, «Volver a una copia»."
    )


def read_options():
    """Read the command line: the copy's file, and the folder of the data it is of."""
    line = CommandLine()
    line.add_argument(
        "file", type=Path, nargs="?", metavar="ARCHIVO", help="dónde dejar la copia (aquí)"
    )
    line.add_argument(
        "--data", type=Path, default=config.DATA, metavar="CARPETA", help="carpeta de datos (data/)"
    )
    return line.parse_args()


def verify_copy(copy: Path) -> tuple[int, int]:
    """Return (runs, answers) in a copy that is whole. Raises sqlite3.Error otherwise."""
    with closing(sqlite3.connect(copy)) as line:
        found = line.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        return (
            line.execute("SELECT count(*) FROM runs").fetchone()[0],
            line.execute("SELECT count(*) FROM answers").fetchone()[0],
        )


if __name__ == "__main__":
    main()
