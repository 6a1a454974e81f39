"""Cheap phone clients, so that the server is measured: frames by hand, one comparison each.

``tools/phones.py`` has phones that behave like the real one; these only speak like it.
"""

import asyncio
import json
import os
import time
from typing import Any

from picows import WSError, WSListener, WSMsgType, ws_connect

NAMESPACE = b"/participant"
SOCKET_ADDRESS = "/socket.io/?EIO=4&transport=websocket"
HANDSHAKE_TIMEOUT_S = 60.0  # seconds
RESPONSE_TIMEOUT_S = 60.0  # seconds for the last of them
TEXT = WSMsgType.TEXT

CONNECTED = b"40" + NAMESPACE
REFUSED = b"44" + NAMESPACE
EVENT = b"42" + NAMESPACE
ACK = b"43" + NAMESPACE
SNAPSHOT = EVENT + b',["snapshot"'
ANSWER = (
    '42/participant,%d["submit_answer",{"round":%d,"answer_id":"%s",'
    '"revision":%d,"state":"answer","value":%s}]'
)


class Crowd:
    """All phones of one server, and the acknowledgements or pages that they wait for together."""

    def __init__(self):
        self.phones: list[Phone] = []
        self.lost = 0  # dropped by the server, or refused; pages that never came
        self.refused = 0
        self.sent_at: dict[Phone, float] = {}
        self.latencies: list[float] = []
        self.last_ack = 0.0
        self.page = b""  # what a snapshot must contain to count
        self.seen: dict[Phone, float] = {}  # when each saw the page
        self.snapshot = b""
        self._wanted = 0
        self._done: asyncio.Future | None = None

    def expect(self, count: int) -> asyncio.Future:
        """A future that is done once ``count`` acknowledgements or pages have come."""
        self._wanted = count
        self._done = asyncio.get_running_loop().create_future()
        return self._done

    def sees(self, phone: "Phone") -> None:
        """A phone has the page. Whoever is told twice does not stand in for somebody else."""
        if phone not in self.seen:
            self.seen[phone] = time.monotonic()
            self.arrived()

    def arrived(self) -> None:
        """Count one of what ``expect`` waits for."""
        self._wanted -= 1
        if self._wanted == 0 and self._done is not None and not self._done.done():
            self._done.set_result(None)


class Phone(WSListener):
    """One socket."""

    __slots__ = ("crowd", "auth", "wire", "ready", "leaving", "revision", "value")

    def __init__(self, crowd: Crowd, auth: dict):
        self.crowd = crowd
        self.auth = auth
        self.wire: Any = None  # picows' transport, once it is connected
        self.ready: Any = None  # a future, once it comes
        self.leaving = False
        self.revision = 0
        self.value = '"b"'  # what it answers, as JSON

    async def come(self, port: int) -> None:
        """Connect and wait for the first page."""
        self.ready = asyncio.get_running_loop().create_future()
        self.leaving = False
        url = f"ws://127.0.0.1:{port}{SOCKET_ADDRESS}"
        origin = [("Origin", f"http://127.0.0.1:{port}")]
        async with asyncio.timeout(HANDSHAKE_TIMEOUT_S):
            await ws_connect(
                lambda: self,
                url,
                extra_headers=origin,
                websocket_handshake_timeout=HANDSHAKE_TIMEOUT_S,
            )
            await self.ready

    def hang_up(self) -> None:
        """Gone, without a goodbye."""
        self.leaving = True
        if self.wire is not None:
            self.wire.disconnect(graceful=False)

    def answer(self, round_id: int) -> None:
        """The next revision."""
        self.revision += 1
        answer_id = os.urandom(16).hex()
        text = ANSWER % (self.revision, round_id, answer_id, self.revision, self.value)
        self.crowd.sent_at[self] = time.monotonic()
        self.wire.send(TEXT, text.encode())

    def say(self, event: str, payload: dict) -> None:
        """Any other event; the references' trainer uses it."""
        text = json.dumps([event, payload], ensure_ascii=False)
        self.wire.send(TEXT, EVENT + b"," + text.encode())

    def on_ws_connected(self, transport):
        self.wire = transport

    def on_ws_frame(self, transport, frame):
        if frame.msg_type != TEXT:
            return
        text = frame.get_payload_as_bytes()
        crowd = self.crowd
        if text.startswith(ACK):
            now = crowd.last_ack = time.monotonic()
            if b'"ok":true' in text:
                crowd.latencies.append(now - crowd.sent_at.pop(self))
            else:
                crowd.refused += 1
            crowd.arrived()
        elif text.startswith(SNAPSHOT):
            if not self.ready.done():
                self.ready.set_result(None)
            elif crowd.page and crowd.page in text:
                crowd.snapshot = text
                crowd.sees(self)
        elif text == b"2":
            transport.send(TEXT, b"3")
        elif text.startswith(REFUSED):
            if not self.ready.done():
                self.ready.set_exception(ConnectionRefusedError(text.decode()))
        elif text.startswith(b"0"):
            transport.send(TEXT, CONNECTED + b"," + json.dumps(self.auth).encode())

    def on_ws_disconnected(self, transport):
        if not self.leaving:
            self.crowd.lost += 1
        if not self.ready.done():
            self.ready.set_exception(ConnectionResetError("closed before it was open"))
            self.ready.exception()


class RawPhone(Phone):
    """A phone of the raw reference: no Socket.IO at all."""

    def on_ws_connected(self, transport):
        self.wire = transport
        self.ready.set_result(None)

    def say(self, event: str, payload: dict) -> None:
        self.wire.send(TEXT, b"p" + json.dumps(payload).encode())

    def on_ws_frame(self, transport, frame):
        if frame.msg_type == TEXT and self.crowd.page:
            self.crowd.sees(self)


async def all_at_most(tasks, at_once: int) -> list:
    """Run coroutine functions, some at a time. Returns the exceptions that a network makes."""
    failed = []
    pending = iter(tasks)

    async def worker():
        for task in pending:
            try:
                await task()
            except (OSError, WSError, TimeoutError) as error:
                failed.append(error)

    await asyncio.gather(*(worker() for _ in range(at_once)))
    return failed
