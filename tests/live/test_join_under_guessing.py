"""The room's door in the real program, while connections of the same address guess."""

import asyncio

import pytest

from tests.support.server import Server
from tools.join_under_guessing import GuessedRoom, play
from tools.trainer import Trainer

pytestmark = pytest.mark.live


def test_p22_a_room_comes_in_among_those_who_guess(tmp_path, content):
    """A tenth of tools/join_under_guessing.py, at a server that forgives ten times faster."""
    server = Server(tmp_path / "data", CONTENT=content, WRONG_CODES=6, WRONG_CODES_EACH=0.6)
    server.start()
    try:
        door = asyncio.run(evening(server))
    finally:
        server.stop()
    assert (len(door.scanned), len(door.typed), door.found) == (27, 3, 0)
    assert max(door.scanned) < 6  # a tenth of 60 s
    assert max(door.typed) < 18


async def evening(server):
    """Thirty guess; thirty come, three of them by code."""
    trainer = Trainer(server.base)
    await trainer.sign_in(server.console_link)
    await trainer.create_run("un-taller-breve")
    door = GuessedRoom(server.base, trainer.code, trainer.key, arriving_s=2.0)
    await play(door, guessers=30, people=30, typing=3, before_s=1.0)
    trainer.leave()
    return door
