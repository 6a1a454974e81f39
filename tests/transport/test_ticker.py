"""Whoever comes late knows it."""

import pytest

from transport import ticker as module
from transport.ticker import ticks


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still but while somebody sleeps, and ``held`` seconds longer then."""

    class Clock:
        now = 100.0
        held = 0.0

        def sleep(self, seconds):
            self.now += seconds + self.held
            self.held = 0.0

    clock = Clock()
    monkeypatch.setattr(module.time, "monotonic", lambda: clock.now)
    monkeypatch.setattr(module.eventlet, "sleep", clock.sleep)
    return clock


def test_a_look_in_time_blames_nobody(clock):
    looks = ticks(0.5)
    assert [next(looks) for _ in range(3)] == [(100.5, 0.0), (101.0, 0.0), (101.5, 0.0)]


def test_a_computer_that_slept_says_for_how_long(clock):
    looks = ticks(0.5)
    next(looks)
    clock.held = 30.0
    assert next(looks) == (131.0, 30.0)
    assert next(looks) == (131.5, 0.0)


def test_a_moment_is_not_worth_mentioning(clock):
    looks = ticks(0.5)
    clock.held = 0.9
    assert next(looks)[1] == 0.0
