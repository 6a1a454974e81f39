"""Events by a real Redis: heard at once, never waited for, heard again when it is back."""

import contextlib
import subprocess
import sys
import time

import pytest

from tests.support.server import ROOT
from tools.redis import Redis

pytestmark = pytest.mark.process

TWO_PROCESSES = """
import sys, threading, time
from types import SimpleNamespace
from realtime.fanout.redis_pubsub import RedisPubSub
from workshop.persistence.events import RunChanged

def tell(line):  # in one piece: several threads speak
    sys.stdout.write(line + "\\n")
    sys.stdout.flush()

def process(name):
    pubsub = RedisPubSub(sys.argv[1], lambda event: tell(f"{name} heard {event.run_id}"))
    pubsub.server = SimpleNamespace(sleep=time.sleep)
    def listen():
        for _ in pubsub._listen(): pass
    def send():
        while True: pubsub.send_next()
    for task in (listen, send):
        threading.Thread(target=task, daemon=True).start()
    return pubsub

one, other = process("one"), process("other")
for line in sys.stdin:
    began = time.monotonic()
    if line.strip() == "deaf?":
        tell("hears" if other.is_receiving else "deaf")
        continue
    one.send(RunChanged(int(line)))
    tell(f"said {time.monotonic() - began}")
"""


class Two:
    """Two processes: the first says, both listen."""

    def __init__(self, redis):
        self.redis = redis
        self._said = 0
        self._process = subprocess.Popen(
            [sys.executable, "-c", TWO_PROCESSES, redis.url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.lines = []

    def says(self):
        """The first says something new. Returns the seconds it had to wait for that."""
        self._said += 1
        return float(self._ask(str(self._said), "said").split()[1])

    def is_deaf(self):
        """Does the second know that it hears nothing?"""
        return self._ask("deaf?", "deaf", "hears") == "deaf"

    def hears(self, within):
        """Does the second hear what the first keeps saying, in so many seconds?"""
        give_up = time.monotonic() + within
        while time.monotonic() < give_up:
            self.says()
            time.sleep(0.2)
            self.is_deaf()  # reads what was printed meanwhile
            if f"other heard {self._said}" in self.lines:
                return True
        return False

    def leave(self):
        """Both end."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def _ask(self, line, *answers):
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        while True:
            told = self._process.stdout.readline()
            assert told, "it ended"
            self.lines.append(told.strip())
            if told.startswith(answers):
                return told.strip()


@pytest.fixture
def two():
    with Redis() as redis:
        two = Two(redis)
        assert two.hears(within=20)
        yield two
        two.leave()


def becomes_deaf(two, within=8):
    give_up = time.monotonic() + within
    while not two.is_deaf():
        assert time.monotonic() < give_up
        time.sleep(0.1)


def test_the_other_process_hears_and_nobody_hears_oneself(two):
    assert not two.is_deaf()
    assert not [line for line in two.lines if line.startswith("one heard")]


@pytest.mark.parametrize(("goes", "returns"), [("kill", "start"), ("freeze", "thaw")])
def test_without_redis_nobody_is_held_up_and_it_is_heard_again(two, goes, returns):
    getattr(two.redis, goes)()
    assert two.says() < 0.5
    becomes_deaf(two)
    assert two.says() < 0.5
    getattr(two.redis, returns)()
    assert two.hears(within=10)
    assert not two.is_deaf()
