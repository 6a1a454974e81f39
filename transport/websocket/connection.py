"""WebSocket connection without a greenlet: the hub calls when it can be read or written."""

from __future__ import annotations

import contextlib
import socket as plain_socket
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from transport.websocket import frames
from transport.websocket.frames import BadFrame, Reader

READ_BYTES = 16_384  # bytes read, or frames' bytes joined for one write
MAX_WAITING_FRAMES = 200  # frames for one slow client …
MAX_WAITING_BYTES = 1_048_576  # … or bytes of them …
SLOW_CLIENT_S = 2.0  # … for as many seconds, before it is cut
MAX_BACKLOG_BYTES = 4 * MAX_WAITING_BYTES  # cut at once
RATE_WINDOW_S = 10.0  # seconds in which one client may send so much:
MAX_FRAMES_PER_WINDOW = 600  # frames; a phone sends an answer and a pong
CONTROL_FRAME_WEIGHT = 5  # of a ping or pong of WebSocket itself, in frames; browsers send none
CLOSE_TIMEOUT_S = 2.0  # seconds a client has to answer a close


class Listener(Protocol):
    """Receiver of what arrives."""

    def on_message(self, message: Any) -> None:
        """A whole message: str, or bytes if it was binary."""

    def on_closed(self) -> None:
        """The connection is over, from whichever side; told once."""


class Server(Protocol):
    """The owner of all connections: WebSocketServer."""

    max_message_bytes: int
    cut_slow: int  # connections that were cut because they did not read
    watched: set[Any]  # connections with a backlog, or saying goodbye

    def add_hub_listener(self, what: str, fd: int, callback: Callable[[int], None]) -> Any:
        """Have the hub call ``callback`` when ``fd`` can be read or written, as ``what`` says."""

    def remove_hub_listener(self, listener: Any) -> None:
        """Remove a listener from the hub; None is ignored."""

    def forget(self, connection: Any, *listeners: Any) -> None:
        """Forget a closed connection and its listeners."""

    def count_rejection(self, code: int) -> None:
        """Count what was no WebSocket, or too much of it."""


