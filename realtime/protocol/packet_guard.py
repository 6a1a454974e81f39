"""The gate every packet passes: what is malformed, forged, oversized, endless or idle stays out.

Closes the holes of the stock stack that reliability.md §2.1 measured (S4–S12, S15). It leans on
internals of python-socketio 5.18 and python-engineio 4.15;
tests/realtime/protocol/test_packet_guard.py fails loudly when they change.
"""

import logging
import socket as plain_socket
import time
from typing import Any

from socketio import packet

from realtime.protocol.background import run_forever
from transport.environ import SOCKET_INPUT_KEY
from web.rate_limit import RateLimiter

log = logging.getLogger("mano_alzada.packet_guard")

MAX_EVENT_CHARACTERS = 8_192  # characters of one packet
EVENTS = {"submit_answer"}
CONNECT = str(packet.CONNECT)
NAMESPACES = {"/participant", "/projector", "/facilitator"}
CONNECT_TIMEOUT_S = 5.0  # seconds to say who you are
MAX_QUEUE_PACKETS = 200  # packets waiting for one slow client
EVENTS_PER_S, EVENTS_AT_ONCE = 10.0, 20.0  # of one socket
MAX_REFUSED_EVENTS = 100  # events refused for speed before the socket is cut
CONNECTS_AT_ONCE = 5.0  # CONNECT packets on one socket at once; our page sends one
CONNECTS_PER_S = 0.2  # and so many a second: each costs a snapshot
MAX_SOCKETS = 100_000  # whose knocks are counted; more than a process has files
MAX_VIOLATIONS = 3  # forbidden events before the socket is cut
LOG_INTERVAL_S = 60.0  # seconds between two log lines about bad packets


class StrictPacket(packet.Packet):
    """Text packets of the four kinds we speak, on our namespaces, with one argument at most."""

    uses_binary_events = False
    ACK = packet.ACK

    def decode(self, encoded_packet):
        if (
            not isinstance(encoded_packet, str)
            or not 0 < len(encoded_packet) <= MAX_EVENT_CHARACTERS
        ):
            raise ValueError("packet size")
        if encoded_packet[0] not in "0123":
            raise ValueError("packet type")
        attachments = self._decode(encoded_packet)
        if attachments or (self.namespace or "/") not in NAMESPACES | {"/"}:
            raise ValueError("packet namespace")
        if self.packet_type == packet.EVENT:
            data = self.data
            if not (
                isinstance(data, list)
                and 1 <= len(data) <= 2
                and isinstance(data[0], str)
                and data[0] in EVENTS
            ):
                raise ValueError("packet event")
        return attachments

    def _decode(self, encoded_packet):
        """As the library does; what has half a character in it says nothing.

        So whoever sent it is told no in words, and keeps the connection.
        """
        try:
            return super().decode(encoded_packet)
        except UnicodeEncodeError:
            self.data = ["submit_answer", None] if self.packet_type == packet.EVENT else {}
            return 0


class PacketGuard:
    """Counts what it turned away, and says so once a minute without quoting it."""

    def __init__(self, server):
        self.server = server
        self.turned_away = 0
        self._said = 0.0
        self._born: dict[str, float] = {}
        self._strikes: dict[str, int] = {}
        self._knocks = RateLimiter(CONNECTS_PER_S, CONNECTS_AT_ONCE, MAX_SOCKETS)
        self._handle = server._handle_eio_message
        server.eio.on("message", self.on_message)

    def on_message(self, eio_sid: str, data: Any) -> None:
        try:
            if data[:1] == CONNECT and not self._knocks.allows(eio_sid):
                raise ValueError("too many connects")
            self._handle(eio_sid, data)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as bad:
            self.turned_away += 1
            self._say(type(bad).__name__)
            self.server.start_background_task(self.cut, eio_sid)

    def record_violation(self, eio_sid: str) -> None:
        """Someone tried what is not theirs; the third time the socket is cut."""
        self._strikes[eio_sid] = self._strikes.get(eio_sid, 0) + 1
        if self._strikes[eio_sid] >= MAX_VIOLATIONS:
            self.server.start_background_task(self.cut, eio_sid)

    def cut(self, eio_sid: str) -> None:
        """Close a socket for good: no goodbye that a stuck client could keep waiting."""
        environ = self.server.environ.get(eio_sid)
        session = self.server.eio.sockets.pop(eio_sid, None)
        if session is not None:
            session.close(wait=False, abort=True)
        try:
            environ[SOCKET_INPUT_KEY].get_socket().shutdown(plain_socket.SHUT_RDWR)
        except (AttributeError, KeyError, TypeError, OSError):
            return

    def watch(self) -> None:
        """Cut the sockets that never said who they are, and those that do not read."""
        now = time.monotonic()
        sockets = dict(self.server.eio.sockets)
        for eio_sid, session in sockets.items():
            if self._is_stuck(session) or self._is_nobody(eio_sid, now):
                self.cut(eio_sid)
        self._knocks.keep_only(sockets)
        memories: tuple[dict[str, Any], ...] = (self._born, self._strikes)
        for memory in memories:
            for eio_sid in memory.keys() - sockets.keys():
                del memory[eio_sid]

    def _is_stuck(self, session) -> bool:
        queue = getattr(session, "queue", None)
        return queue is not None and queue.qsize() > MAX_QUEUE_PACKETS

    def _is_nobody(self, eio_sid: str, now: float) -> bool:
        if now - self._born.setdefault(eio_sid, now) <= CONNECT_TIMEOUT_S:
            return False
        find = self.server.manager.sid_from_eio_sid
        return not any(find(eio_sid, namespace) for namespace in NAMESPACES)

    def _say(self, what: str) -> None:
        now = time.monotonic()
        if now - self._said > LOG_INTERVAL_S:
            self._said = now
            log.warning("bad packets turned away so far: %d (last: %s)", self.turned_away, what)


def init_app(app) -> None:
    """Put the gate before ``app``'s Socket.IO server."""
    app.extensions["packet_guard"] = PacketGuard(app.extensions["socketio"].server)


def start(app) -> None:
    """Look after idle and slow sockets once a second."""

    def watchdog():
        time.sleep(1)
        app.extensions["packet_guard"].watch()

    run_forever(app, watchdog)
