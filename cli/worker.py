"""One process that the supervisor keeps: it is looked at again and again, and never waited for."""

import argparse
import http.client
import os
import signal
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import config

APP = Path(__file__).parents[1] / "app.py"
LOOK = 0.1  # seconds between two looks, and between two questions until it serves
HEALTH = 2.0  # seconds between two questions whether it is well
PATIENCE = 3.0  # seconds for its answer
ILL = 3  # questions without an answer, and it is replaced
START = 120.0  # seconds until it must serve; it takes five, and minutes on a busy machine
GOODBYE = 10.0  # seconds to say goodbye
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before one that died is started again
WELL = 60.0  # seconds after which earlier deaths are forgotten


class Worker:
    """``app.py`` on a port of its own: about to start, under way, or saying goodbye."""

    def __init__(self, number: int, options: argparse.Namespace, token: str):
        self.name = f"el proceso {number + 1}"
        self.is_old = False  # a new process is to take its place
        self._number = number
        self._options = options
        self._token = token
        self._process: subprocess.Popen | None = None
        self._pause = FIRST_PAUSE
        self._start_at = 0.0
        self._started = 0.0
        self._gone_by: float | None = None  # it was asked to go, and has so long
        self._is_well = False  # by its last answer
        self._has_served = False
        self._ill = 0
        self._ask_at = 0.0
        self._answer: Future[bool] | None = None
        self._doctor = ThreadPoolExecutor(1)  # who waits for an answer must not hold up the others

    @property
    def pid(self) -> int:
        """Its process; 0 while there is none."""
        return self._process.pid if self._process else 0

    @property
    def is_alive(self) -> bool:
        """Is its process there?"""
        return self._process is not None and self._process.poll() is None

    @property
    def serves(self) -> bool:
        """Is it well, and will it stay?"""
        return self._is_well and self.is_alive and self._gone_by is None

    def look(self, now: float) -> None:
        """Do what is due: start it, ask how it is, note that it ended."""
        if self._process is None:
            if now >= self._start_at:
                self._start(now)
        elif self._process.poll() is not None:
            self._note_end(self._process.returncode, now)
        elif self._gone_by is None:
            self._look_at_health(now)
        elif now >= self._gone_by:
            say(f"{self.name} no se despide; se termina")
            self.tell(signal.SIGKILL)

    def let_go(self, now: float) -> None:
        """Ask it to end in peace; another starts in its place."""
        self.tell(signal.SIGTERM)
        self._gone_by = now + GOODBYE

    def tell(self, sign: int) -> None:
        """Send it a signal, if it is there."""
        if self.is_alive:
            self._process.send_signal(sign)  # type: ignore[union-attr]

    def wait_for_end(self, seconds: float) -> None:
        """Give it time, and then none. For the end of all."""
        if self._process is None:
            return
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    # --- helpers, in the order they are called --------------------------------------------------

    def _start(self, now: float) -> None:
        options = self._options
        command = [sys.executable, str(APP), "--port", str(options.port + self._number)]
        try:
            self._process = subprocess.Popen(
                [*command, "--host", options.host, "--data", str(options.data)],
                env=config.environment(
                    WORKER=str(self._number + 1),
                    WORKERS=str(options.workers),
                    SUPERVISOR=str(os.getpid()),
                    CONSOLE_TOKEN=self._token,
                ),
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for whoever lets them end in peace
            )
        except OSError as error:  # no memory, no files: those that serve go on
            self._try_later(f"no pudo arrancar ({error})", now)
            return
        self.is_old = False
        self._started, self._ask_at = now, now
        self._gone_by = self._answer = None
        self._is_well = self._has_served = False
        self._ill = 0

    def _try_later(self, what: str, now: float) -> None:
        say(f"{self.name} {what}; vuelve en {self._pause:.1f} s")
        self._start_at = now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _note_end(self, code: int, now: float) -> None:
        self._process = None
        if self._gone_by is None:
            self._try_later(f"terminó ({code})", now)
        else:
            self._start_at = now

    def _look_at_health(self, now: float) -> None:
        if self._answer is None:
            if now >= self._ask_at:
                port = self._options.port + self._number
                self._answer = self._doctor.submit(is_well, self._options.host, port)
        elif self._answer.done():
            self._note_health(self._answer.result(), now)
            self._answer = None
            self._ask_at = now + (HEALTH if self._has_served else LOOK)

    def _note_health(self, is_well: bool, now: float) -> None:
        self._is_well = is_well
        if is_well:
            self._ill, self._has_served = 0, True
            if now - self._started > WELL:
                self._pause = FIRST_PAUSE
        elif self._has_served or now - self._started > START:
            self._ill += 1
            if self._ill >= ILL:
                say(f"{self.name} no responde; se sustituye")
                self.tell(signal.SIGKILL)


def is_well(host: str, port: int) -> bool:
    """Does whoever listens there say that it serves?"""
    here = "127.0.0.1" if host in ("0.0.0.0", "") else host  # noqa: S104
    line = http.client.HTTPConnection(here, port, timeout=PATIENCE)
    try:
        line.request("GET", "/salud")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def say(line: str) -> None:
    """For whoever reads the journal."""
    print(f"supervisor: {line}", file=sys.stderr, flush=True)  # noqa: T201 - the journal
