"""Whoever leaves while a door is still being opened leaves nothing open behind."""

import asyncio
import contextlib

from tools.socket_client import SocketClient


async def nobody_answers(reader, writer):
    """A server that lets people knock."""
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.Event().wait()
    writer.close()


async def knocks_and_leaves():
    """The number of the socket of somebody who went before they were let in."""
    server = await asyncio.start_server(nobody_answers, "127.0.0.1", 0)
    line = SocketClient("/projector", {}, print)
    base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    knocking = asyncio.create_task(line.open(base))
    while line._socket is None:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    knocking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await knocking
    left = line._socket.fileno()
    server.close()
    return left


def test_a_handshake_that_is_cut_short_closes_its_socket():
    assert asyncio.run(knocks_and_leaves()) == -1  # closed
