"""Memory is tidied when it is worth it and nobody is answering, and never not at all."""

import pytest

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
    ("waiting", "answering", "tidied"),
    [
        (0, False, False),
        (tidying.WORTH_IT, False, True),
        (tidying.WORTH_IT, True, False),
        (tidying.TOO_MANY - 1, True, False),
        (tidying.TOO_MANY, True, True),
    ],
)
def test_when_memory_is_tidied(collected, waiting, answering, tidied):
    collected.waiting = waiting
    assert tidying.tidy(answering) is tidied
    assert collected.times == tidied
