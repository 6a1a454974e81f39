"""A laptop with Windows, played: the real program starts, and serves as many as fit."""

import contextlib
import os
import socket
import subprocess
import sys

import pytest

from tests.support.cast import Phone, Room
from tests.support.server import ROOT, Server
from tools import environments

pytestmark = pytest.mark.live

TAKEN_CONNECTIONS = 620  # that say nothing; select takes 512


class Laptop(Server):
    """The program as it is on Windows, writing to a file: in cp1252."""

    stage = (str(ROOT / "tests" / "support" / "simulated_windows.py"),)

    def __init__(self, data, **settings):
        super().__init__(data, PYTHONIOENCODING="cp1252", PYTHONUTF8="0", **settings)


@pytest.fixture(scope="module")
def laptop(tmp_path_factory, content):
    """One for the whole file."""
    if environments.current.workers:
        pytest.skip("several processes are for Linux")
    data = tmp_path_factory.mktemp("windows") / "data"
    server = Laptop(data, host="0.0.0.0", CONTENT=content, REQUEST_TIMEOUT=30).start()
    yield server
    server.stop()
    assert "Traceback" not in server.errors()


@pytest.fixture
def room(laptop):
    """Inés and two phones."""
    room = Room(laptop, module="un-taller-breve")
    yield room
    room.leave()


def test_w1_w2_w8_it_starts_where_there_is_no_fcntl_and_stdout_is_cp1252(room):
    assert room.asks("A1")
    assert room.mateo.answer(3)["ok"]


def test_w4_a_second_start_is_refused_and_told_where_the_first_one_is(laptop):
    done = subprocess.run(
        [sys.executable, *laptop.stage, str(ROOT / "app.py"), "--data", str(laptop.data)],
        env=os.environ | laptop.settings,
        capture_output=True,
        encoding="cp1252",
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "Mano Alzada ya está en marcha con estos datos.",
        f"Consola: {laptop.printed_link}",
    ]


def test_w3_more_connections_than_select_takes_end_nothing(laptop, room):
    room.asks("A1")
    with contextlib.ExitStack() as crowd:
        for _ in range(TAKEN_CONNECTIONS):
            crowd.enter_context(socket.create_connection(("127.0.0.1", laptop.port), 5))
        assert laptop.browser().get("/").status == 200  # who says nothing makes room
        assert room.mateo.answer(3)["ok"]  # who is inside stays
        late = Phone(laptop, "Carla").enter(room.run)
        assert late.answer(1)["ok"]
        late.leave()
    assert laptop.process.poll() is None


def test_w4_a_kill_leaves_no_lock_behind(laptop):
    laptop.kill()
    laptop.start()
