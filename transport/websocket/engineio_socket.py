"""What engineio takes for one of its sockets, on a connection of ours.

It has what engineio, python-socketio and our gate use of ``engineio.socket.Socket``, and nothing
else: no queue, no writer, no ping of its own.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engineio import packet

from transport.websocket import frames

if TYPE_CHECKING:
    from transport.websocket.connection import Connection
    from transport.websocket.server import Doorkeeper

log = logging.getLogger("mano_alzada.transport")

MESSAGE, PONG, CLOSE = "4", "3", "1"
IDLE_TALK = ("0", "2", "5", "6")  # without a meaning here, and without harm
EVENT = "2"  # of Socket.IO, within a message
MOST_IN_LANE = 50  # messages that may wait while the first one waits for the database
PING_FRAME = frames.pack(frames.TEXT, str(packet.PING).encode())
CLOSE_FRAME = frames.pack(frames.TEXT, str(packet.CLOSE).encode())


class Session:
    """One Engine.IO session on a WebSocket from its first byte on."""

    __slots__ = (
        "keeper",
        "sid",
        "connection",
        "session",
        "closed",
        "closing",
        "last_ping",
        "_lane",
    )

    # what engineio asks a socket; ours is never anything else
    connected = upgraded = True
    upgrading = False
    queue = None

    def __init__(self, keeper: Doorkeeper, sid: str):
        self.keeper = keeper
        self.sid = sid
        self.connection: Connection | None = None
        self.session: dict = {}
        self.closed = self.closing = False
        self.last_ping = 0.0  # when it was asked and has not answered; 0 otherwise
        self._lane: deque[str | Callable[[], None]] | None = None

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
        self.keeper.server._trigger_event(
            "disconnect",
            self.sid,
            reason or self.keeper.server.reason.SERVER_DISCONNECT,
            run_async=False,
        )
        self.closed = True
        self.keeper.server.sockets.pop(self.sid, None)
        if self.connection is None:
            return
        if abort:
            self.connection.cut()
        else:
            self.connection.send(CLOSE_FRAME)
            self.connection.close()

    def check_ping_timeout(self) -> bool:
        """Is it still there? The doorkeeper sees to it; engineio may ask."""
        return not self.closed

    def schedule_ping(self) -> None:
        """The doorkeeper's business."""

    def then(self, function: Callable[[], None]) -> bool:
        """Call it when what is being handled has been answered, and send both together.

        False if nothing is being handled: whoever asks has to see to it in another way.
        """
        if self._lane is None:
            return False
        self._lane.appendleft(function)
        return True

    # --- for the connection ---------------------------------------------------------------------

    def on_message(self, message: Any) -> None:
        """Something whole arrived; it is handled in the doorkeeper's own greenlet."""
        self.keeper.hand_on(self, message)

    def on_gone(self) -> None:
        """The connection ended; handlers may wait for a database, so not here."""
        if not self.closed and not self.closing:
            self.keeper.spawn(self.close, True, True, self.keeper.server.reason.TRANSPORT_CLOSE)

    # --- for the doorkeeper ---------------------------------------------------------------------

    def handle(self, message: Any) -> None:
        """One Engine.IO packet. Must not wait: everyone's messages pass here."""
        if self.closed:
            return
        letter = message[:1]
        if letter == MESSAGE:
            if self._lane is None and message[1:2] == EVENT:
                self.keeper.on_message(self.sid, message[1:])
            else:
                self._in_order(message[1:])
        elif letter == PONG:
            if self.last_ping:
                self.last_ping = 0.0
                self.keeper.ping_later(self)
        elif letter == CLOSE:
            self.keeper.spawn(self.close, True, True, self.keeper.server.reason.CLIENT_DISCONNECT)
        elif not isinstance(message, str) or not message.isascii() or letter not in IDLE_TALK:
            self.keeper.turned_away(frames.POLICY)
            self.connection.close(frames.POLICY)  # type: ignore[union-attr]

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

    def _in_order(self, message: str) -> None:
        """Connecting asks the database: in a greenlet, and what follows waits behind it."""
        if self._lane is not None:
            self._lane.append(message)
            if len(self._lane) > MOST_IN_LANE:
                self.cut()
            return
        self._lane = deque([message])
        self.keeper.spawn(self._walk_lane)

    def _walk_lane(self) -> None:
        lane = self._lane or deque()
        connection = self.connection
        if connection is not None:
            connection.hold()
        try:
            while lane and not self.closed:
                next_one = lane.popleft()
                if callable(next_one):
                    self._call(next_one)
                else:
                    self.keeper.server._trigger_event(
                        "message", self.sid, next_one, run_async=False
                    )
        finally:
            self._lane = None
            if connection is not None:
                connection.let_go()

    def _call(self, function: Callable[[], None]) -> None:
        try:
            function()
        except Exception:  # noqa: BLE001 - as engineio does with handlers; the lane goes on
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
