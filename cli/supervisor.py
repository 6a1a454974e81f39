"""Supervisor of several worker processes: starts, health-checks and replaces them one by one.

``./run serve --workers 4``. Each worker is ``app.py`` on a port of its own (5000, 5001, …), started
by exec and never by fork: a process that has imported eventlet cannot be copied. SIGTERM stops all
of them gracefully, SIGHUP replaces one after the other, so that one always serves.
"""

import argparse
import os
import secrets
import signal
import time

import config
from cli.check_settings import check_settings
from cli.data_lock import DataLock
from cli.exit import EXIT_MISCONFIGURED, exit_with
from cli.options import exit_if_unusable, serve_parser
from cli.parser import whole_number
from cli.ports import LAST_PORT, try_port
from cli.secrets_file import load_secrets
from cli.terminal import replace_unencodable_letters
from cli.worker import (
    POLL_INTERVAL_S,
    SHUTDOWN_TIMEOUT_S,
    Worker,
    log_line,
)


class Supervisor:
    """Keeps as many workers alive as the options ask for."""

    def __init__(self, options: argparse.Namespace, token: str):
        self.workers = [Worker(number, options, token) for number in range(options.workers)]
        self.is_ending = False
        self.replacement_requested = False
        self.is_replacing = False
        self.has_announced = False

    def run(self) -> None:
        """Poll the workers until SIGTERM or Ctrl-C, then stop all of them."""
        signal.signal(signal.SIGTERM, self._request_stop)
        signal.signal(signal.SIGINT, self._request_stop)
        signal.signal(signal.SIGHUP, self._request_replacement)
        while not self.is_ending:
            self.run_once()
            time.sleep(POLL_INTERVAL_S)
        self.stop_all()

    def run_once(self) -> None:
        """Poll every worker once and never wait; replace the next one if that was asked for."""
        now = time.monotonic()
        for worker in self.workers:
            worker.run_once(now)
        if self.replacement_requested:
            self.replacement_requested, self.is_replacing = False, True
            for worker in self.workers:
                worker.is_outdated = True
        if all(worker.serves for worker in self.workers):
            self._announce_once()
            self._replace_next(now)

    def stop_all(self) -> None:
        """Send SIGTERM to all at once; kill those that are there SHUTDOWN_TIMEOUT_S later."""
        for worker in self.workers:
            worker.send_signal(signal.SIGTERM)
        give_up = time.monotonic() + SHUTDOWN_TIMEOUT_S
        for worker in self.workers:
            worker.wait_or_kill(max(0.1, give_up - time.monotonic()))

    def _announce_once(self) -> None:
        """Have the first worker print the addresses, the first time that all of them serve."""
        if not self.has_announced:
            self.workers[0].send_signal(signal.SIGUSR1)
            self.has_announced = True

    def _replace_next(self, now: float) -> None:
        """Stop the next outdated worker. Where a new program does not start, the others stay."""
        if not self.is_replacing:
            return
        old = [worker for worker in self.workers if worker.is_outdated]
        if old:
            old[0].stop(now)
        else:
            self.is_replacing = False
            log_line("todos los procesos son nuevos")

    def _request_stop(self, *_):
        self.is_ending = True

    def _request_replacement(self, *_):
        self.replacement_requested = True


def read_options() -> argparse.Namespace:
    """Read the options of one process, and ``--workers``; exit with a line where one is wrong."""
    known = serve_parser()
    known.add_argument(
        "--workers",
        type=whole_number(1, 1_000),
        required=True,
        metavar="N",
        help="procesos (uno por núcleo)",
    )
    options = known.parse_args()
    if options.port + options.workers - 1 > LAST_PORT:
        known.error(f"argument --port: no caben {options.workers} puertos desde el {options.port}")
    if not config.DATABASE_URL:
        exit_with(
            "Varios procesos comparten una base de datos PostgreSQL: falta DATABASE_URL "
            "(docs/instalar.md, «Servidor»).",
            EXIT_MISCONFIGURED,
        )
    check_settings(vars(config))
    if not config.CONTENT.is_dir():
        missing = f"{config.CONTENT}: la carpeta del curso no está. Revisa CONTENT."
        exit_with(missing, EXIT_MISCONFIGURED)
    return options


def main() -> None:
    """Lock the data folder and run the workers until SIGTERM."""
    replace_unencodable_letters()
    options = read_options()
    os.umask(0o077)
    token = secrets.token_urlsafe(24)
    with exit_if_unusable(options.data):
        options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = DataLock(options.data)
        lock.acquire(f"http://127.0.0.1:{options.port}/entrar/{token}")
        load_secrets(options.data)  # made once, before several would make them at the same time
    for number in range(options.workers):
        try_port(options.host, options.port + number)  # one that can never be ours ends it here
    Supervisor(options, token).run()


if __name__ == "__main__":
    main()
