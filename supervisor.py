"""Several processes side by side: starts them, looks after them, replaces them one by one.

``./run serve --workers 4``. Each worker is ``app.py`` on a port of its own (5000, 5001, …), started
by exec and never by fork: whoever has imported eventlet cannot be copied. SIGTERM ends all of them
in peace, SIGHUP replaces one after the other, so that somebody always serves.
"""

import argparse
import http.client
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import config
from secrets_file import load_secrets
from starting import DataLock, parser

APP = Path(__file__).parent / "app.py"
LOOK = 0.1  # seconds between two looks
HEALTH = 2.0  # seconds between two questions whether a worker is well
PATIENCE = 3.0  # seconds for its answer
ILL = 3  # questions without an answer, and it is replaced
START = 120.0  # seconds until a worker must serve; it takes five, and minutes on a busy machine
GOODBYE = 10.0  # seconds a worker has to say goodbye
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before one that died is started again
WELL = 60.0  # seconds after which a worker's earlier deaths are forgotten


class Worker:
    """One process under way, or about to be again."""

    def __init__(self, number: int, options: argparse.Namespace, token: str):
        self.number = number
        self.port = options.port + number
        self.options = options
        self.token = token
        self.process: subprocess.Popen | None = None
        self.pause = FIRST_PAUSE
        self.start_at = 0.0
        self.started = 0.0
        self.asked = 0.0
        self.ill = 0
        self.has_served = False

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Begin; ``is_well`` says when it serves."""
        command = [sys.executable, str(APP), "--port", str(self.port), "--host", self.options.host]
        self.process = subprocess.Popen(
            [*command, "--data", str(self.options.data)],
            env=config.environment(WORKER=str(self.number + 1), CONSOLE_TOKEN=self.token),
            stdin=subprocess.DEVNULL,
        )
        self.started = self.asked = time.monotonic()
        self.ill, self.has_served = 0, False

    def is_well(self) -> bool:
        """Does it answer?"""
        host = "127.0.0.1" if self.options.host in ("0.0.0.0", "") else self.options.host  # noqa: S104
        line = http.client.HTTPConnection(host, self.port, timeout=PATIENCE)
        try:
            line.request("GET", "/salud")
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def ask(self, sign: int = signal.SIGTERM) -> None:
        """Ask it to go, or something else."""
        if self.is_alive:
            self.process.send_signal(sign)  # type: ignore[union-attr]

    def wait_for_end(self, seconds: float) -> None:
        """Give it time, and then none."""
        if self.process is None:
            return
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Supervisor:
    """Keeps as many workers alive as were asked for."""

    def __init__(self, options: argparse.Namespace, token: str):
        self.workers = [Worker(number, options, token) for number in range(options.workers)]
        self.is_ending = False
        self.is_replacing = False
        self.has_said_where = False

    def run(self) -> None:
        """Until SIGTERM or Ctrl-C."""
        signal.signal(signal.SIGTERM, self._end_soon)
        signal.signal(signal.SIGINT, self._end_soon)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._replace_soon)
        for worker in self.workers:
            worker.start()
        for worker in self.workers:
            self._wait_until_well(worker)
        while not self.is_ending:
            for worker in self.workers:
                self.look_after(worker)
            self._say_where()
            if self.is_replacing:
                self.is_replacing = False
                self.replace_all()
            time.sleep(LOOK)
        self.end_all()

    def look_after(self, worker: Worker) -> None:
        """Start it again if it died, replace it if it does not answer."""
        now = time.monotonic()
        if not worker.is_alive:
            self._start_again(worker, now)
        elif now - worker.asked > HEALTH:
            worker.asked = now
            if worker.is_well():
                worker.ill, worker.has_served = 0, True
                if now - worker.started > WELL:
                    worker.pause = FIRST_PAUSE
            elif worker.has_served or now - worker.started > START:
                worker.ill += 1
                if worker.ill >= ILL:
                    say(f"el proceso {worker.number + 1} no responde; se sustituye")
                    worker.ask(signal.SIGKILL)

    def replace_all(self) -> None:
        """One after the other: the next one goes only when the one before serves again."""
        for worker in self.workers:
            if self.is_ending:
                return
            worker.ask()
            worker.wait_for_end(GOODBYE)
            worker.start()
            if not self._wait_until_well(worker):
                say(f"el proceso {worker.number + 1} no vuelve; los demás siguen como estaban")
                return
        say("todos los procesos son nuevos")

    def end_all(self) -> None:
        """All at once, each in peace."""
        for worker in self.workers:
            worker.ask()
        give_up = time.monotonic() + GOODBYE
        for worker in self.workers:
            worker.wait_for_end(max(0.1, give_up - time.monotonic()))

    def _say_where(self) -> None:
        """Once all of them serve, the first prints where people go."""
        if not self.has_said_where and all(worker.has_served for worker in self.workers):
            self.workers[0].ask(signal.SIGUSR1)
            self.has_said_where = True

    def _start_again(self, worker: Worker, now: float) -> None:
        if not worker.start_at:
            worker.start_at = now + worker.pause
            code = worker.process.returncode if worker.process else None
            say(f"el proceso {worker.number + 1} terminó ({code}); vuelve en {worker.pause:.1f} s")
            worker.pause = min(worker.pause * 2, LONGEST_PAUSE)
        elif now >= worker.start_at:
            worker.start_at = 0.0
            worker.start()

    def _wait_until_well(self, worker: Worker) -> bool:
        give_up = time.monotonic() + START
        while time.monotonic() < give_up and worker.is_alive and not self.is_ending:
            if worker.is_well():
                worker.has_served = True
                return True
            time.sleep(LOOK)
        return False

    def _end_soon(self, *_):
        self.is_ending = True

    def _replace_soon(self, *_):
        self.is_replacing = True


def read_options() -> argparse.Namespace:
    """The options of one process, and how many."""
    known = parser()
    known.add_argument("--workers", type=int, required=True, help="procesos (uno por núcleo)")
    options = known.parse_args()
    if options.workers < 1:
        known.error("--workers: al menos uno")
    if not config.DATABASE_URL:
        sys.exit(
            "Varios procesos comparten una base de datos PostgreSQL: falta DATABASE_URL "
            "(docs/instalar.md, «Servidor»)."
        )
    return options


def say(line: str) -> None:
    """For whoever reads the journal."""
    print(f"supervisor: {line}", file=sys.stderr, flush=True)  # noqa: T201 - the journal


def main() -> None:
    """Take the data folder, start the workers, print where they are."""
    options = read_options()
    os.umask(0o077)
    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = DataLock(options.data)
    token = secrets.token_urlsafe(24)
    link = f"http://127.0.0.1:{options.port}/entrar/{token}"
    lock.take(link)
    load_secrets(options.data)  # made once, before several would make them at the same time
    Supervisor(options, token).run()


if __name__ == "__main__":
    main()
