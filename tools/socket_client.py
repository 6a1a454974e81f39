"""One cheap line to the server: Engine.IO 4 with Socket.IO 5 in text frames, by hand.

Cheap matters: a thousand of these must not be what is measured.
"""

import asyncio
import json
import random
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from picows import WSError, WSListener, WSMsgType, ws_connect

SOCKET = "/socket.io/?EIO=4&transport=websocket"
HANDSHAKE_TIMEOUT_S = 30.0  # seconds; a wave of a thousand phones is served one after another
FIRST_PAUSE_S, LONGEST_PAUSE_S = (
    0.5,
    5.0,
)  # seconds before coming back, ± 50 %, as static/js/socket.js has them
CLOSING_TURNS = 3  # of the loop, until a closed socket has been noticed and put away
DOWN = (OSError, WSError, asyncio.IncompleteReadError, TimeoutError)


class Refused(Exception):
    """The server said no, with a code."""

    def __init__(self, detail: Any):
        super().__init__(str(detail))
        self.code = detail.get("code", "") if isinstance(detail, dict) else ""


class SocketClient(WSListener):
    """One socket in one namespace, from connecting to closing."""

    def __init__(self, namespace: str, auth: dict, hear):
        self.namespace = namespace
        self.auth = auth
        self.hear = hear  # called with (event, payload)
        self.ready: asyncio.Future = asyncio.get_running_loop().create_future()
        self.closed = asyncio.Event()
        self._transport: Any = None
        self._socket: socket.socket | None = None
        self._asked: dict[int, asyncio.Future] = {}
        self._last = 0

    async def open(self, base: str, headers=None) -> None:
        """Connect and be let in. Raises Refused, or one of DOWN."""
        url = base.replace("http", "ws", 1) + SOCKET
        extra = list((headers or {}).items())
        try:
            async with asyncio.timeout(HANDSHAKE_TIMEOUT_S):
                await ws_connect(
                    lambda: self,
                    url,
                    extra_headers=extra,
                    websocket_handshake_timeout=HANDSHAKE_TIMEOUT_S,
                    socket_factory=self._dial,
                )
                await self.ready
        except BaseException:
            await self._give_up()
            raise

    def ask(self, event: str, payload: dict) -> asyncio.Future:
        """Send an event; the future holds its acknowledgement."""
        self._last += 1
        asked = self._asked[self._last] = asyncio.get_running_loop().create_future()
        text = json.dumps([event, payload], ensure_ascii=False)
        self._send(f"42{self.namespace},{self._last}{text}")
        return asked

    def close(self) -> None:
        """Hang up without a goodbye, as a phone out of reach does."""
        if self._transport is not None:
            self._transport.disconnect(graceful=False)

    def on_ws_connected(self, transport):
        self._transport = transport

    def on_ws_frame(self, transport, frame):
        if frame.msg_type != WSMsgType.TEXT:
            return
        text = frame.get_payload_as_utf8_text()
        if text == "2":
            self._send("3")
        elif text.startswith("42"):
            self.hear(*json.loads(text[text.index(",") + 1 :]))
        elif text.startswith("43"):
            number, _, rest = text[text.index(",") + 1 :].partition("[")
            asked = self._asked.pop(int(number), None)
            if asked is not None and not asked.done():
                asked.set_result(json.loads("[" + rest)[0])
        elif text.startswith("40"):
            if not self.ready.done():
                self.ready.set_result(True)
        elif text.startswith("44"):
            error = json.loads(text[text.index(",") + 1 :])
            if not self.ready.done():
                self.ready.set_exception(Refused(error.get("data") or error))
        elif text.startswith("0"):
            self._send(f"40{self.namespace},{json.dumps(self.auth)}")
        elif text.startswith(("41", "1")):
            self.close()

    def on_ws_disconnected(self, transport):
        self.closed.set()
        if not self.ready.done():
            self.ready.set_exception(ConnectionResetError("closed before it was open"))
            self.ready.exception()  # seen, also where nobody waits for it any more
        for asked in self._asked.values():
            asked.cancel()
        self._asked.clear()

    async def _dial(self, url) -> socket.socket:
        self._socket = socket.socket()
        self._socket.setblocking(False)
        try:
            where = url.host, url.port
            await asyncio.get_running_loop().sock_connect(self._socket, where)
        except BaseException:
            self._socket.close()
            raise
        return self._socket

    async def _give_up(self) -> None:
        """Close a socket left in the middle of a handshake: picows forgets it, still open."""
        if self._transport is not None or self._socket is None:
            return
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        for _ in range(CLOSING_TURNS):
            await asyncio.sleep(0)

    def _send(self, text: str) -> None:
        self._transport.send(WSMsgType.TEXT, text.encode())


