"""HTTP listener: connections wait without a greenlet each until their request is whole.

What is cached is sent at once. Everything else is answered by eventlet's own HTTP, in a greenlet
that begins when the request is whole; what is not written as browsers write it, what is large or
comes in chunks, is eventlet's from its first byte.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from email.utils import formatdate
from io import BytesIO
from typing import Any

import eventlet
from eventlet import hubs, patcher, wsgi

from transport.http.connection import HttpConnection
from transport.http.eventlet_protocol import BACKLOG_CONNECTIONS
from transport.http.exchange import Exchange, PrefilledSocket, Server
from transport.http.request import Request
from transport.ticker import ticks

log = logging.getLogger("mano_alzada.http")

ACCEPT_BATCH = 64  # let in before everyone else has a turn
CHECK_INTERVAL_S = 0.5  # between two looks at who takes too long
ACCEPT_RETRY_S = 0.5  # until somebody is let in again, where the system has no more files
MAX_HANDED_OVER_SHARE = 0.5  # of all connections; we cannot close one that eventlet waits for
SERVICE_UNAVAILABLE = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
)

_net = patcher.original("socket")


class HttpListener:
    """Listener of one port, with the deadlines of its open connections."""

    def __init__(
        self,
        server: Server,
        max_connections: int,
        take_cached: Callable[[str, str, str], bytes | None],
    ):
        self.server = server
        self.max_connections = max_connections
        self.timeout = server.socket_timeout
        self.open_connections = 0  # connections, also those that eventlet serves
        self.handed_over = 0  # of them, those that eventlet serves
        self._take_cached = take_cached
        self._sock = server.socket
        self._hub = hubs.get_hub()
        self._accept_listener: Any = None  # the hub's listener; None while nobody is let in
        self._deadlines: dict[HttpConnection, float] = {}  # until when they may take, in that order
        self._date = (0, b"")
        name, port = self._sock.getsockname()[:2]
        self._base = {
            **server.get_environ(),
            "SCRIPT_NAME": "",
            "SERVER_PROTOCOL": "HTTP/1.0",  # as eventlet has it
            "SERVER_NAME": name,
            "SERVER_PORT": str(port),
            "GATEWAY_INTERFACE": "CGI/1.1",
            "CONTENT_TYPE": "text/plain",
        }

    def open(self) -> None:
        """Accept connections from now on."""
        self._sock.setblocking(False)
        self._accept_listener = self.add_hub_listener(self._sock.fileno(), self._accept)
        eventlet.spawn(self._check_forever)

    # --- for connections ------------------------------------------------------------------------

    def add_hub_listener(self, fd: int, callback: Callable[[int], None]):
        """Have the hub call ``callback`` when ``fd`` can be read."""
        listener = self._hub.add("read", fd, callback, _obsolete, None)
        listener.greenlet = self._hub.greenlet
        return listener

    def remove_hub_listener(self, listener) -> None:
        """Remove a listener from the hub; None is ignored."""
        if listener is not None:
            self._hub.remove(listener)

    def set_deadline(self, connection: HttpConnection) -> None:
        """Start the time-out for the connection's next whole request."""
        self._deadlines.pop(connection, None)
        self._deadlines[connection] = time.monotonic() + self.timeout
        if self._accept_listener is None and self.open_connections >= self.max_connections:
            self._resume_accepting()  # whoever says nothing makes room for whoever comes

    def remove(self, connection: HttpConnection) -> None:
        """Forget a connection that is closed or detached."""
        self._deadlines.pop(connection, None)
        self._forget_one()

    def cached_response(self, request: Request) -> bytes | None:
        """Return the cached response as bytes, date included; None where there is none."""
        if request.method != "GET" or request.length or request.closes:
            return None
        fields = request.fields
        kept = self._take_cached(
            request.target, fields["HTTP_HOST"], fields.get("HTTP_ACCEPT_ENCODING", "")
        )
        if kept is None:
            return None
        second = int(time.time())
        if second != self._date[0]:
            line = f"HTTP/1.1 200 OK\r\nDate: {formatdate(second, usegmt=True)}\r\n"
            self._date = (second, line.encode())
        return self._date[1] + kept

    def serve(self, connection: HttpConnection, request: Request, body: bytes) -> None:
        """Have the application answer."""
        self._deadlines.pop(connection, None)
        environ = request.environ(self._base)
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = (
            connection.address[0],
            str(connection.address[1]),
        )
        environ["wsgi.input"] = environ["eventlet.input"] = wsgi.Input(
            BytesIO(body), request.length, connection
        )
        environ["eventlet.posthooks"] = []
        eventlet.spawn_n(Exchange(connection, request, environ, self.server).run)

    def send_rest(self, connection: HttpConnection, data: bytes) -> None:
        """Send the rest to a client that reads more slowly than we write, in a greenlet."""
        self._deadlines.pop(connection, None)

        def send():
            try:
                connection.send(data)
            except OSError:
                connection.close()
            connection.finish_response(closes=False)

        eventlet.spawn_n(send)

    def hand_over(self, sock, read_ahead: bytes, address: tuple) -> None:
        """Leave a connection to eventlet for good, if it has not too many of them already."""
        if self.handed_over >= self.max_connections * MAX_HANDED_OVER_SHARE:
            with suppress(OSError):
                sock.send(SERVICE_UNAVAILABLE)
            sock.close()
            return
        self.open_connections += 1
        self.handed_over += 1

        def serve():
            try:
                self.server.process_request(
                    [address, PrefilledSocket(sock, read_ahead), wsgi.STATE_REQUEST]
                )
            finally:
                self.handed_over -= 1
                self._forget_one()

        eventlet.spawn_n(serve)

    # --- helpers, in the order they are called --------------------------------------------------

    def _accept(self, _) -> None:
        for _ in range(ACCEPT_BATCH):
            if self.open_connections >= self.max_connections and not self._deadlines:
                self._pause_accepting()  # everyone is being served
                return
            try:
                sock, address = self._sock.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                log.warning("nobody can be let in: %s", error)
                self._pause_accepting()
                self._hub.schedule_call_global(ACCEPT_RETRY_S, self._resume_accepting)
                return
            if self.open_connections >= self.max_connections:
                next(iter(self._deadlines)).close()  # who has said nothing for longest
            sock.setblocking(False)
            self.open_connections += 1
            self.set_deadline(HttpConnection(self, sock, address))

    def _pause_accepting(self) -> None:
        self.remove_hub_listener(self._accept_listener)
        self._accept_listener = None

    def _resume_accepting(self) -> None:
        if self._accept_listener is None:
            self._accept_listener = self.add_hub_listener(self._sock.fileno(), self._accept)

    def _forget_one(self) -> None:
        self.open_connections -= 1
        if self._accept_listener is None and self.open_connections < self.max_connections:
            self._resume_accepting()

    def _check_forever(self) -> None:
        for now, late in ticks(CHECK_INTERVAL_S):
            try:
                if late:
                    self.extend_deadlines(late)
                self.close_overdue(now)
            except Exception:  # noqa: BLE001 - the others must still be looked after
                log.exception("looking after connections failed")

    def extend_deadlines(self, late: float) -> None:
        """Extend all deadlines by the seconds for which this process was held up."""
        self._deadlines = {
            connection: until + late for connection, until in self._deadlines.items()
        }

    def close_overdue(self, now: float) -> None:
        """Close connections whose deadline has passed."""
        late = []
        for connection, until in self._deadlines.items():
            if until > now:
                break
            late.append(connection)
        for connection in late:
            connection.close()


def serve(
    app,
    host: str,
    port: int,
    max_connections: int,
    longest_line: int,
    take_cached: Callable[[str, str, str], bytes | None],
) -> None:
    """Serve until the process ends."""
    family, _, _, _, address = _net.getaddrinfo(host, port, type=_net.SOCK_STREAM)[0]
    # reuse_port=False: one server a port
    green = eventlet.listen(address, family, backlog=BACKLOG_CONNECTIONS, reuse_port=False)
    sock = _net.socket(family, _net.SOCK_STREAM, fileno=green.fd.detach())
    sock.setsockopt(_net.IPPROTO_TCP, _net.TCP_NODELAY, 1)  # who is let in inherits it
    server = Server(sock, app, longest_line, app.config["REQUEST_TIMEOUT"])
    HttpListener(server, max_connections, take_cached).open()
    with suppress(KeyboardInterrupt):  # whoever stops it by hand knows why
        while True:
            eventlet.sleep(3_600)


def _obsolete(error) -> None:
    """The hub says that a file number was taken by another; ours are removed before that."""
    log.error("a connection's file was taken: %s", error)
