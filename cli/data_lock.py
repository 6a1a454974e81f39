"""Lock of a data folder: one server each; the second is told where the first one is."""

import sys
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

LOCK_FILE = "servidor.lock"
LINK_FILE = "consola.txt"  # beside it: on Windows nobody else may read what is locked
BUSY_MESSAGE = "Mano Alzada ya está en marcha con estos datos."


class DataLock:
    """A lock of the operating system, which goes with the process however that ends."""

    def __init__(self, data: Path):
        self._link = data / LINK_FILE
        self._lock = FileLock(
            data / LOCK_FILE,
            timeout=0,
            thread_local=False,  # eventlet's «threads» are greenlets, and this outlives all of them
            fallback_to_soft=False,  # where a disk cannot lock, a file left behind would stay shut
        )

    def acquire(self, link: str) -> None:
        """Lock the folder and write our ``link`` beside it. Raises SystemExit if taken, OSError."""
        try:
            self._lock.acquire()
        except Timeout:
            sys.exit(f"{BUSY_MESSAGE}\n{self._where()}")
        self._link.write_text(link, "utf-8")

    def _where(self) -> str:
        link = ""
        with suppress(OSError, UnicodeError):
            link = self._link.read_text("utf-8").strip()
        if not link:
            return "El enlace de su consola está donde se puso en marcha."
        return f"Consola: {link}"
