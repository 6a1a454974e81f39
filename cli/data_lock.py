"""One server a data folder, on every system; who comes second is told where the first one is."""

import sys
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

LOCK = "servidor.lock"
LINK = "consola.txt"  # beside it: on Windows nobody else may read what is locked
BUSY = "Mano Alzada ya está en marcha con estos datos."


class DataLock:
    """The lock is the system's and no mere file: it goes with the process, however that ends."""

    def __init__(self, data: Path):
        self._link = data / LINK
        self._lock = FileLock(
            data / LOCK,
            timeout=0,
            thread_local=False,  # eventlet's «threads» are greenlets, and this outlives all of them
            fallback_to_soft=False,  # where a disk cannot lock, a file left behind would stay shut
        )

    def take(self, link: str) -> None:
        """Take the folder and note our ``link``, or say whose it is and end. Raises OSError."""
        try:
            self._lock.acquire()
        except Timeout:
            sys.exit(f"{BUSY}\n{self._where()}")
        self._link.write_text(link, "utf-8")

    def _where(self) -> str:
        link = ""
        with suppress(OSError, UnicodeError):
            link = self._link.read_text("utf-8").strip()
        if not link:
            return "El enlace de su consola está donde se puso en marcha."
        return f"Consola: {link}"
