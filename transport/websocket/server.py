"""Lets WebSockets in without a greenlet each, and looks after all of them together.

One greenlet hands on every message, one looks after pings, slow clients and goodbyes. Long-polling
and the upgrade from it are engineio's own, untouched.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import logging
import socket as plain_socket
import time
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import eventlet
from engineio import packet
from eventlet import greenio, hubs, patcher, wsgi

from transport.environ import VIA_PROXY
from transport.http.connection import Visitor
from transport.ticker import beats
from transport.websocket import frames
from transport.websocket.connection import Connection
from transport.websocket.engineio_socket import Session, frame_of

log = logging.getLogger("mano_alzada.transport")

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 §1.3
TICK = 0.5  # seconds between two looks at pings and slow clients
STOCK_LOOK = 4.0  # seconds between two looks at engineio's own sockets
IN_A_ROW = 64  # messages handed on before everything else has a turn
QUIET = 60.0  # seconds between two log lines about what was turned away
KEPT = (  # of a handshake: what doors, and Flask's reading of a cookie, want to know
    "HTTP_HOST",
    "HTTP_ORIGIN",
    "HTTP_COOKIE",
    "PATH_INFO",
    "QUERY_STRING",
    "REMOTE_ADDR",
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "wsgi.url_scheme",
)
MAX_SHARED_LETTERS = 256

_Socket = patcher.original("socket").socket


class Doorkeeper:
    """Stands where engineio makes its sockets."""

    def __init__(self, server, most: int):
        self.server = server  # engineio's
        self.largest = server.max_http_buffer_size
        self.most = most
        self.watched: set[Connection] = set()  # with a backlog, or saying goodbye
        self.connections = 0
        self.cut_slow = 0
        self.refused = 0
        self._said = 0.0
        self._inbox: deque[tuple[Session, Any]] = deque()
        self._asleep = False
        self._pings: deque[tuple[float, Session]] = deque()  # (when, whom), in that order
        self._answers: deque[tuple[float, Session, float]] = deque()  # (until when, who, asked)
        self._hub = hubs.get_hub()
        self._stock_connect = server._handle_connect
        self.on_message: Callable[[str, Any], Any] = self._nobody_listens

    def start(self) -> None:
        """Take over from engineio from now on."""
        self.on_message = self.server.handlers["message"]
        self.server._handle_connect = self.connect
        self.server.start_service_task = False  # it wakes up once for each socket; see _look
        self._reader = eventlet.spawn(self._hand_on_for_ever)
        eventlet.spawn(self._look_for_ever)

    # --- coming in ------------------------------------------------------------------------------

    def connect(self, environ, start_response, transport, jsonp_index=None):
        """In place of engineio's: a WebSocket becomes a session of ours."""
        sock = self._socket_of(environ) if transport == "websocket" else None
        if sock is None:
            return self._stock_connect(environ, start_response, transport, jsonp_index)
        accept = accept_key(environ.get("HTTP_SEC_WEBSOCKET_KEY", ""))
        if accept is None or "upgrade" not in environ.get("HTTP_CONNECTION", "").lower():
            return self.server._bad_request("Not a WebSocket")
        if self.connections >= self.most:
            self.turned_away(frames.POLICY)
            start_response("503 Service Unavailable", [("Retry-After", "5")])
            return [b""]
        session = Session(self, self.server.generate_id())
        self.server.sockets[session.sid] = session
        answer = self.server._trigger_event(
            "connect", session.sid, handshake_of(environ), run_async=False
        )
        if answer is not None and answer is not True:
            del self.server.sockets[session.sid]
            return self.server._unauthorized(answer or None)
        wsgi.WSGI_LOCAL.already_handled = True
        if isinstance(sock, Visitor):
            plain, early, listener = sock.leave()
        else:
            early, listener = bytes_read_too_far(environ, sock), None
            plain = detached(sock)
        self._begin(session, plain, accept, early, listener)
        return []

    def _begin(self, session: Session, sock, accept: bytes, early: bytes, listener=None) -> None:
        self.connections += 1
        session.connection = Connection(sock, session, self, listener)
        session.connection.send(switching(accept) + frame_of(self._welcome(session)))
        self.ping_later(session)
        if early and session.connection.open:
            session.connection.feed(early)

    def _welcome(self, session: Session) -> packet.Packet:
        server = self.server
        return packet.Packet(
            packet.OPEN,
            {
                "sid": session.sid,
                "upgrades": [],
                "pingTimeout": int(server.ping_timeout * 1000),
                "pingInterval": int(server.ping_interval + server.ping_interval_grace_period)
                * 1000,
                "maxPayload": server.max_http_buffer_size,
            },
        )

    def _socket_of(self, environ):
        """The plain connection behind a request, or None where only engineio can serve it."""
        try:
            sock = environ["eventlet.input"].get_socket()
        except (KeyError, AttributeError):
            return None
        return sock if isinstance(sock, Visitor | greenio.GreenSocket) else None

    # --- for connections and sessions -----------------------------------------------------------

    def listen(self, what: str, fd: int, callback: Callable[[int], None]):
        """Have the hub call back. Whoever calls is not kept in memory by it."""
        listener = self._hub.add(what, fd, callback, _obsolete, None)
        listener.greenlet = self._hub.greenlet
        return listener

    def forget_listener(self, listener) -> None:
        """The hub calls no more."""
        if listener is not None:
            self._hub.remove(listener)

    def forget(self, connection: Connection, *listeners) -> None:
        """A connection is over."""
        for listener in listeners:
            self.forget_listener(listener)
        self.watched.discard(connection)
        self.connections -= 1

    def hand_on(self, session: Session, message: Any) -> None:
        """Have a message handled soon: this is called where nothing may wait."""
        self._inbox.append((session, message))
        if self._asleep:
            self._asleep = False
            self._hub.schedule_call_global(0, self._reader.switch)

    def send(self, sid: str, pkt: packet.Packet) -> None:
        """Send one packet to one socket: a thousand times for each change of phase."""
        session = self.server.sockets.get(sid)
        if type(session) is Session:
            session.send(pkt)
        else:
            self.server.send_packet(sid, pkt)

    def spawn(self, function: Callable, *args) -> None:
        """Run what may wait for a database."""
        eventlet.spawn_n(function, *args)

    def ping_later(self, session: Session) -> None:
        """Ask it again after the interval."""
        self._pings.append((time.monotonic() + self.server.ping_interval, session))

    def turned_away(self, code: int) -> None:
        """Count what was no WebSocket, or too much of it; say so once a minute, unquoted."""
        self.refused += 1
        now = time.monotonic()
        if now - self._said > QUIET:
            self._said = now
            log.warning("connections turned away so far: %d (last code: %d)", self.refused, code)

    # --- the two that never end -----------------------------------------------------------------

    def _hand_on_for_ever(self) -> None:
        inbox = self._inbox
        while True:
            for _ in range(min(IN_A_ROW, len(inbox))):
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

    def _look_for_ever(self) -> None:
        last = 0.0
        for now, late in beats(TICK):
            try:
                if late:
                    self.forgive(late)
                self.look(now)
                if now - last > STOCK_LOOK:
                    last = now
                    self._look_at_stock()
            except Exception:  # noqa: BLE001 - the others must still be looked after
                log.exception("looking after connections failed")

    def forgive(self, late: float) -> None:
        """We were held up for so many seconds: what was said meanwhile is still to be read."""
        self._answers = deque(
            (until + late, session, asked) for until, session, asked in self._answers
        )
        for connection in self.watched:
            connection.forgive(late)

    def look(self, now: float) -> None:
        """Ping who is due, let go who did not answer, cut who does not read."""
        while self._pings and self._pings[0][0] <= now:
            _, session = self._pings.popleft()
            if not session.closed:
                session.ping()
                until = now + self.server.ping_timeout
                self._answers.append((until, session, session.last_ping))
        while self._answers and self._answers[0][0] <= now:
            _, session, asked = self._answers.popleft()
            if not session.closed and session.last_ping == asked:
                self.spawn(session.close, True, True, self.server.reason.PING_TIMEOUT)
        for connection in tuple(self.watched):
            connection.look(now)

    def _look_at_stock(self) -> None:
        for sid, stock in list(self.server.sockets.items()):
            if isinstance(stock, Session):
                continue
            if stock.closed:
                self.server.sockets.pop(sid, None)
            elif not stock.closing:
                stock.check_ping_timeout()

    def _nobody_listens(self, sid: str, message: Any) -> None:
        raise RuntimeError("the doorkeeper was not started")


