"""WebSocket server without a greenlet for each connection.

One greenlet dispatches all messages, one checks pings, slow clients and closes. Long-polling and
the upgrade from it are engineio's own, untouched.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import eventlet
from engineio import packet
from eventlet import greenio, hubs, wsgi

from transport.http.connection import HttpConnection
from transport.ticker import ticks
from transport.websocket import frames
from transport.websocket.connection import Connection
from transport.websocket.engineio_socket import EngineIOSocket, frame_of
from transport.websocket.handshake import (
    accept_key,
    bytes_read_ahead,
    detach_socket,
    kept_environ,
    switching_protocols,
)

log = logging.getLogger("mano_alzada.transport")

CHECK_INTERVAL_S = 0.5  # between two looks at pings and slow clients
CHECK_STOCK_INTERVAL_S = 4.0  # between two looks at engineio's own sockets
MESSAGE_BATCH = 64  # messages handed on before everything else has a turn
LOG_INTERVAL_S = 60.0  # between two log lines about what was turned away


class WebSocketServer:
    """Replacement of engineio's connect: makes sockets of ours for WebSockets."""

    def __init__(self, engineio, max_connections: int):
        self.engineio = engineio  # its server
        self.max_message_bytes = engineio.max_http_buffer_size
        self.max_connections = max_connections
        self.watched: set[Connection] = set()  # with a backlog, or saying goodbye
        self.connections = 0
        self.cut_slow = 0
        self.refused = 0
        self._logged_at = 0.0
        self._inbox: deque[tuple[EngineIOSocket, Any]] = deque()
        self._asleep = False
        self._pings: deque[tuple[float, EngineIOSocket]] = deque()  # (when, whom), in that order
        # (until when, who, asked)
        self._pong_deadlines: deque[tuple[float, EngineIOSocket, float]] = deque()
        self._hub = hubs.get_hub()
        self._stock_connect = engineio._handle_connect
        self.on_message: Callable[[str, Any], Any] = self._not_started

    def start(self) -> None:
        """Take over from engineio from now on."""
        self.on_message = self.engineio.handlers["message"]
        self.engineio._handle_connect = self.connect
        self.engineio.start_service_task = (
            False  # it wakes up once for each socket; see _check_stock
        )
        self._reader = eventlet.spawn(self._dispatch_forever)
        eventlet.spawn(self._check_forever)

    # --- coming in ------------------------------------------------------------------------------

    def connect(self, environ, start_response, transport, jsonp_index=None):
        """In place of engineio's: a WebSocket becomes a session of ours."""
        sock = self._socket_of(environ) if transport == "websocket" else None
        if sock is None:
            return self._stock_connect(environ, start_response, transport, jsonp_index)
        accept = accept_key(environ.get("HTTP_SEC_WEBSOCKET_KEY", ""))
        if accept is None or "upgrade" not in environ.get("HTTP_CONNECTION", "").lower():
            return self.engineio._bad_request("Not a WebSocket")
        if self.connections >= self.max_connections:
            self.count_rejection(frames.POLICY_VIOLATION)
            start_response("503 Service Unavailable", [("Retry-After", "5")])
            return [b""]
        session = EngineIOSocket(self, self.engineio.generate_id())
        self.engineio.sockets[session.sid] = session
        answer = self.engineio._trigger_event(
            "connect", session.sid, kept_environ(environ), run_async=False
        )
        if answer is not None and answer is not True:
            del self.engineio.sockets[session.sid]
            return self.engineio._unauthorized(answer or None)
        wsgi.WSGI_LOCAL.already_handled = True
        if isinstance(sock, HttpConnection):
            plain, early, listener = sock.detach()
        else:
            early, listener = bytes_read_ahead(environ, sock), None
            plain = detach_socket(sock)
        self._begin(session, plain, accept, early, listener)
        return []

    def _begin(
        self, session: EngineIOSocket, sock, accept: bytes, early: bytes, listener=None
    ) -> None:
        self.connections += 1
        session.connection = Connection(sock, session, self, listener)
        session.connection.send(switching_protocols(accept) + frame_of(self._open_packet(session)))
        self.schedule_next_ping(session)
        if early and session.connection.open:
            session.connection.feed(early)

    def _open_packet(self, session: EngineIOSocket) -> packet.Packet:
        engineio = self.engineio
        return packet.Packet(
            packet.OPEN,
            {
                "sid": session.sid,
                "upgrades": [],
                "pingTimeout": int(engineio.ping_timeout * 1000),
                "pingInterval": int(engineio.ping_interval + engineio.ping_interval_grace_period)
                * 1000,
                "maxPayload": engineio.max_http_buffer_size,
            },
        )

    def _socket_of(self, environ):
        """The plain connection behind a request, or None where only engineio can serve it."""
        try:
            sock = environ["eventlet.input"].get_socket()
        except (KeyError, AttributeError):
            return None
        return sock if isinstance(sock, HttpConnection | greenio.GreenSocket) else None

    # --- for connections and sessions -----------------------------------------------------------

    def add_hub_listener(self, what: str, fd: int, callback: Callable[[int], None]):
        """Have the hub call ``callback`` when ``fd`` can be read or written, as ``what`` says.

        The greenlet that registers is not kept alive by it.
        """
        listener = self._hub.add(what, fd, callback, _obsolete, None)
        listener.greenlet = self._hub.greenlet
        return listener

    def remove_hub_listener(self, listener) -> None:
        """Remove a listener from the hub; None is ignored."""
        if listener is not None:
            self._hub.remove(listener)

    def forget(self, connection: Connection, *listeners) -> None:
        """Forget a closed connection and its listeners."""
        for listener in listeners:
            self.remove_hub_listener(listener)
        self.watched.discard(connection)
        self.connections -= 1

    def enqueue(self, session: EngineIOSocket, message: Any) -> None:
        """Have a message handled soon: this is called where nothing may wait."""
        self._inbox.append((session, message))
        if self._asleep:
            self._asleep = False
            self._hub.schedule_call_global(0, self._reader.switch)

    def send(self, sid: str, pkt: packet.Packet) -> None:
        """Send one packet to one socket: a thousand times for each change of phase."""
        session = self.engineio.sockets.get(sid)
        if type(session) is EngineIOSocket:
            session.send(pkt)
        else:
            self.engineio.send_packet(sid, pkt)

    def spawn(self, function: Callable, *args) -> None:
        """Run what may wait for a database."""
        eventlet.spawn_n(function, *args)

    def schedule_next_ping(self, session: EngineIOSocket) -> None:
        """Ask it again after the interval."""
        self._pings.append((time.monotonic() + self.engineio.ping_interval, session))

    def count_rejection(self, code: int) -> None:
        """Count what was no WebSocket, or too much of it; say so once a minute, unquoted."""
        self.refused += 1
        now = time.monotonic()
        if now - self._logged_at > LOG_INTERVAL_S:
            self._logged_at = now
            log.warning("connections turned away so far: %d (last code: %d)", self.refused, code)

    # --- the two that never end -----------------------------------------------------------------

    def _dispatch_forever(self) -> None:
        inbox = self._inbox
        while True:
            for _ in range(min(MESSAGE_BATCH, len(inbox))):
                session, message = inbox.popleft()
                try:
                    session.handle(message)
                except Exception:  # noqa: BLE001 - one client's message is not everyone's problem
                    log.exception("a message could not be handled")
                    session.cut()
            if inbox:
                eventlet.sleep(0)
            else:
                self._asleep = True
                self._hub.switch()

    def _check_forever(self) -> None:
        last = 0.0
        for now, late in ticks(CHECK_INTERVAL_S):
            try:
                if late:
                    self.extend_deadlines(late)
                self.check(now)
                if now - last > CHECK_STOCK_INTERVAL_S:
                    last = now
                    self._check_stock()
            except Exception:  # noqa: BLE001 - the others must still be looked after
                log.exception("looking after connections failed")

    def extend_deadlines(self, late: float) -> None:
        """We were held up for so many seconds: what was said meanwhile is still to be read."""
        self._pong_deadlines = deque(
            (until + late, session, asked) for until, session, asked in self._pong_deadlines
        )
        for connection in self.watched:
            connection.extend_deadlines(late)

    def check(self, now: float) -> None:
        """Ping who is due, let go who did not answer, cut who does not read."""
        while self._pings and self._pings[0][0] <= now:
            _, session = self._pings.popleft()
            if not session.closed:
                session.ping()
                until = now + self.engineio.ping_timeout
                self._pong_deadlines.append((until, session, session.last_ping))
        while self._pong_deadlines and self._pong_deadlines[0][0] <= now:
            _, session, asked = self._pong_deadlines.popleft()
            if not session.closed and session.last_ping == asked:
                self.spawn(session.close, True, True, self.engineio.reason.PING_TIMEOUT)
        for connection in tuple(self.watched):
            connection.check(now)

    def _check_stock(self) -> None:
        for sid, stock in list(self.engineio.sockets.items()):
            if isinstance(stock, EngineIOSocket):
                continue
            if stock.closed:
                self.engineio.sockets.pop(sid, None)
            elif not stock.closing:
                stock.check_ping_timeout()

    def _not_started(self, sid: str, message: Any) -> None:
        raise RuntimeError("the server was not started")


def _obsolete(error) -> None:
    """The hub says that a file number was taken by another; ours are removed before that."""
    log.error("a connection's file was taken: %s", error)
