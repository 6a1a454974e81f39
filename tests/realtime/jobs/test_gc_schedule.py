"""Memory is tidied when it is worth it and nobody waits for us, and never not at all."""

import contextlib
from types import SimpleNamespace

import pytest

from realtime.jobs import gc_schedule
from realtime.state import joins


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
    monkeypatch.setattr(gc_schedule, "gc", collector)
    return collector


@pytest.mark.parametrize(
    ("waiting", "awaited", "tidied"),
    [
        (0, False, False),
        (gc_schedule.MIN_MIDDLE_COLLECTIONS, False, True),
        (gc_schedule.MIN_MIDDLE_COLLECTIONS, True, False),
        (gc_schedule.MAX_MIDDLE_COLLECTIONS - 1, True, False),
        (gc_schedule.MAX_MIDDLE_COLLECTIONS, True, True),
    ],
)
def test_when_memory_is_tidied(collected, waiting, awaited, tidied):
    collected.waiting = waiting
    assert gc_schedule.collect_if_worth_it(awaited) is tidied
    assert collected.times == tidied


def test_what_was_made_before_serving_is_set_aside_and_python_never_tidies_the_old(
    collected, monkeypatch
):
    looks = []
    monkeypatch.setattr(gc_schedule, "run_forever", lambda app, look: looks.append(look))
    gc_schedule.start(SimpleNamespace(config={"ASYNC_MODE": "eventlet"}))
    assert collected.frozen_after == 1
    assert collected.thresholds[2] > 10**6
    assert len(looks) == 1


def test_tools_keep_their_memory_to_themselves(collected):
    gc_schedule.start(SimpleNamespace(config={"ASYNC_MODE": "threading"}))
    assert collected.thresholds is collected.frozen_after is None


def test_people_come_in_waves(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(joins.time, "monotonic", lambda: clock[0])
    batcher = joins.JoinBatcher()
    assert not batcher.is_busy
    with contextlib.suppress(RuntimeError):  # no app here: whoever knocks is noticed before that
        batcher.recognise("somebody's")
    assert batcher.is_busy
    clock[0] += joins.WAVE_S
    assert not batcher.is_busy
