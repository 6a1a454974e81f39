"""Memory is tidied when it is worth it and nobody waits for us, and never not at all."""

import contextlib

import pytest

import realtime.reception as reception_module
from realtime import tidying


@pytest.fixture
def collected(monkeypatch):
    """How often everything was collected; ``waiting`` is what Python counted meanwhile."""

    class Collector:
        waiting = 0
        times = 0

        def get_count(self):
            return (0, 0, self.waiting)

        def collect(self):
            self.times += 1

    collector = Collector()
    monkeypatch.setattr(tidying, "gc", collector)
    return collector


@pytest.mark.parametrize(
    ("waiting", "awaited", "tidied"),
    [
        (0, False, False),
        (tidying.WORTH_IT, False, True),
        (tidying.WORTH_IT, True, False),
        (tidying.TOO_MANY - 1, True, False),
        (tidying.TOO_MANY, True, True),
    ],
)
def test_when_memory_is_tidied(collected, waiting, awaited, tidied):
    collected.waiting = waiting
    assert tidying.tidy(awaited) is tidied
    assert collected.times == tidied


def test_people_come_in_waves(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(reception_module.time, "monotonic", lambda: clock[0])
    desk = reception_module.Reception()
    assert not desk.is_busy
    with contextlib.suppress(RuntimeError):  # no app here: whoever knocks is noticed before that
        desk.recognise("somebody's")
    assert desk.is_busy
    clock[0] += reception_module.WAVE
    assert not desk.is_busy
