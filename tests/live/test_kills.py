"""kill -9 while a room answers: nothing acknowledged is lost, nothing counts twice.

./run faults does the same as often as one likes.
"""

import asyncio

import pytest

from tools import environments
from tools.faults import COURSE, Trial
from tools.server import Server

pytestmark = [pytest.mark.live, pytest.mark.faults, pytest.mark.timeout(240)]  # four starts

PHONES = 20
POINTS = ["after_commit_before_ack:2", "during_close"]


def test_three_deaths_lose_nothing(tmp_path):
    if environments.current.workers:
        pytest.skip("a supervisor brings them back at once: tests/live/test_workers.py")
    with Server(tmp_path, content=COURSE) as server:
        trial = Trial(server, phones=PHONES, seed=7, plans=POINTS)
        found = asyncio.run(trial.until(kills=3))
    assert trial.chaos.deaths == ["random", *POINTS]
    assert found.clean, found.notes
    assert found.acked >= PHONES
