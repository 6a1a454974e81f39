"""Where connections wait, without a greenlet each, until they have said what they want.

What lies ready is given at once. Everything else is answered by eventlet's own HTTP, in a greenlet
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
from eventlet import greenio, hubs, patcher, wsgi

from transport.http.connection import Visitor
from transport.http.eventlet_protocol import ARRIVING, counted, options_for_eventlet
from transport.http.request import Request
from transport.ticker import beats

log = logging.getLogger("mano_alzada.http")

IN_A_ROW = 64  # let in before everyone else has a turn
LOOK = 0.5  # seconds between two looks at who takes too long
REST = 0.5  # seconds until somebody is let in again, where the system has no more files
ODD = 0.5  # of all places, at most, are eventlet's: whom it waits for we cannot send away
FULL = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

_net = patcher.original("socket")


class Server(wsgi.Server):
    """What eventlet's protocol asks its server."""

    def __init__(self, sock, app, longest_line: int, timeout: float):
        super().__init__(
            sock,
            sock.getsockname(),
            app,
            protocol=options_for_eventlet(timeout)["protocol"],
            log_output=False,
            url_length_limit=longest_line,
            debug=False,
            socket_timeout=timeout,
        )
        self.log = counted


class Exchange(wsgi.HttpProtocol):
    """One request that is here already, and its answer: eventlet's, without its reading."""

    capitalize_response_headers = False
    request_version = "HTTP/1.1"

    def __init__(self, visitor: Visitor, request: Request, environ: dict, server: Server):
        self.wfile = self.visitor = visitor
        self.server = server
        self.application = server.app
        self.environ = environ
        self.headers = request
        self.command = request.method
        self.client_address = visitor.address
        self.close_connection = int(request.closes)

    def run(self) -> None:
        """Answer it."""
        try:
            self.handle_one_response()
        except OSError:
            self.close_connection = 1  # whoever asked is gone
        except BaseException:
            self.close_connection = 1
            raise
        finally:
            self.visitor.answered(bool(self.close_connection))


class HeardSocket(greenio.GreenSocket):
    """A connection of eventlet's, some of which was read before it came to eventlet."""

    def __init__(self, sock, heard: bytes):
        super().__init__(sock)
        self.heard = heard

    def recv_into(self, buffer, nbytes=0, flags=0):
        if not self.heard:
            return super().recv_into(buffer, nbytes, flags)
        size = min(len(self.heard), nbytes or len(buffer))
        buffer[:size], self.heard = self.heard[:size], self.heard[size:]
        return size


