"""Before anything serves: which options, and whose data. Light: a supervisor needs no more."""

import argparse
import contextlib
import sys
from pathlib import Path

import config

try:
    import fcntl
except ImportError:  # Windows: the database's own lock still keeps a second server out
    fcntl = None  # type: ignore[assignment]


def parser() -> argparse.ArgumentParser:
    """--port, --host, --data."""
    parser = argparse.ArgumentParser(prog="./run", description="Mano Alzada")
    parser.add_argument("--port", type=int, default=config.PORT, help="puerto (5000)")
    parser.add_argument("--host", default=config.HOST, help="dirección en la que escucha (0.0.0.0)")
    parser.add_argument("--data", type=Path, default=config.DATA, help="carpeta de datos (data/)")
    return parser


def raise_file_limit() -> None:
    """Each phone is an open file: as many as the system lets us have, where it has such a limit."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


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
