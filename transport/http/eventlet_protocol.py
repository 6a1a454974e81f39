"""eventlet's HTTP protocol with a time-out for every wait, and without a traceback per bad request.

The stock server waits anew for each byte, so that one byte in ten seconds holds a connection for
ever, and writes a stack trace of 1.5 KB for three bytes of nonsense (reliability.md S11, S14).
"""

import logging
import time
from collections.abc import Callable

from transport.http.request import MAX_HEADERS, BadRequest, HeadReader, Request

log = logging.getLogger("mano_alzada.http")

BAD_REQUEST = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
BACKLOG_CONNECTIONS = 2_048  # in the system's listen queue: a Wi-Fi comes back for all at once
LOG_INTERVAL_S = 60.0  # seconds between two lines about broken requests
SHUTDOWN_ERROR = "socket shutdown error"  # eventlet's WebSockets, of who went first
DISCONNECTED = {
    "BrokenPipeError",
    "ConnectionResetError",
    "TimeoutError",
}  # and no fault of anybody's


class CountedLog:
    """Log for eventlet's tracebacks: one counted line a minute, without what was sent."""

    def __init__(self):
        self.broken = 0
        self._logged_at = -LOG_INTERVAL_S

    def info(self, message, *_):
        last = str(message).strip().rpartition("\n")[2].partition(":")[0][:80]
        if last in DISCONNECTED or SHUTDOWN_ERROR in str(message):
            return
        self.broken += 1
        if time.monotonic() - self._logged_at > LOG_INTERVAL_S:
            self._logged_at = time.monotonic()
            log.warning("broken requests so far: %d (last: %s)", self.broken, last)

    error = warning = write = info

    def flush(self):
        """As a file has it."""

    def debug(self, *_):
        """Connections that went away are no news."""


# cache: of what was logged in this minute; a log is the process's, like its descriptors
counted = CountedLog()


def read_lines(first: bytes, readline: Callable[[], bytes]) -> Request:
    """Read a head whose first line is here already, up to its empty line. Raises BadRequest.

    Lines that all end with a bare LF, as a person at a terminal types them, are one head; a head
    that mixes both ends is none: two servers in a row could see different lines in it.
    """
    reader = HeadReader()
    is_typed = not first.endswith(b"\r\n")
    reader.feed(with_crlf(first) if is_typed else first)
    for _ in range(MAX_HEADERS + 1):
        line = readline()
        if is_typed:
            line = with_crlf(line)
        reader.feed(line)
        if line in (b"", b"\r\n"):
            break
    return reader.request()


def with_crlf(line: bytes) -> bytes:
    """Return a line that ends with a bare LF as HTTP has it. Raises BadRequest for a CR in it."""
    if b"\r" in line:
        raise BadRequest("both ends of lines")
    return line.replace(b"\n", b"\r\n")


def options_for_eventlet(timeout: float) -> dict:
    """Return options for eventlet's server, so that nothing lasts longer than ``timeout``."""
    from eventlet import Timeout
    from eventlet.wsgi import HttpProtocol

    class TimedBody:
        """The body of a request: to be read whole until the end of its time."""

        def __init__(self, file):
            self.file = file
            self._end = time.monotonic() + timeout

        def read(self, size):
            return self._in_time(self.file.read, size)

        def readline(self, *size):
            return self._in_time(self.file.readline, *size)

        def peek(self, *size):
            """Return bytes that came behind the headers, perhaps a WebSocket's first frames."""
            return self.file.peek(*size)

        def _in_time(self, reader, *size):
            left = self._end - time.monotonic()
            if left <= 0:
                raise TimeoutError("a body took too long")
            with Timeout(left, TimeoutError("a body took too long")):
                return reader(*size)

    class Protocol(HttpProtocol):
        has_room = False

        def setup(self):
            if not Protocol.has_room:  # the listening socket is eventlet's, with room for fifty
                Protocol.has_room = True
                self.server.socket.listen(BACKLOG_CONNECTIONS)
                self.server.log = counted  # eventlet takes one only if every request is logged
            super().setup()

        def _read_request_line(self):
            line = ""  # too slow, or nothing more to ask: the connection is closed
            with Timeout(timeout, False):
                line = super()._read_request_line()
            return line

        def parse_request(self):
            whole = False
            self.close_connection = True
            with Timeout(timeout, False):
                whole = self._parse_request()
            return whole

        def _parse_request(self):
            try:
                request = read_lines(self.raw_requestline, self.rfile.readline)
            except BadRequest:
                counted.info("a head that is none")
                self.wfile.write(BAD_REQUEST)
                return False
            self.requestline = self.raw_requestline.decode("ascii").rstrip()
            self.command, self.path = request.method, request.target
            self.request_version = f"HTTP/{request.version}"
            self.headers = request
            self.close_connection = request.closes
            return True

        # Ours are written as they should be; to write them anew costs 20 µs an answer.
        capitalize_response_headers = property(lambda self: False, lambda self, wish: None)

        def get_environ(self):
            environ = super().get_environ()
            environ["wsgi.input"].rfile = TimedBody(self.rfile)
            environ["wsgi.errors"] = counted  # eventlet's WebSockets write there of every goodbye
            return environ

        def log_message(self, *_):
            """The standard library would write a line of its own for each malformed request."""

    return {"protocol": Protocol, "socket_timeout": timeout}
