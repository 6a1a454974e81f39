"""HTTP connection that has no greenlet until a whole request needs one."""

from __future__ import annotations

import socket as plain_socket
from collections.abc import Callable
from typing import Any, Protocol

from eventlet.hubs import trampoline

from transport.http.request import HEAD_END, BadRequest, Request, read_request

READ_BYTES = 16_384  # bytes read
MAX_AHEAD_BYTES = 65_536  # bytes that may be sent before the last request is answered
MAX_HEAD_BYTES = 8_192  # longer ones are eventlet's to read, or to refuse
MAX_BODY_BYTES = 16_384  # that are waited for here; a join has 100


class Listener(Protocol):
    """The owner of all connections: HttpListener."""

    timeout: float  # seconds

    def add_hub_listener(self, fd: int, callback: Callable[[int], None]) -> Any:
        """Have the hub call ``callback`` when ``fd`` can be read."""

    def remove_hub_listener(self, listener: Any) -> None:
        """Remove a listener from the hub; None is ignored."""

    def set_deadline(self, connection: HttpConnection) -> None:
        """Start the time-out for the connection's next whole request."""

    def remove(self, connection: HttpConnection) -> None:
        """Forget a connection that is closed or detached."""

    def cached_response(self, request: Request) -> bytes | None:
        """Return the cached response as bytes; None where there is none."""

    def serve(self, connection: HttpConnection, request: Request, body: bytes) -> None:
        """Have the application answer."""

    def send_rest(self, connection: HttpConnection, data: bytes) -> None:
        """Send what the client does not take at once."""

    def hand_over(self, sock: Any, read_ahead: bytes, address: tuple) -> None:
        """Leave a connection to eventlet for good."""


class HttpConnection:
    """One client's connection: reads requests, has them answered, is kept alive."""

    __slots__ = (
        "address",
        "listener",
        "_busy",
        "_fd",
        "_buffer",
        "_hub_listener",
        "_out",
        "_request",
        "_sock",
    )

    def __init__(self, listener: Listener, sock: plain_socket.socket, address: tuple):
        self.listener = listener
        self.address = address
        self._sock: Any = sock  # None once it is over, or somebody else's
        self._fd = sock.fileno()
        self._buffer = b""  # what has not been answered yet
        self._request: Request | None = None  # whose body is still to come
        self._busy = False  # somebody is answering
        self._out: list[bytes] = []
        self._hub_listener = listener.add_hub_listener(self._fd, self._on_readable)

    # --- for who answers; in a greenlet ---------------------------------------------------------

    def writelines(self, parts: list[bytes]) -> None:
        """Buffer bytes for the next ``flush``."""
        self._out += parts

    def write(self, data: bytes) -> None:
        """Buffer bytes for the next ``flush``."""
        self._out.append(data)

    def flush(self) -> None:
        """Send, at the client's speed. Raises OSError where it is gone or does not read."""
        data = b"".join(self._out)
        self._out.clear()
        self.send(data)

    def send(self, data: bytes) -> None:
        """Send all of it. Raises OSError."""
        rest = memoryview(data)
        while rest:
            if self._sock is None:
                raise BrokenPipeError
            try:
                rest = rest[self._sock.send(rest) :]
            except BlockingIOError:
                trampoline(
                    self._fd, write=True, timeout=self.listener.timeout, timeout_exc=TimeoutError
                )

    def finish_response(self, closes: bool) -> None:
        """End a response: close, or go on with what was read meanwhile."""
        self._busy = False
        if self._sock is None:
            return
        if closes:
            self.close()
            return
        self.listener.set_deadline(self)
        self._process_buffer()
        if self._hub_listener is None and not self._busy:
            self.close()  # nothing more can come

    def detach(self) -> tuple[Any, bytes, Any]:
        """Give up the connection: return (socket, bytes read ahead, the hub's listener)."""
        sock, self._sock = self._sock, None
        if sock is None:
            raise BrokenPipeError
        listener, self._hub_listener = self._hub_listener, None
        self.listener.remove(self)
        return sock, self._buffer, listener

    # --- for the listener -----------------------------------------------------------------------

    def close(self) -> None:
        """Close the socket; nothing happens if it is closed already."""
        sock, self._sock = self._sock, None
        if sock is not None:
            self._stop_listening()
            self.listener.remove(self)
            sock.close()

    # --- helpers, in the order they are called --------------------------------------------------

    def _on_readable(self, _) -> None:
        if self._sock is None:
            return  # it was closed between being ready and being called
        if len(self._buffer) > MAX_AHEAD_BYTES:
            self._stop_listening()  # what is not read stays whole for who may take over
            return
        try:
            data = self._sock.recv(READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data and not self._busy:
            self.close()
        elif not data:
            self._stop_listening()  # whoever answers finds out, or closes then
        else:
            self._buffer += data
            if not self._busy:
                self._process_buffer()

    def _process_buffer(self) -> None:
        """Serve the whole requests in the buffer; called by the hub, so nothing here may wait."""
        while self._buffer and not self._busy and self._sock is not None:
            request = self._request
            if request is None:
                end = self._buffer.find(HEAD_END) + len(HEAD_END)
                if end < len(HEAD_END):
                    if len(self._buffer) > MAX_HEAD_BYTES or b"\n\n" in self._buffer:
                        self._hand_over()
                    return
                request = usual_request(self._buffer[:end])
                if request is None:
                    self._hand_over()
                    return
                self._buffer = self._buffer[end:]
                cached = self.listener.cached_response(request)
                if cached is not None:
                    self._send_cached(cached)
                    continue
            if len(self._buffer) < request.length:
                if self._request is None:
                    self._request = request
                    self.listener.set_deadline(self)
                return
            body, self._buffer = self._buffer[: request.length], self._buffer[request.length :]
            self._request, self._busy = None, True
            self.listener.serve(self, request, body)

    def _send_cached(self, cached: bytes) -> None:
        try:
            sent = self._sock.send(cached)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.close()
            return
        if sent == len(cached):
            self.listener.set_deadline(self)
        else:
            self._busy = True
            self.listener.send_rest(self, cached[sent:])

    def _hand_over(self) -> None:
        address, (sock, read_ahead, listener) = self.address, self.detach()
        self.listener.remove_hub_listener(listener)
        self.listener.hand_over(sock, read_ahead, address)

    def _stop_listening(self) -> None:
        listener, self._hub_listener = self._hub_listener, None
        self.listener.remove_hub_listener(listener)


def usual_request(head: bytes) -> Request | None:
    """Read a request as browsers write it. None: eventlet serves or refuses it.

    Its protocol reads heads by the same reader, so what is refused there is what is refused here.
    """
    if len(head) > MAX_HEAD_BYTES:
        return None
    try:
        request = read_request(head)
    except BadRequest:
        return None
    is_odd = (
        request.version == "1.0"
        or request.has_chunks
        or "HTTP_EXPECT" in request.fields
        or request.length > MAX_BODY_BYTES
        or request.continues_polling
    )
    return None if is_odd else request