class Connection:
    """Reads whole messages, writes what the kernel takes and keeps the rest within limits."""

    __slots__ = (
        "server",
        "listener",
        "open",
        "_sock",
        "_fd",
        "_corked",
        "_reader",
        "_backlog",
        "_waiting_bytes",
        "_sent_of_first",
        "_reading",
        "_writing",
        "_since",
        "_frames_spent",
        "_window",
    )

    def __init__(self, sock: plain_socket.socket, listener: Listener, server: Server, reading=None):
        self.server = server
        self.listener = listener
        self.open = True  # for messages; a goodbye closes it before the socket ends
        self._sock: Any = sock  # None once it is over
        self._fd = sock.fileno()
        self._reader: Reader | None = Reader(server.max_message_bytes)
        self._backlog: deque[bytes] | None = None
        self._corked: list[bytes] | None = None  # to be sent in one go
        self._waiting_bytes = 0
        self._sent_of_first = 0
        self._writing = None
        self._since = 0.0  # when the backlog grew too long, or the goodbye was said
        self._frames_spent = 0
        self._window = 0
        if reading is None:
            reading = server.add_hub_listener("read", self._fd, self._on_readable)
        else:
            reading.cb = self._on_readable  # the hub's own, taken over from who read the request
        self._reading = reading

    # --- for its session ------------------------------------------------------------------------

    def send(self, frame: bytes) -> None:
        """Send one packed frame, now or when the client reads again."""
        if not self.open:
            return
        if self._corked is not None:
            self._corked.append(frame)
            return
        if self._backlog is not None:
            self._queue(frame)
            return
        try:
            sent = self._sock.send(frame)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.cut()
            return
        if sent < len(frame):
            self._backlog = deque()
            self._sent_of_first = sent
            self._waiting_bytes = -sent
            self._queue(frame)
            self._writing = self.server.add_hub_listener("write", self._fd, self._on_writable)
            self.server.watched.add(self)

    def cork(self) -> None:
        """Keep what is to be sent until ``uncork``: one write for what belongs together."""
        self._corked = []

    def uncork(self) -> None:
        """Send what was held, and from now on at once."""
        held, self._corked = self._corked, None
        if held:
            self.send(b"".join(held))

    def close(self, code: int = frames.NORMAL) -> None:
        """Say goodbye after what is still to be sent, and wait a moment for the answer."""
        if not self.open:
            return
        self.uncork()
        self.send(frames.pack_close(code))
        if self._sock is None:
            return  # the goodbye did not get through
        self.open = False
        self._since = time.monotonic()
        self.server.watched.add(self)
        if self._backlog is None:
            self._finish_sending()

    def cut(self) -> None:
        """End it at once; nothing is sent any more."""
        sock, self._sock = self._sock, None
        if sock is None:
            return
        self.open = False
        self.server.forget(self, self._reading, self._writing)
        self._reading = self._writing = self._backlog = None
        sock.close()
        self.listener.on_closed()

    @property
    def waiting(self) -> int:
        """Frames this client has not taken yet."""
        return len(self._backlog) if self._backlog else 0

    # --- for the server -------------------------------------------------------------------------

    def extend_deadlines(self, late: float) -> None:
        """For so many seconds nothing could be sent to it."""
        if self._since:
            self._since += late

    def check(self, now: float) -> None:
        """Cut it if it does not read, or does not answer our goodbye."""
        if not self.open:
            if now - self._since > CLOSE_TIMEOUT_S:
                self.cut()
        elif self.waiting <= MAX_WAITING_FRAMES and self._waiting_bytes <= MAX_WAITING_BYTES:
            self._since = 0.0
        elif not self._since:
            self._since = now
        elif now - self._since >= SLOW_CLIENT_S:
            self.server.cut_slow += 1
            self.cut()

    def feed(self, data: bytes) -> None:
        """Take in bytes, as if they had just been read."""
        if self._reader is None:
            return  # turned away: what else it says is read only so that it hears why
        try:
            found = self._reader.feed(data)
        except BadFrame as bad:
            self._reject(bad.code)
            return
        for opcode, content in found:
            if self._is_over_rate_limit(1 if opcode <= frames.BINARY else CONTROL_FRAME_WEIGHT):
                self._reject(frames.POLICY_VIOLATION)
                return
            if opcode <= frames.BINARY:
                if self.open:
                    self.listener.on_message(content)
            elif opcode == frames.CLOSE:
                if self.open:
                    self.send(frames.pack_close(content))
                self.cut()
                return
            elif opcode == frames.PING:
                self.send(frames.pack(frames.PONG, content))

    # --- helpers, in the order they are called --------------------------------------------------

    def _on_readable(self, _) -> None:
        try:
            data = self._sock.recv(READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except (OSError, AttributeError):
            data = b""
        if data:
            self.feed(data)
        else:
            self.cut()

    def _on_writable(self, _) -> None:
        backlog = self._backlog
        if self._sock is None or backlog is None:
            return  # it was cut between being ready and being called
        while backlog:
            batch, size = [], -self._sent_of_first
            for frame in backlog:
                batch.append(frame)
                size += len(frame)
                if size >= READ_BYTES:
                    break
            joined = memoryview(b"".join(batch))[self._sent_of_first :]
            try:
                sent = self._sock.send(joined)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                self.cut()
                return
            self._waiting_bytes -= sent
            self._drop_sent(backlog, sent)
            if sent < len(joined):
                return
        self._backlog = None
        self.server.remove_hub_listener(self._writing)
        self._writing = None
        if self.open:
            self._since = 0.0
            self.server.watched.discard(self)
        else:
            self._finish_sending()

    def _drop_sent(self, backlog: deque[bytes], sent: int) -> None:
        done = self._sent_of_first + sent
        while backlog and done >= len(backlog[0]):
            done -= len(backlog.popleft())
        self._sent_of_first = done

    def _queue(self, frame: bytes) -> None:
        self._backlog.append(frame)  # type: ignore[union-attr]
        self._waiting_bytes += len(frame)
        if self._waiting_bytes > MAX_BACKLOG_BYTES:
            self.server.cut_slow += 1
            self.cut()

    def _finish_sending(self) -> None:
        with contextlib.suppress(OSError):
            self._sock.shutdown(plain_socket.SHUT_WR)

    def _reject(self, code: int) -> None:
        """Closing at once, with bytes unread, would take the reason from the wire again."""
        self.server.count_rejection(code)
        self._reader = None
        if self.open:
            self.close(code)
        else:
            self.cut()

    def _is_over_rate_limit(self, weight: int) -> bool:
        self._frames_spent += weight
        if self._frames_spent <= MAX_FRAMES_PER_WINDOW:
            return False
        window = int(time.monotonic() / RATE_WINDOW_S)
        if window == self._window:
            return True
        self._window, self._frames_spent = window, weight
        return False
