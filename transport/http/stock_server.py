"""eventlet's own HTTP server, used where the lean transport does not fit: Windows and macOS.

Connections have slots. Beyond them the one that is idle for longest is closed; where all are being
served, the next one is refused.
"""

from __future__ import annotations

import errno
import logging
from contextlib import suppress

import eventlet
from eventlet import greenio, hubs, wsgi

from transport import select_hub
from transport.environ import IS_FULL_KEY
from transport.http.eventlet_protocol import BACKLOG_CONNECTIONS, options_for_eventlet

log = logging.getLogger("mano_alzada.http")

ACCEPT_RETRY_S = 0.5  # until somebody is let in again, where the system has no more files
OUT_OF_RESOURCES = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.ECONNABORTED}
REFUSED_CONNECTIONS = 24  # beyond those that are served, while they are being refused


class ConnectionSlots:
    """Open connections, at most ``max_connections``, and those that say nothing just now."""

    def __init__(self, max_connections: int):
        self.max_connections = max_connections
        self.open_connections = 0
        self._silent: dict[wsgi.HttpProtocol, None] = {}  # for longest first

    def enter(self, protocol: wsgi.HttpProtocol) -> bool:
        """Take a slot, closing the longest idle connection if needed; False if none is idle."""
        self.open_connections += 1
        if self.open_connections <= self.max_connections:
            return True
        for silent in self._silent:
            del self._silent[silent]
            greenio.shutdown_safe(silent.connection)
            return True
        return False

    def leave(self, protocol: wsgi.HttpProtocol) -> None:
        """Give the slot back."""
        self.open_connections -= 1
        self._silent.pop(protocol, None)

    def set_silent(self, protocol: wsgi.HttpProtocol, silent: bool) -> None:
        """Note whether a connection is idle, waiting for its next request."""
        if silent:
            self._silent[protocol] = None
        else:
            self._silent.pop(protocol, None)


class RetryingSocket:
    """The socket we listen at, where a system without files for one more ends nothing."""

    def __init__(self, sock):
        self._sock = sock

    def __getattr__(self, name):
        return getattr(self._sock, name)

    def accept(self):
        """The next connection, as soon as one can be had."""
        while True:
            try:
                return self._sock.accept()
            except OSError as error:
                if error.errno not in OUT_OF_RESOURCES:
                    raise
                log.warning("nobody can be let in: %s", error)
                eventlet.sleep(ACCEPT_RETRY_S)


def serve(app, host: str, port: int, max_connections: int, longest_line: int) -> None:
    """Serve until the process ends."""
    options = options_for_eventlet(app.config["REQUEST_TIMEOUT"])
    if select_hub.is_used():
        max_connections = min(max_connections, select_hub.MAX_CONNECTIONS)
    options["protocol"] = with_slots(options["protocol"], ConnectionSlots(max_connections))
    sock = RetryingSocket(
        eventlet.listen((host, port), backlog=BACKLOG_CONNECTIONS, reuse_port=False)
    )
    if select_hub.is_used():
        hubs.get_hub().listening_files.add(sock.fileno())
    wsgi.server(
        sock,
        app,
        log_output=False,
        max_size=max_connections + REFUSED_CONNECTIONS,
        url_length_limit=longest_line,
        debug=False,
        **options,
    )


def with_slots(
    protocol: type[wsgi.HttpProtocol], slots: ConnectionSlots
) -> type[wsgi.HttpProtocol]:
    """Return a subclass of ``protocol`` whose connections take a slot first."""

    class SlottedProtocol(protocol):
        has_slot = True

        def setup(self):
            self.has_slot = slots.enter(self)
            super().setup()

        def handle(self):
            try:
                super().handle()
            except OSError:
                self.close_connection = True  # gone, or nobody can wait for it any more

        def finish(self):
            slots.leave(self)
            with suppress(OSError):
                super().finish()

        def _read_request_line(self):
            slots.set_silent(self, True)
            try:
                return super()._read_request_line()
            finally:
                slots.set_silent(self, False)

        def get_environ(self):
            environ = super().get_environ()
            environ[IS_FULL_KEY] = not self.has_slot
            return environ

        def parse_request(self):
            whole = super().parse_request()
            if not self.has_slot:
                self.close_connection = True
            return whole

    return SlottedProtocol
