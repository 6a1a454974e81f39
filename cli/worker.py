"""A worker process of the supervisor: started, health-checked, stopped and restarted by polling."""

import argparse
import http.client
import os
import signal
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import config

APP_FILE = Path(__file__).parents[1] / "app.py"
POLL_INTERVAL_S = 0.1  # and between two health checks until it serves
HEALTH_CHECK_INTERVAL_S = 2.0
HEALTH_CHECK_TIMEOUT_S = 3.0
MAX_FAILED_HEALTH_CHECKS = 3  # in a row, and it is replaced
START_TIMEOUT_S = 120.0  # it takes five, and minutes on a busy machine
SHUTDOWN_TIMEOUT_S = 10.0  # from SIGTERM to SIGKILL
FIRST_RESTART_DELAY_S = 0.5  # doubled with every death
MAX_RESTART_DELAY_S = 30.0
STABLE_AFTER_S = 60.0  # healthy for so long: the delay is the first one again


class Worker:
    """``app.py`` on a port of its own: waiting to start, running, or stopping."""

    def __init__(self, number: int, options: argparse.Namespace, token: str):
        self.name = f"el proceso {number + 1}"
        self.is_outdated = False  # a new process is to take its place
        self._number = number
        self._options = options
        self._token = token
        self._process: subprocess.Popen | None = None
        self._restart_delay_s = FIRST_RESTART_DELAY_S
        self._start_at = 0.0
        self._started = 0.0
        self._stop_deadline: float | None = None  # SIGTERM was sent; SIGKILL follows then
        self._is_healthy = False  # by its last check
        self._has_served = False
        self._failed_checks = 0
        self._next_check_at = 0.0
        self._pending_check: Future[bool] | None = None
        self._check_executor = ThreadPoolExecutor(1)  # a slow answer must not hold up the others

    @property
    def pid(self) -> int:
        """Id of its process; 0 while there is none."""
        return self._process.pid if self._process else 0

    @property
    def is_alive(self) -> bool:
        """Is its process running?"""
        return self._process is not None and self._process.poll() is None

    @property
    def serves(self) -> bool:
        """Did it pass its last health check, and has nobody asked it to stop?"""
        return self._is_healthy and self.is_alive and self._stop_deadline is None

    def run_once(self, now: float) -> None:
        """Do what is due at ``now`` (monotonic seconds): start, check health, note an end, kill."""
        if self._process is None:
            if now >= self._start_at:
                self._start(now)
        elif self._process.poll() is not None:
            self._note_end(self._process.returncode, now)
        elif self._stop_deadline is None:
            self._check_health(now)
        elif now >= self._stop_deadline:
            log_line(f"{self.name} no se despide; se termina")
            self.send_signal(signal.SIGKILL)

    def stop(self, now: float) -> None:
        """Send SIGTERM; another process starts in its place once it has ended."""
        self.send_signal(signal.SIGTERM)
        self._stop_deadline = now + SHUTDOWN_TIMEOUT_S

    def send_signal(self, sign: int) -> None:
        """Send a signal to its process, if there is one."""
        if self.is_alive:
            self._process.send_signal(sign)  # type: ignore[union-attr]

    def wait_or_kill(self, seconds: float) -> None:
        """Wait so many seconds for its end, then kill it."""
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
        command = [sys.executable, str(APP_FILE), "--port", str(options.port + self._number)]
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
            self._restart_later(f"no pudo arrancar ({error})", now)
            return
        self.is_outdated = False
        self._started, self._next_check_at = now, now
        self._stop_deadline = self._pending_check = None
        self._is_healthy = self._has_served = False
        self._failed_checks = 0

    def _restart_later(self, reason: str, now: float) -> None:
        log_line(f"{self.name} {reason}; vuelve en {self._restart_delay_s:.1f} s")
        self._start_at = now + self._restart_delay_s
        self._restart_delay_s = min(self._restart_delay_s * 2, MAX_RESTART_DELAY_S)

    def _note_end(self, code: int, now: float) -> None:
        self._process = None
        if self._stop_deadline is None:
            self._restart_later(f"terminó ({code})", now)
        else:
            self._start_at = now

    def _check_health(self, now: float) -> None:
        if self._pending_check is None:
            if now >= self._next_check_at:
                port = self._options.port + self._number
                self._pending_check = self._check_executor.submit(
                    is_healthy, self._options.host, port
                )
        elif self._pending_check.done():
            self._note_health(self._pending_check.result(), now)
            self._pending_check = None
            self._next_check_at = now + (
                HEALTH_CHECK_INTERVAL_S if self._has_served else POLL_INTERVAL_S
            )

    def _note_health(self, is_healthy: bool, now: float) -> None:
        self._is_healthy = is_healthy
        if is_healthy:
            self._failed_checks, self._has_served = 0, True
            if now - self._started > STABLE_AFTER_S:
                self._restart_delay_s = FIRST_RESTART_DELAY_S
        elif self._has_served or now - self._started > START_TIMEOUT_S:
            self._failed_checks += 1
            if self._failed_checks >= MAX_FAILED_HEALTH_CHECKS:
                log_line(f"{self.name} no responde; se sustituye")
                self.send_signal(signal.SIGKILL)


def is_healthy(host: str, port: int) -> bool:
    """Does /salud on this port answer 200 within HEALTH_CHECK_TIMEOUT_S?"""
    here = "127.0.0.1" if host in ("0.0.0.0", "") else host  # noqa: S104
    line = http.client.HTTPConnection(here, port, timeout=HEALTH_CHECK_TIMEOUT_S)
    try:
        line.request("GET", "/salud")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def log_line(line: str) -> None:
    """Write a line to standard error, which the journal keeps."""
    print(f"supervisor: {line}", file=sys.stderr, flush=True)  # noqa: T201 - the journal