@dataclass
class Screen:
    """A page of one audience: stays connected, comes back by itself, knows what it shows."""

    base: str
    namespace: str
    auth: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)
    snapshot: dict = field(default_factory=dict)
    counts: dict | None = None  # E, R, S, Z as shown now
    tally: dict | None = None  # the tally as shown now, if it may be
    roster: dict = field(default_factory=dict)
    line: SocketClient | None = None
    went_back: int = 0  # snapshots older than one already shown on the same connection
    returns: int = 0  # times it came back by itself

    def __post_init__(self):
        self._staying: asyncio.Task | None = None
        self._online = asyncio.Event()
        self._fresh = False
        self._waiting: list[tuple[Any, asyncio.Future]] = []

    @property
    def online(self) -> bool:
        return self._online.is_set()

    async def come(self) -> None:
        """Connect, and stay connected from now on."""
        await self._connect()
        self._staying = asyncio.create_task(self._stay())

    async def wait_online(self) -> None:
        await self._online.wait()

    async def until(self, test, patience: float = 20.0) -> dict:
        """Wait until ``test`` is true of a snapshot of this connection. Raises TimeoutError."""
        if self._fresh and test(self.snapshot):
            return self.snapshot
        seen = asyncio.get_running_loop().create_future()
        self._waiting.append((test, seen))
        async with asyncio.timeout(patience):
            await seen
        return self.snapshot

    def leave(self) -> None:
        """Close and do not come back."""
        if self._staying is not None:
            self._staying.cancel()
        if self.line is not None:
            self.line.close()

    def hear(self, event: str, payload: Any = None) -> None:
        """Take in one event."""
        if event == "snapshot":
            if self._fresh and payload["version"] < self.snapshot["version"]:
                self.went_back += 1
            if self._fresh and payload["personal"] is None:  # told to all: its own stands
                payload["personal"] = self.snapshot["personal"]
            self._fresh = True
            self.snapshot = payload
            self.counts, self.tally = payload["counts"], counted(payload["tally"])
            self.on_snapshot(payload)
            self._look_again()
        elif event == "tally_changed":
            self.counts, self.tally = payload.get("counts"), counted(payload["tally"])
            self.snapshot["tally"] = payload["tally"]
        elif event == "handed":
            self.snapshot["personal"] = (self.snapshot["personal"] or {}) | {"handed": payload}
            self._look_again()
        elif event == "roster_changed":
            self.roster = payload

    def on_snapshot(self, snapshot: dict) -> None:
        """For screens that do more than show."""

    def _look_again(self) -> None:
        for test, seen in list(self._waiting):
            if seen.done() or test(self.snapshot):
                self._waiting.remove((test, seen))
                if not seen.done():
                    seen.set_result(True)

    async def _connect(self) -> None:
        self.line = SocketClient(self.namespace, self.auth, self.hear)
        try:
            await self.line.open(self.base, self.headers)
        except BaseException:
            self.line.close()
            raise
        self._online.set()

    async def _stay(self) -> None:
        pause = FIRST_PAUSE_S
        while True:
            if self.line is not None and self.online:
                await self.line.closed.wait()
                self._online.clear()
                self._fresh = False  # what was shown stays on the glass, but may be old
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))
            try:
                await self._connect()
                self.returns += 1
                pause = FIRST_PAUSE_S
            except (Refused, *DOWN):
                pause = min(pause * 2, LONGEST_PAUSE_S)


def counted(tally: dict | None) -> dict | None:
    """``tally`` as the database has it: without the per cents that go with it to a screen."""
    return tally and {key: value for key, value in tally.items() if key != "percents"}
