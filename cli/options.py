"""Before anything serves: which options, and whose data. Light: a supervisor needs no more."""

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

import config
from cli.exit import leave
from cli.parser import CommandLine, whole
from cli.ports import LAST_PORT

WHY = {
    errno.EACCES: "no hay permiso en {}",
    errno.EPERM: "no hay permiso en {}",
    errno.EROFS: "{} está en un disco de solo lectura",
    errno.ENOSPC: "el disco está lleno",
    errno.EEXIST: "{} no es una carpeta",
    errno.ENOTDIR: "{} no es una carpeta, o está dentro de algo que no lo es",
    errno.EISDIR: "{} es una carpeta",
    errno.ENOSYS: "su disco no deja reservarla (¿es una carpeta de red?)",
    errno.ENOLCK: "su disco no deja reservarla (¿es una carpeta de red?)",
}


def parser() -> CommandLine:
    """--port, --host, --data."""
    parser = CommandLine()
    one_port = whole(1, LAST_PORT)
    parser.add_argument(
        "--port", type=one_port, default=config.PORT, metavar="N", help="puerto (5000)"
    )
    parser.add_argument(
        "--host", default=config.HOST, metavar="H", help="dirección en la que escucha (0.0.0.0)"
    )
    parser.add_argument(
        "--data", type=Path, default=config.DATA, metavar="CARPETA", help="carpeta de datos (data/)"
    )
    return parser


def raise_file_limit() -> None:
    """Each phone is an open file: as many as the system lets us have, where it has such a limit."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@contextlib.contextmanager
def usable(data: Path) -> Iterator[None]:
    """Work in the data folder, and end with one line where that cannot be done."""
    try:
        yield
    except OSError as error:
        why = WHY.get(error.errno or 0, error.strerror or str(error))
        leave(
            f"La carpeta de datos {data.absolute()} no se puede usar: "
            f"{why.format(error.filename or data)}. Elige otra con --data, o cambia sus permisos."
        )
