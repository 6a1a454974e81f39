"""Whoever keeps several processes looks after all of them, whatever one of them is doing."""

import argparse
import os
import signal
import socket
import time

import pytest

from cli import worker
from cli.supervisor import Supervisor
from tools.ports import free_ports

pytestmark = pytest.mark.process

WORKERS = 3
SOON = 20.0  # seconds for what takes a few tenths
LONG = 1.0  # seconds for one look, which takes a hundredth of that

# A program that starts at once: it serves /salud, and behaves as files in its folder say.
STAND_IN = """
import signal, sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
port, folder = int(given["--port"]), Path(given["--data"])

class Health(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass

signal.signal(signal.SIGUSR1, lambda *_: (folder / "said").touch())
if (folder / "broken").exists():
    sys.exit(1)
if (folder / f"stubborn-{port}").exists():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
while (folder / f"slow-{port}").exists():
    time.sleep(0.02)
HTTPServer(("127.0.0.1", port), Health).serve_forever()
"""


class Keeper(Supervisor):
    """A supervisor that looks when a test wants it to."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_ports(WORKERS)
        where = {"host": "127.0.0.1", "port": self.port, "data": folder}
        super().__init__(argparse.Namespace(workers=WORKERS, **where), "llave")

    def until(self, reached):
        """Look again and again until something is so. Returns the fewest that served meanwhile."""
        give_up = time.monotonic() + SOON
        fewest = self.serving()
        while not reached():
            began = time.monotonic()
            assert began < give_up
            self.run_once()
            assert time.monotonic() - began < LONG, "a look waited for somebody"
            fewest = min(fewest, self.serving())
            time.sleep(0.01)
        return fewest

    def serving(self):
        """How many serve now."""
        return sum(each.serves for each in self.workers)

    def all_serve(self):
        return self.serving() == WORKERS

    def pids(self):
        return [each.pid for each in self.workers]

    def has(self, number, what):
        """From its next start on, one of them is slow or stubborn."""
        (self.folder / f"{what}-{self.port + number}").touch()

    def forgets(self, number, what):
        (self.folder / f"{what}-{self.port + number}").unlink()


@pytest.fixture
def keeper(tmp_path, monkeypatch):
    """Three quick processes, and little patience with them."""
    app = tmp_path / "stand_in.py"
    app.write_text(STAND_IN, "utf-8")
    monkeypatch.setattr(worker, "APP_FILE", app)
    monkeypatch.setattr(worker, "HEALTH_CHECK_INTERVAL_S", 0.1)
    monkeypatch.setattr(worker, "FIRST_RESTART_DELAY_S", 0.05)
    keeper = Keeper(tmp_path)
    yield keeper
    for each in keeper.workers:
        each.send_signal(signal.SIGKILL)
        each.wait_or_kill(1)


def test_once_all_serve_people_are_told_where(keeper):
    keeper.until(keeper.all_serve)
    keeper.until((keeper.folder / "said").exists)


def test_whoever_died_is_started_again(keeper):
    keeper.until(keeper.all_serve)
    before = keeper.pids()
    os.kill(before[1], signal.SIGKILL)
    keeper.until(lambda: keeper.workers[1].pid not in (0, before[1]) and keeper.all_serve())
    assert [keeper.pids()[0], keeper.pids()[2]] == [before[0], before[2]]


def test_whoever_freezes_is_replaced_and_holds_up_nobody(keeper, monkeypatch):
    monkeypatch.setattr(worker, "HEALTH_CHECK_TIMEOUT_S", 2 * LONG)
    keeper.until(keeper.all_serve)
    before = keeper.pids()
    os.kill(before[0], signal.SIGSTOP)
    os.kill(before[1], signal.SIGKILL)
    keeper.until(lambda: keeper.workers[1].pid != before[1] and keeper.workers[1].serves)
    assert keeper.workers[0].pid == before[0]  # not yet, and the other is back
    monkeypatch.setattr(worker, "HEALTH_CHECK_TIMEOUT_S", 0.2)
    keeper.until(lambda: keeper.workers[0].pid not in (0, before[0]) and keeper.all_serve())


def test_all_are_replaced_one_after_the_other(keeper):
    keeper.until(keeper.all_serve)
    before = set(keeper.pids())
    keeper.replacement_requested = True
    fewest = keeper.until(lambda: not before & set(keeper.pids()) and keeper.all_serve())
    assert fewest == WORKERS - 1


def test_while_one_says_goodbye_the_others_are_looked_after(keeper):
    keeper.has(0, "stubborn")
    keeper.until(keeper.all_serve)
    before = keeper.pids()
    keeper.replacement_requested = True
    keeper.until(lambda: not keeper.all_serve())
    os.kill(before[1], signal.SIGKILL)
    keeper.until(lambda: keeper.workers[1].pid != before[1] and keeper.workers[1].serves)
    assert keeper.pids()[0] == before[0]
    assert keeper.workers[0].is_alive


def test_whoever_does_not_say_goodbye_goes_without(keeper, monkeypatch):
    monkeypatch.setattr(worker, "SHUTDOWN_TIMEOUT_S", 0.2)
    keeper.has(0, "stubborn")
    keeper.until(keeper.all_serve)
    before = set(keeper.pids())
    keeper.replacement_requested = True
    keeper.until(lambda: not before & set(keeper.pids()) and keeper.all_serve())


@pytest.mark.parametrize("replacing", [False, True])
def test_while_one_takes_long_to_start_the_others_are_looked_after(keeper, replacing):
    if replacing:
        keeper.until(keeper.all_serve)
        keeper.replacement_requested = True
    keeper.has(0, "slow")
    keeper.until(lambda: keeper.serving() == 2 and keeper.workers[0].is_alive)
    before = keeper.pids()
    os.kill(before[1], signal.SIGKILL)
    keeper.until(lambda: keeper.workers[1].pid not in (0, before[1]) and keeper.serving() == 2)
    keeper.forgets(0, "slow")
    keeper.until(lambda: keeper.all_serve() and not keeper.is_replacing)


def test_a_program_that_does_not_start_takes_nobody_else_with_it(keeper):
    keeper.until(keeper.all_serve)
    before = keeper.pids()
    broken = keeper.folder / "broken"
    broken.touch()
    keeper.replacement_requested = True
    deaths = set()
    fewest = keeper.until(lambda: deaths.add(keeper.workers[0].pid) or len(deaths) > 4)
    assert (fewest, keeper.pids()[1:]) == (WORKERS - 1, before[1:])
    broken.unlink()
    keeper.until(lambda: keeper.all_serve() and not keeper.is_replacing)
    assert not set(before) & set(keeper.pids())


def test_whoever_asks_twice_gets_processes_newer_than_the_second_time(keeper):
    keeper.until(keeper.all_serve)
    keeper.replacement_requested = True
    first = keeper.pids()[0]
    keeper.until(lambda: keeper.workers[0].pid not in (0, first))
    between = keeper.pids()
    keeper.replacement_requested = True
    keeper.until(lambda: keeper.all_serve() and not keeper.is_replacing)
    assert not set(between) & set(keeper.pids())


def test_all_end_in_the_middle_of_a_replacement(keeper):
    keeper.until(keeper.all_serve)
    keeper.replacement_requested = True
    keeper.until(lambda: not keeper.all_serve())
    keeper.stop_all()
    assert not any(each.is_alive for each in keeper.workers)
    for number in range(WORKERS):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", keeper.port + number), 1)


def test_without_memory_for_another_those_that_serve_go_on(keeper, monkeypatch, tmp_path, capsys):
    keeper.until(keeper.all_serve)
    python = worker.sys.executable
    monkeypatch.setattr(worker.sys, "executable", str(tmp_path / "nothing"))
    os.kill(keeper.pids()[0], signal.SIGKILL)
    keeper.until(lambda: "no pudo arrancar" in capsys.readouterr().err)
    assert keeper.serving() == 2
    monkeypatch.setattr(worker.sys, "executable", python)
    keeper.until(keeper.all_serve)