class Porch:
    """Listens at one port and looks after everyone who has not been let further in."""

    def __init__(
        self,
        server: Server,
        most: int,
        take_ready: Callable[[str, str, str], bytes | None],
    ):
        self.server = server
        self.most = most
        self.timeout = server.socket_timeout
        self.inside = 0  # connections, also those that eventlet serves
        self.odd = 0  # of them, those that eventlet serves
        self._take_ready = take_ready
        self._sock = server.socket
        self._hub = hubs.get_hub()
        self._door: Any = None  # the hub's listener; None while nobody is let in
        self._expected: dict[Visitor, float] = {}  # until when they may take, in that order
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
        """Let people in from now on."""
        self._sock.setblocking(False)
        self._door = self.listen(self._sock.fileno(), self._let_in)
        eventlet.spawn(self._look_for_ever)

    # --- for visitors ---------------------------------------------------------------------------

    def listen(self, fd: int, callback: Callable[[int], None]):
        """Have the hub call back when there is something to read."""
        listener = self._hub.add("read", fd, callback, _obsolete, None)
        listener.greenlet = self._hub.greenlet
        return listener

    def forget_listener(self, listener) -> None:
        """The hub calls no more."""
        if listener is not None:
            self._hub.remove(listener)

    def expect(self, visitor: Visitor) -> None:
        """It has so long from now on to say the next thing whole."""
        self._expected.pop(visitor, None)
        self._expected[visitor] = time.monotonic() + self.timeout
        if self._door is None and self.inside >= self.most:
            self._reopen()  # whoever says nothing makes room for whoever comes

    def forget(self, visitor: Visitor) -> None:
        """It is gone, or further in."""
        self._expected.pop(visitor, None)
        self._one_less()

    def ready(self, request: Request) -> bytes | None:
        """The whole answer, where it is the same for everyone and lies there."""
        if request.method != "GET" or request.length or request.closes:
            return None
        fields = request.fields
        kept = self._take_ready(
            request.target, fields["HTTP_HOST"], fields.get("HTTP_ACCEPT_ENCODING", "")
        )
        if kept is None:
            return None
        second = int(time.time())
        if second != self._date[0]:
            line = f"HTTP/1.1 200 OK\r\nDate: {formatdate(second, usegmt=True)}\r\n"
            self._date = (second, line.encode())
        return self._date[1] + kept

    def serve(self, visitor: Visitor, request: Request, body: bytes) -> None:
        """Have the application answer."""
        self._expected.pop(visitor, None)
        environ = request.environ(self._base)
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = visitor.address[0], str(visitor.address[1])
        environ["wsgi.input"] = environ["eventlet.input"] = wsgi.Input(
            BytesIO(body), request.length, visitor
        )
        environ["eventlet.posthooks"] = []
        eventlet.spawn_n(Exchange(visitor, request, environ, self.server).run)

    def send_rest(self, visitor: Visitor, data: bytes) -> None:
        """It reads more slowly than we write."""
        self._expected.pop(visitor, None)

        def send():
            try:
                visitor.send(data)
            except OSError:
                visitor.close()
            visitor.answered(closes=False)

        eventlet.spawn_n(send)

    def hand_over(self, sock, heard: bytes, address: tuple) -> None:
        """Leave a connection to eventlet for good, if it has not too many of them already."""
        if self.odd >= self.most * ODD:
            with suppress(OSError):
                sock.send(FULL)
            sock.close()
            return
        self.inside += 1
        self.odd += 1

        def serve():
            try:
                self.server.process_request([address, HeardSocket(sock, heard), wsgi.STATE_REQUEST])
            finally:
                self.odd -= 1
                self._one_less()

        eventlet.spawn_n(serve)

    # --- helpers, in the order they are called --------------------------------------------------

    def _let_in(self, _) -> None:
        for _ in range(IN_A_ROW):
            if self.inside >= self.most and not self._expected:
                self._shut()  # everyone is being served
                return
            try:
                sock, address = self._sock.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                log.warning("nobody can be let in: %s", error)
                self._shut()
                self._hub.schedule_call_global(REST, self._reopen)
                return
            if self.inside >= self.most:
                next(iter(self._expected)).close()  # who has said nothing for longest
            sock.setblocking(False)
            self.inside += 1
            self.expect(Visitor(self, sock, address))

    def _shut(self) -> None:
        self.forget_listener(self._door)
        self._door = None

    def _reopen(self) -> None:
        if self._door is None:
            self._door = self.listen(self._sock.fileno(), self._let_in)

    def _one_less(self) -> None:
        self.inside -= 1
        if self._door is None and self.inside < self.most:
            self._reopen()

    def _look_for_ever(self) -> None:
        for now, late in beats(LOOK):
            try:
                if late:
                    self.forgive(late)
                self.look(now)
            except Exception:  # noqa: BLE001 - the others must still be looked after
                log.exception("looking after visitors failed")

    def forgive(self, late: float) -> None:
        """For so many seconds nobody was heard."""
        self._expected = {visitor: until + late for visitor, until in self._expected.items()}

    def look(self, now: float) -> None:
        """Close on those who took too long."""
        late = []
        for visitor, until in self._expected.items():
            if until > now:
                break
            late.append(visitor)
        for visitor in late:
            visitor.close()


def serve(
    app,
    host: str,
    port: int,
    most: int,
    longest_line: int,
    take_ready: Callable[[str, str, str], bytes | None],
) -> None:
    """Serve until the process ends."""
    family, _, _, _, address = _net.getaddrinfo(host, port, type=_net.SOCK_STREAM)[0]
    green = eventlet.listen(
        address, family, backlog=ARRIVING, reuse_port=False
    )  # one server a port
    sock = _net.socket(family, _net.SOCK_STREAM, fileno=green.fd.detach())
    sock.setsockopt(_net.IPPROTO_TCP, _net.TCP_NODELAY, 1)  # who is let in inherits it
    server = Server(sock, app, longest_line, app.config["REQUEST_TIMEOUT"])
    Porch(server, most, take_ready).open()
    with suppress(KeyboardInterrupt):  # whoever stops it by hand knows why
        while True:
            eventlet.sleep(3_600)


def _obsolete(error) -> None:
    """The hub says that a file number was taken by another; ours are removed before that."""
    log.error("a connection's file was taken: %s", error)
