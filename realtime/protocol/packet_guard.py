"""Packet guard: sockets that send bad packets, flood, idle or do not read are cut.

Closes the holes of the stock stack that reliability.md §2.1 measured (S4–S12, S15). It leans on
internals of python-socketio 5.18 and python-engineio 4.15;
tests/realtime/protocol/test_packet_guard.py fails loudly when they change.
"""

import logging
import socket as plain_socket
import time
from typing import Any

from realtime.protocol.background import run_forever
from realtime.protocol.packets import CONNECT, NAMESPACES
from transport.environ import SOCKET_INPUT_KEY
from web.rate_limit import RateLimiter

log = logging.getLogger("mano_alzada.packet_guard")

CHECK_INTERVAL_S = 1.0
CONNECT_TIMEOUT_S = 5.0  # from the socket to its first CONNECT packet that is accepted
MAX_QUEUE_PACKETS = 200  # packets waiting for one slow client
EVENTS_PER_S, EVENTS_AT_ONCE = 10.0, 20.0  # of one socket
MAX_REFUSED_EVENTS = 100  # events refused for speed before the socket is cut
CONNECTS_AT_ONCE = 5.0  # CONNECT packets on one socket at once; our page sends one
CONNECTS_PER_S = 0.2  # and so many a second: each costs a snapshot
MAX_TRACKED_SOCKETS = 100_000  # whose CONNECT packets are counted; more than a process has files
MAX_VIOLATIONS = 3  # forbidden events before the socket is cut
LOG_INTERVAL_S = 60.0  # seconds between two log lines about bad packets


class PacketGuard:
    """Guard of one server: counts bad packets, and logs that once a minute without quoting them."""

    def __init__(self, server):
        self.server = server
        self.rejected = 0
        self._logged_at = 0.0
        self._first_seen_at: dict[str, float] = {}
        self._violations: dict[str, int] = {}
        self._connect_limiter = RateLimiter(CONNECTS_PER_S, CONNECTS_AT_ONCE, MAX_TRACKED_SOCKETS)
        self._handle = server._handle_eio_message
        server.eio.on("message", self.on_message)

    def on_message(self, eio_sid: str, data: Any) -> None:
        try:
            if data[:1] == CONNECT and not self._connect_limiter.allows(eio_sid):
                raise ValueError("too many connects")
            self._handle(eio_sid, data)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as bad:
            self.rejected += 1
            self._log_rejection(type(bad).__name__)
            self.server.start_background_task(self.cut, eio_sid)

    def record_violation(self, eio_sid: str) -> None:
        """Count an event this socket may not send; the third time it is cut."""
        self._violations[eio_sid] = self._violations.get(eio_sid, 0) + 1
        if self._violations[eio_sid] >= MAX_VIOLATIONS:
            self.server.start_background_task(self.cut, eio_sid)

    def cut(self, eio_sid: str) -> None:
        """Close a socket for good, without a goodbye that a stuck client could hold up."""
        environ = self.server.environ.get(eio_sid)
        session = self.server.eio.sockets.pop(eio_sid, None)
        if session is not None:
            session.close(wait=False, abort=True)
        try:
            environ[SOCKET_INPUT_KEY].get_socket().shutdown(plain_socket.SHUT_RDWR)
        except (AttributeError, KeyError, TypeError, OSError):
            return

    def cut_idle_and_slow(self) -> None:
        """Cut the sockets that never said who they are, and those that do not read."""
        now = time.monotonic()
        sockets = dict(self.server.eio.sockets)
        for eio_sid, session in sockets.items():
            if self._is_stuck(session) or self._is_unidentified(eio_sid, now):
                self.cut(eio_sid)
        self._connect_limiter.keep_only(sockets)
        memories: tuple[dict[str, Any], ...] = (self._first_seen_at, self._violations)
        for memory in memories:
            for eio_sid in memory.keys() - sockets.keys():
                del memory[eio_sid]

    def _is_stuck(self, session) -> bool:
        queue = getattr(session, "queue", None)
        return queue is not None and queue.qsize() > MAX_QUEUE_PACKETS

    def _is_unidentified(self, eio_sid: str, now: float) -> bool:
        if now - self._first_seen_at.setdefault(eio_sid, now) <= CONNECT_TIMEOUT_S:
            return False
        find = self.server.manager.sid_from_eio_sid
        return not any(find(eio_sid, namespace) for namespace in NAMESPACES)

    def _log_rejection(self, what: str) -> None:
        now = time.monotonic()
        if now - self._logged_at > LOG_INTERVAL_S:
            self._logged_at = now
            log.warning("bad packets turned away so far: %d (last: %s)", self.rejected, what)


def init_app(app) -> None:
    """Put the guard before ``app``'s Socket.IO server."""
    app.extensions["packet_guard"] = PacketGuard(app.extensions["socketio"].server)


def start(app) -> None:
    """Look after idle and slow sockets once a second."""

    def wait_and_check():
        time.sleep(CHECK_INTERVAL_S)
        app.extensions["packet_guard"].cut_idle_and_slow()

    run_forever(app, wait_and_check)