# --- the handshake ------------------------------------------------------------------------------


def accept_key(key: str) -> bytes | None:
    """The answer to a client's key, or None if it is not sixteen bytes."""
    try:
        if len(base64.b64decode(key, validate=True)) != 16:
            return None
    except (binascii.Error, ValueError):
        return None
    return base64.b64encode(hashlib.sha1(key.encode() + GUID).digest())  # noqa: S324 - RFC 6455


def switching(accept: bytes) -> bytes:
    """The head of the answer."""
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )


def handshake_of(environ: dict) -> dict:
    """What is kept of a request for as long as its connection lasts; equal strings once."""
    kept = {name: shared(environ[name]) for name in KEPT if isinstance(environ.get(name), str)}
    return kept | ({VIA_PROXY: True} if environ.get(VIA_PROXY) else {})


def shared(text: str) -> str:
    """The same object for equal texts, for a while: whole rooms send the same ones.

    ``sys.intern`` would keep for ever what strangers send: from Python 3.12 on it forgets nothing.
    """
    return _shared(text) if len(text) <= MAX_SHARED_LETTERS else text


@lru_cache(maxsize=256)
def _shared(text: str) -> str:
    return text


def bytes_read_too_far(environ: dict, sock: greenio.GreenSocket) -> bytes:
    """What the client sent before it heard our answer, if it did."""
    rfile = environ["eventlet.input"].rfile
    rfile = getattr(rfile, "file", rfile)  # slowness.py puts a clock around it
    sock.setblocking(False)
    try:
        return (rfile.peek() or b"") + getattr(sock, "heard", b"")
    except (OSError, AttributeError):
        return b""


def detached(sock: greenio.GreenSocket):
    """The connection itself, out of the hands of the one who served the request."""
    family, kind, protocol = sock.fd.family, sock.fd.type, sock.fd.proto
    plain = _Socket(family, kind, protocol, fileno=sock.fd.detach())
    plain.setblocking(False)
    plain.setsockopt(plain_socket.IPPROTO_TCP, plain_socket.TCP_NODELAY, 1)
    return plain


def _obsolete(error) -> None:
    """The hub says that a file number was taken by another; ours are removed before that."""
    log.error("a connection's file was taken: %s", error)
