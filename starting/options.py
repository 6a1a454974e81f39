"""Before anything serves: which options, and whose data. Light: a supervisor needs no more."""

import contextlib
import errno
import sys
from collections.abc import Iterator
from pathlib import Path

import config
from starting.command_line import CommandLine, whole
from starting.leaving import leave
from starting.listening import LAST_PORT

try:
    import fcntl
except ImportError:  # Windows: the database's own lock still keeps a second server out
    fcntl = None  # type: ignore[assignment]


WHY = {
    errno.EACCES: "no hay permiso en {}",
    errno.EPERM: "no hay permiso en {}",
    errno.EROFS: "{} está en un disco de solo lectura",
    errno.ENOSPC: "el disco está lleno",
    errno.EEXIST: "{} no es una carpeta",
    errno.ENOTDIR: "{} no es una carpeta, o está dentro de algo que no lo es",
    errno.EISDIR: "{} es una carpeta",
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


class DataLock:
    """One server per data folder. The lock goes with the process, however it ends."""

    def __init__(self, data: Path):
        self._file = open(data / "servidor.lock", "a+", encoding="utf-8")  # noqa: SIM115 - held for life

    def take(self, link: str) -> None:
        """Take the folder, or say who has it and leave."""
        if fcntl is not None:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                self._file.seek(0)
                sys.exit(
                    "Mano Alzada ya está en marcha con estos datos.\n"
                    f"Consola: {self._file.read().strip()}"
                )
        self._file.truncate(0)
        self._file.write(link)
        self._file.flush()
