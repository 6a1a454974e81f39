"""Several processes side by side: starts them, looks after them, replaces them one by one.

``./run serve --workers 4``. Each worker is ``app.py`` on a port of its own (5000, 5001, …), started
by exec and never by fork: whoever has imported eventlet cannot be copied. SIGTERM ends all of them
in peace, SIGHUP replaces one after the other, so that somebody always serves.
"""

import argparse
import os
import secrets
import signal
import time

import config
from cli.check_settings import check_settings
from cli.data_lock import DataLock
from cli.exit import MEND_FIRST, leave
from cli.options import parser, usable
from cli.parser import whole
from cli.ports import LAST_PORT, try_port
from cli.secrets_file import load_secrets
from cli.terminal import replace_what_cannot_be_written
from cli.worker import (
    GOODBYE,
    LOOK,
    Worker,
    say,
)


class Supervisor:
    """Keeps as many workers alive as were asked for."""

    def __init__(self, options: argparse.Namespace, token: str):
        self.workers = [Worker(number, options, token) for number in range(options.workers)]
        self.is_ending = False
        self.is_to_replace = False
        self.is_replacing = False
        self.has_said_where = False

    def run(self) -> None:
        """Until SIGTERM or Ctrl-C."""
        signal.signal(signal.SIGTERM, self._end_soon)
        signal.signal(signal.SIGINT, self._end_soon)
        signal.signal(signal.SIGHUP, self._replace_soon)
        while not self.is_ending:
            self.look()
            time.sleep(LOOK)
        self.end_all()

    def look(self) -> None:
        """Look after everyone once; whatever takes time goes on until the next look."""
        now = time.monotonic()
        for worker in self.workers:
            worker.look(now)
        if self.is_to_replace:
            self.is_to_replace, self.is_replacing = False, True
            for worker in self.workers:
                worker.is_old = True
        if all(worker.serves for worker in self.workers):
            self._say_where()
            self._replace_next(now)

    def end_all(self) -> None:
        """All at once, each in peace."""
        for worker in self.workers:
            worker.tell(signal.SIGTERM)
        give_up = time.monotonic() + GOODBYE
        for worker in self.workers:
            worker.wait_for_end(max(0.1, give_up - time.monotonic()))

    def _say_where(self) -> None:
        """The first time all of them serve, the first prints where people go."""
        if not self.has_said_where:
            self.workers[0].tell(signal.SIGUSR1)
            self.has_said_where = True

    def _replace_next(self, now: float) -> None:
        """One after the other. Where a new program does not start, the others stay as they are."""
        if not self.is_replacing:
            return
        old = [worker for worker in self.workers if worker.is_old]
        if old:
            old[0].let_go(now)
        else:
            self.is_replacing = False
            say("todos los procesos son nuevos")

    def _end_soon(self, *_):
        self.is_ending = True

    def _replace_soon(self, *_):
        self.is_to_replace = True


def read_options() -> argparse.Namespace:
    """The options of one process, and how many."""
    known = parser()
    known.add_argument(
        "--workers",
        type=whole(1, 1_000),
        required=True,
        metavar="N",
        help="procesos (uno por núcleo)",
    )
    options = known.parse_args()
    if options.port + options.workers - 1 > LAST_PORT:
        known.error(f"argument --port: no caben {options.workers} puertos desde el {options.port}")
    if not config.DATABASE_URL:
        leave(
            "Varios procesos comparten una base de datos PostgreSQL: falta DATABASE_URL "
            "(docs/instalar.md, «Servidor»).",
            MEND_FIRST,
        )
    check_settings(vars(config))
    if not config.CONTENT.is_dir():
        leave(f"{config.CONTENT}: la carpeta del curso no está. Revisa CONTENT.", MEND_FIRST)
    return options


def main() -> None:
    """Take the data folder, start the workers, print where they are."""
    replace_what_cannot_be_written()
    options = read_options()
    os.umask(0o077)
    token = secrets.token_urlsafe(24)
    with usable(options.data):
        options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = DataLock(options.data)
        lock.take(f"http://127.0.0.1:{options.port}/entrar/{token}")
        load_secrets(options.data)  # made once, before several would make them at the same time
    for number in range(options.workers):
        try_port(options.host, options.port + number)  # one that can never be ours ends it here
    Supervisor(options, token).run()


if __name__ == "__main__":
    main()
