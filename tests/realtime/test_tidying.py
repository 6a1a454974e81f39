"""Memory is tidied when it is worth it and nobody waits for us, and never not at all."""

import contextlib
from types import SimpleNamespace

import pytest

import realtime.reception as reception_module
from realtime import tidying


@pytest.fixture
def collected(monkeypatch):
    """How often everything was collected; ``waiting`` is what Python counted meanwhile."""

    class Collector:
        waiting = 0
        times = 0
        frozen_after = None
        thresholds = None

        def get_count(self):
            return (0, 0, self.waiting)

        def collect(self):
            self.times += 1

        def freeze(self):
            self.frozen_after = self.times

        def set_threshold(self, *thresholds):
            self.thresholds = thresholds

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


def test_what_was_made_before_serving_is_set_aside_and_python_never_tidies_the_old(
    collected, monkeypatch
):
    looks = []
    monkeypatch.setattr(tidying, "do_for_ever", looks.append)
    tidying.start(SimpleNamespace(config={"ASYNC_MODE": "eventlet"}))
    assert collected.frozen_after == 1
    assert collected.thresholds[2] > 10**6
    assert len(looks) == 1


def test_tools_keep_their_memory_to_themselves(collected):
    tidying.start(SimpleNamespace(config={"ASYNC_MODE": "threading"}))
    assert collected.thresholds is collected.frozen_after is None


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
