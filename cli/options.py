"""Options of a serving process, and its data folder. Light: the supervisor needs no more."""

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

import config
from cli.exit import exit_with
from cli.parser import CommandLine, whole_number
from cli.ports import LAST_PORT

ERRNO_REASONS = {
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


def serve_parser() -> CommandLine:
    """Return a command line with --port, --host and --data."""
    parser = CommandLine()
    one_port = whole_number(1, LAST_PORT)
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
    """Raise the limit of open files as far as the system allows: each phone is one."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@contextlib.contextmanager
def exit_if_unusable(data: Path) -> Iterator[None]:
    """Return a context in which an OSError of the data folder exits with one line."""
    try:
        yield
    except OSError as error:
        why = ERRNO_REASONS.get(error.errno or 0, error.strerror or str(error))
        exit_with(
            f"La carpeta de datos {data.absolute()} no se puede usar: "
            f"{why.format(error.filename or data)}. Elige otra con --data, o cambia sus permisos."
        )
