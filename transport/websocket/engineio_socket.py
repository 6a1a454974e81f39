"""Engine.IO socket on a connection of ours, with the interface of engineio's own.

It has what engineio, python-socketio and our packet guard use of ``engineio.socket.Socket``, and
nothing else: no queue, no writer, no ping of its own.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from engineio import packet

from transport.websocket import frames
from transport.websocket.connection import Connection

log = logging.getLogger("mano_alzada.transport")

MESSAGE, PONG, CLOSE = "4", "3", "1"
IGNORED_TYPES = ("0", "2", "5", "6")  # without a meaning here, and without harm
EVENT = "2"  # of Socket.IO, within a message
MAX_QUEUED_MESSAGES = 50  # messages that may wait while the first one waits for the database
PING_FRAME = frames.pack(frames.TEXT, str(packet.PING).encode())
CLOSE_FRAME = frames.pack(frames.TEXT, str(packet.CLOSE).encode())


class Server(Protocol):
    """The owner of all sockets: WebSocketServer."""

    engineio: Any  # engineio's server
    on_message: Callable[[str, Any], Any]

    def enqueue(self, session: EngineIOSocket, message: Any) -> None:
        """Have a message handled soon."""

    def spawn(self, function: Callable, *args: Any) -> None:
        """Run what may wait for a database."""

    def schedule_next_ping(self, session: EngineIOSocket) -> None:
        """Ask it again after the interval."""

    def count_rejection(self, code: int) -> None:
        """Count what was no WebSocket, or too much of it."""


class EngineIOSocket:
    """One Engine.IO session on a WebSocket from its first byte on."""

    __slots__ = (
        "server",
        "sid",
        "connection",
        "session",
        "closed",
        "closing",
        "last_ping",
        "_queue",
    )

    # what engineio asks a socket; ours is never anything else
    connected = upgraded = True
    upgrading = False
    queue = None

    def __init__(self, server: Server, sid: str):
        self.server = server
        self.sid = sid
        self.connection: Connection | None = None
        self.session: dict = {}
        self.closed = self.closing = False
        self.last_ping = 0.0  # when it was asked and has not answered; 0 otherwise
        self._queue: deque[str | Callable[[], None]] | None = None

    # --- for engineio and python-socketio -------------------------------------------------------

    def send(self, pkt: packet.Packet) -> None:
        """Send a packet; one that goes to a whole room is packed once."""
        if self.connection is not None and not self.closed:
            self.connection.send(frame_of(pkt))

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """End the session; with ``abort`` without a goodbye."""
        if self.closed or self.closing:
            return
        self.closing = True
        self.server.engineio._trigger_event(
            "disconnect",
            self.sid,
            reason or self.server.engineio.reason.SERVER_DISCONNECT,
            run_async=False,
        )
        self.closed = True
        self.server.engineio.sockets.pop(self.sid, None)
        if self.connection is None:
            return
        if abort:
            self.connection.cut()
        else:
            self.connection.send(CLOSE_FRAME)
            self.connection.close()

    def check_ping_timeout(self) -> bool:
        """Is it still there? The server sees to it; engineio may ask."""
        return not self.closed

    def schedule_ping(self) -> None:
        """Do nothing: the server schedules pings."""

    def after_response(self, function: Callable[[], None]) -> bool:
        """Call it when what is being handled has been answered, and send both together.

        False if nothing is being handled: whoever asks has to see to it in another way.
        """
        if self._queue is None:
            return False
        self._queue.appendleft(function)
        return True

    # --- for the connection ---------------------------------------------------------------------

    def on_message(self, message: Any) -> None:
        """Something whole arrived; it is handled in the server's own greenlet."""
        self.server.enqueue(self, message)

    def on_closed(self) -> None:
        """The connection ended; handlers may wait for a database, so not here."""
        if not self.closed and not self.closing:
            self.server.spawn(self.close, True, True, self.server.engineio.reason.TRANSPORT_CLOSE)

    # --- for the server -------------------------------------------------------------------------

    def handle(self, message: Any) -> None:
        """One Engine.IO packet. Must not wait: everyone's messages pass here."""
        if self.closed:
            return
        letter = message[:1]
        if letter == MESSAGE:
            if self._queue is None and message[1:2] == EVENT:
                self.server.on_message(self.sid, message[1:])
            else:
                self._handle_in_order(message[1:])
        elif letter == PONG:
            if self.last_ping:
                self.last_ping = 0.0
                self.server.schedule_next_ping(self)
        elif letter == CLOSE:
            self.server.spawn(self.close, True, True, self.server.engineio.reason.CLIENT_DISCONNECT)
        elif not isinstance(message, str) or not message.isascii() or letter not in IGNORED_TYPES:
            self.server.count_rejection(frames.POLICY_VIOLATION)
            self.connection.close(frames.POLICY_VIOLATION)  # type: ignore[union-attr]

    def cut(self) -> None:
        """End the connection at once; the session ends with it."""
        if self.connection is not None:
            self.connection.cut()

    def ping(self) -> None:
        """Ask whether somebody is there."""
        self.last_ping = time.monotonic()
        if self.connection is not None:
            self.connection.send(PING_FRAME)

    # --- helpers --------------------------------------------------------------------------------

    def _handle_in_order(self, message: str) -> None:
        """Connecting asks the database: in a greenlet, and what follows waits behind it."""
        if self._queue is not None:
            self._queue.append(message)
            if len(self._queue) > MAX_QUEUED_MESSAGES:
                self.cut()
            return
        self._queue = deque([message])
        self.server.spawn(self._drain_queue)

    def _drain_queue(self) -> None:
        queue = self._queue or deque()
        connection = self.connection
        if connection is not None:
            connection.cork()
        try:
            while queue and not self.closed:
                next_one = queue.popleft()
                if callable(next_one):
                    self._call(next_one)
                else:
                    self.server.engineio._trigger_event(
                        "message", self.sid, next_one, run_async=False
                    )
        finally:
            self._queue = None
            if connection is not None:
                connection.uncork()

    def _call(self, function: Callable[[], None]) -> None:
        try:
            function()
        except Exception:  # noqa: BLE001 - as engineio does with handlers; the queue goes on
            log.exception("what was to follow a message failed")


def frame_of(pkt: packet.Packet) -> bytes:
    """A packet's frame, packed once however many it goes to."""
    kept = pkt.__dict__.get("frame")
    if kept is None:
        encoded = pkt.encode()
        if isinstance(encoded, str):
            kept = frames.pack(frames.TEXT, encoded.encode())
        else:
            kept = frames.pack(frames.BINARY, bytes(encoded))
        pkt.__dict__["frame"] = kept
    return kept
