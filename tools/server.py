"""The real server as a process of its own, on data of its own: to start, kill, start again."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tools import environments
from tools.balancer import Balancer
from tools.ports import free_port, free_ports

ROOT = Path(__file__).resolve().parent.parent
START_TIMEOUT_S = 30.0  # seconds for a start on a busy machine; it takes two
LINK = re.compile(r"Consola: (http://[^:]+:(\d+)/\S+)")


class DidNotStart(Exception):
    """The server ended before it served. The message is what it said."""


class Server:
    """``app.py`` on ``folder``. After a kill it comes back on the same data and port."""

    def __init__(self, folder: Path, port=0, content=None, data=None, workers=0, **environment):
        self.folder = Path(folder)
        self.workers = workers or environments.current.workers
        self.port = port or (free_ports(self.workers) if self.workers else free_port())
        self.data = Path(data) if data is not None else self.folder / "data"
        self.log = self.folder / "server.log"
        self.link = ""
        self.starts = 0
        if "DATABASE_URL" not in environment:
            environment = environments.current.settings() | environment
        self._environment = {k: str(v) for k, v in environment.items()}
        if content is not None:
            self._environment["CONTENT"] = str(content)
        self._process: subprocess.Popen | None = None
        self._line: Balancer | None = None

    @property
    def base(self) -> str:
        """Address of phones and consoles; with several workers, now of one, now of another."""
        return f"http://127.0.0.1:{self._line.port if self._line else self.port}"

    @property
    def database(self) -> Path | str:
        """Database for tools/stored_rounds.py: a folder, or an address."""
        return self._environment.get("DATABASE_URL") or self.data

    def worker_pids(self) -> list[int]:
        """The processes under the supervisor."""
        return children_of(self.pid)

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """Exit code; None while it runs."""
        return self._process.poll() if self._process else None

    def start(self, **environment) -> None:
        """Start and wait until it serves. Raises DidNotStart, also if a fail-point killed it."""
        if self.workers and self._line is None:
            self._line = Balancer([self.port + n for n in range(self.workers)]).start()
        self.launch(**environment)
        give_up = time.monotonic() + START_TIMEOUT_S * (1 + self.workers)
        while not self.is_serving():
            if not self.alive or time.monotonic() > give_up:
                self.kill()
                raise DidNotStart(self.said())
            time.sleep(0.03)

    def launch(self, **environment) -> None:
        """Start without waiting; ``is_serving`` says when it does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.link = ""
        with self.log.open("wb") as log:
            program = ["app.py"]
            if self.workers:
                program = ["-m", "cli.supervisor", "--workers", str(self.workers)]
            self._process = subprocess.Popen(
                [sys.executable, *program, "--data", str(self.data), "--port", str(self.port)],
                cwd=ROOT,
                env={**os.environ, **self._environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.starts += 1

    def is_serving(self) -> bool:
        """Has the link been printed, and does the port answer?"""
        found = LINK.search(self.said())
        if not found or not self.alive:
            return False
        self.link, self.port = found[1], int(found[2])  # it moves on where the port is taken
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def kill(self) -> None:
        """kill -9: no goodbye, nothing flushed."""
        if self._process is None:
            return
        workers = self.worker_pids() if self.workers and self.alive else []
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()
        for pid in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, as closing the terminal does."""
        if self.alive:
            self._process.send_signal(signal.SIGTERM)  # type: ignore[union-attr]
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(12 if self.workers else 3)  # type: ignore[union-attr]
        self.kill()
        if self._line is not None:
            self._line.stop()
            self._line = None

    def said(self) -> str:
        """Text it printed since its last start."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def children_of(pid: int) -> list[int]:
    """The processes that one has started, in that order."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
    return [int(child) for child in children.split()]
