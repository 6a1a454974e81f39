"""SIGTERM in the middle of a question: whoever has answered is told that it is stored."""

import asyncio

import pytest

from tests.support.simulated_room import TIMEOUT_S, SimulatedRoom
from tools import environments
from tools.faults import COURSE
from tools.server import Server

pytestmark = [pytest.mark.live, pytest.mark.faults]


def test_what_was_received_is_stored_and_acknowledged_on_its_own_line(tmp_path):
    if environments.current.workers:
        pytest.skip("one of several goes: tests/live/test_workers.py")
    with Server(tmp_path, content=COURSE) as server:
        server.start()
        asyncio.run(goes_in_peace(server))
        assert "Traceback" not in server.said()


async def goes_in_peace(server):
    async with SimulatedRoom(server) as workshop:
        await workshop.answers_while_it_goes(server.pid, server.port)
        async with asyncio.timeout(TIMEOUT_S):
            while server.alive:
                await asyncio.sleep(0.05)
        assert server.exit_code == 0
