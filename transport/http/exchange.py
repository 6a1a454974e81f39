"""Adapters for eventlet's own HTTP to answer one request that is here already."""

from __future__ import annotations

from eventlet import greenio, wsgi

from transport.http.connection import HttpConnection
from transport.http.eventlet_protocol import counted, options_for_eventlet
from transport.http.request import Request


class Server(wsgi.Server):
    """Attributes that eventlet's protocol asks of its server."""

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

    def __init__(self, connection: HttpConnection, request: Request, environ: dict, server: Server):
        self.wfile = self.connection = connection
        self.server = server
        self.application = server.app
        self.environ = environ
        self.headers = request
        self.command = request.method
        self.client_address = connection.address
        self.close_connection = int(request.closes)

    def run(self) -> None:
        """Have the application answer, and finish the response."""
        try:
            self.handle_one_response()
        except OSError:
            self.close_connection = 1  # whoever asked is gone
        except BaseException:
            self.close_connection = 1
            raise
        finally:
            self.connection.finish_response(bool(self.close_connection))


class PrefilledSocket(greenio.GreenSocket):
    """A connection of eventlet's, some of which was read before it came to eventlet."""

    def __init__(self, sock, read_ahead: bytes):
        super().__init__(sock)
        self.read_ahead = read_ahead

    def recv_into(self, buffer, nbytes=0, flags=0):
        if not self.read_ahead:
            return super().recv_into(buffer, nbytes, flags)
        size = min(len(self.read_ahead), nbytes or len(buffer))
        buffer[:size], self.read_ahead = self.read_ahead[:size], self.read_ahead[size:]
        return size
