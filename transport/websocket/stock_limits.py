"""WebSocket frames as eventlet reads them, with a bound on everything one client can pile up.

The stock reader joins fragments for ever, answers every ping, and lets a session outlive the frame
that broke it (reliability.md S7, S12, W2, W41). It leans on internals of eventlet 0.41 and
python-engineio 4.15; tests/hostile/test_packets.py fails loudly when they change.
"""

import time
from collections.abc import Callable
from typing import Protocol
from urllib.parse import parse_qs

PACKET_TYPES = "0123456"  # first character of an Engine.IO packet
FRAMES_PER_S = 30.0  # a second
FRAME_BURST = 300.0
CONTROL_FRAMES_PER_S = 20.0  # pings, pongs and closes of the WebSocket itself, a second and at once
PONGS_PER_S = 0.2  # of Engine.IO, a second; it asks every ten seconds
PONG_BURST = 10.0
MESSAGE_TIMEOUT_S = 20.0  # seconds from its first fragment to its last


class Limit(Protocol):
    """A rate limit of one connection."""

    def take(self) -> bool:
        """Spend one; False if there is none."""


def limit_frames(server, make_limit: Callable[[float, float], Limit]) -> None:
    """Let ``server``, a Socket.IO server under eventlet, read frames as this module does.

    ``make_limit(rate, burst)`` makes a limit of so many a second, and so many at once.
    """
    from engineio.async_drivers.eventlet import WebSocketWSGI
    from eventlet.websocket import FailedConnectionError, RFC6455WebSocket

    class Reader(RFC6455WebSocket):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self._frames = make_limit(FRAMES_PER_S, FRAME_BURST)
            self._controls = make_limit(CONTROL_FRAMES_PER_S, CONTROL_FRAMES_PER_S)
            self._pongs = make_limit(PONGS_PER_S, PONG_BURST)
            self._begun = 0.0

        def wait(self):
            """The next packet, or None when there will be none: a clean end, and no ghost."""
            packet = super().wait()
            if not isinstance(packet, str) or packet[:1] not in PACKET_TYPES or not packet:
                return None
            if packet[0] == "3" and not self._pongs.take():
                return None
            return packet

        def _recv_frame(self, message=None):
            if message is None:
                self._begun = time.monotonic()
            if not self._frames.take():
                raise FailedConnectionError(1008, "too many frames")
            frame = super()._recv_frame(message)
            if not frame.opcode & 8 and not frame.finished:
                if sum(map(len, frame.data)) > self.max_frame_length:
                    raise FailedConnectionError(1009, "message too long")
                if time.monotonic() - self._begun > MESSAGE_TIMEOUT_S:
                    raise FailedConnectionError(1008, "message unfinished")
            return frame

        def _handle_control_frame(self, opcode, data):
            if not self._controls.take():
                raise FailedConnectionError(1008, "too many control frames")
            super()._handle_control_frame(opcode, data)

    class Handshake(WebSocketWSGI):
        def __call__(self, environ, start_response):
            # A session that began by polling is cut where it talks now, not where it began.
            for session in parse_qs(environ["QUERY_STRING"]).get("sid", ()):
                if session in server.environ:
                    server.environ[session]["eventlet.input"] = environ["eventlet.input"]
            return super().__call__(environ, start_response)

        def _handle_hybi_request(self, environ):
            plain = super()._handle_hybi_request(environ)
            return Reader(
                plain.socket, environ, plain.version, max_frame_length=self.max_frame_length
            )

    server.eio._async = {**server.eio._async, "websocket": Handshake}
