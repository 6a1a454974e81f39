"""One real program for each file of attacks, and a look at its health after every one of them."""

import pytest

from tests.support.cast import Room
from tests.support.raw_socket import RawWebSocket, ServerHealth
from tests.support.server import Server


@pytest.fixture(scope="module")
def arena(tmp_path_factory, content):
    """The real program with short patience, and a room in it that goes on living."""
    settings = {"CONTENT": content, "REQUEST_TIMEOUT": "2"}
    settings |= {"WRONG_CODES": "1000", "WRONG_CODES_OVERALL": "100000"}
    server = Server(tmp_path_factory.mktemp("hostile") / "data", **settings).start()
    try:
        server.room = Room(server, module="un-taller-breve")
        yield server
        server.room.leave()
    finally:
        server.stop()


@pytest.fixture
def stays_healthy(arena):
    """The attack of this test leaves no mark: asked after it, whatever it was."""
    health = ServerHealth(arena, arena.room.run.code)
    yield
    while RawWebSocket.opened:
        RawWebSocket.opened.pop().close()
    health.check()
