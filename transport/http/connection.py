"""One HTTP connection, without a greenlet while nobody asks for what takes one."""

from __future__ import annotations

import socket as plain_socket
from typing import TYPE_CHECKING, Any

from eventlet.hubs import trampoline

from transport.http.request import END, BadRequest, Request, read_request

if TYPE_CHECKING:
    from transport.http.listener import Porch

AT_ONCE = 16_384  # bytes read
MOST_AHEAD = 65_536  # bytes that may be sent before the last request is answered
MAX_HEAD_BYTES = 8_192  # longer ones are eventlet's to read, or to refuse
MAX_BODY_BYTES = 16_384  # that are waited for here; a join has 100


class Visitor:
    """Says what it wants, is answered, and may ask again."""

    __slots__ = (
        "address",
        "porch",
        "_busy",
        "_fd",
        "_heard",
        "_listener",
        "_parts",
        "_request",
        "_sock",
    )

    def __init__(self, porch: Porch, sock: plain_socket.socket, address: tuple):
        self.porch = porch
        self.address = address
        self._sock: Any = sock  # None once it is over, or somebody else's
        self._fd = sock.fileno()
        self._heard = b""  # what has not been answered yet
        self._request: Request | None = None  # whose body is still to come
        self._busy = False  # somebody is answering
        self._parts: list[bytes] = []
        self._listener = porch.listen(self._fd, self._on_readable)

    # --- for who answers; in a greenlet ---------------------------------------------------------

    def writelines(self, parts: list[bytes]) -> None:
        """To be sent with the next ``flush``."""
        self._parts += parts

    def write(self, data: bytes) -> None:
        """To be sent with the next ``flush``."""
        self._parts.append(data)

    def flush(self) -> None:
        """Send, at the client's speed. Raises OSError where it is gone or does not read."""
        data = b"".join(self._parts)
        self._parts.clear()
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
                    self._fd, write=True, timeout=self.porch.timeout, timeout_exc=TimeoutError
                )

    def answered(self, closes: bool) -> None:
        """The answer is on its way; what comes next?"""
        self._busy = False
        if self._sock is None:
            return
        if closes:
            self.close()
            return
        self.porch.expect(self)
        self._go_on()
        if self._listener is None and not self._busy:
            self.close()  # nothing more can come

    def leave(self) -> tuple[Any, bytes, Any]:
        """Out of our hands: the connection, what was read too far, and the hub's listener."""
        sock, self._sock = self._sock, None
        if sock is None:
            raise BrokenPipeError
        listener, self._listener = self._listener, None
        self.porch.forget(self)
        return sock, self._heard, listener

    # --- for the porch --------------------------------------------------------------------------

    def close(self) -> None:
        """End it, from whichever side."""
        sock, self._sock = self._sock, None
        if sock is not None:
            self._stop_listening()
            self.porch.forget(self)
            sock.close()

    # --- helpers, in the order they are called --------------------------------------------------

    def _on_readable(self, _) -> None:
        if self._sock is None:
            return  # it was closed between being ready and being called
        if len(self._heard) > MOST_AHEAD:
            self._stop_listening()  # what is not read stays whole for who may take over
            return
        try:
            data = self._sock.recv(AT_ONCE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data and not self._busy:
            self.close()
        elif not data:
            self._stop_listening()  # whoever answers finds out, or closes then
        else:
            self._heard += data
            if not self._busy:
                self._go_on()

    def _go_on(self) -> None:
        """Answer what has been asked whole; called by the hub, so nothing here may wait."""
        while self._heard and not self._busy and self._sock is not None:
            request = self._request
            if request is None:
                end = self._heard.find(END) + len(END)
                if end < len(END):
                    if len(self._heard) > MAX_HEAD_BYTES or b"\n\n" in self._heard:
                        self._hand_over()
                    return
                request = usual_request(self._heard[:end])
                if request is None:
                    self._hand_over()
                    return
                self._heard = self._heard[end:]
                ready = self.porch.ready(request)
                if ready is not None:
                    self._give(ready)
                    continue
            if len(self._heard) < request.length:
                if self._request is None:
                    self._request = request
                    self.porch.expect(self)
                return
            body, self._heard = self._heard[: request.length], self._heard[request.length :]
            self._request, self._busy = None, True
            self.porch.serve(self, request, body)

    def _give(self, ready: bytes) -> None:
        try:
            sent = self._sock.send(ready)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.close()
            return
        if sent == len(ready):
            self.porch.expect(self)
        else:
            self._busy = True
            self.porch.send_rest(self, ready[sent:])

    def _hand_over(self) -> None:
        address, (sock, heard, listener) = self.address, self.leave()
        self.porch.forget_listener(listener)
        self.porch.hand_over(sock, heard, address)

    def _stop_listening(self) -> None:
        listener, self._listener = self._listener, None
        self.porch.forget_listener(listener)


def usual_request(head: bytes) -> Request | None:
    """Read a request as browsers write it. None: it is eventlet's to serve, or to refuse in words.

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
