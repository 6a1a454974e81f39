"""The gate every packet passes: what is malformed, forged, oversized, endless or idle stays out.

Closes the holes of the stock stack that reliability.md §2.1 measured (S4–S12, S15). It leans on
internals of python-socketio 5.18 and python-engineio 4.15;
tests/realtime/protocol/test_packet_guard.py fails loudly when they change.
"""

import json
import logging
import socket as plain_socket
import time
from math import ceil, isfinite
from typing import Any

import regex
from socketio import packet

from realtime.protocol.background import run_forever

log = logging.getLogger("mano_alzada.gate")

LARGEST_EVENT = 8_192  # characters of one packet
MAX_LEVELS = 64  # lists and objects in each other; an answer has three
LONGEST_INTEGER = 16  # digits; beyond, a JavaScript client could not have meant it
EVENTS = {"submit_answer"}
CONNECT = str(packet.CONNECT)
NAMESPACES = {"/participant", "/projector", "/facilitator"}
CONNECT_DEADLINE = 5.0  # seconds to say who you are
LONGEST_QUEUE = 200  # packets waiting for one slow client
RATE = 10.0  # events a second for one socket
BURST = 20.0
PATIENCE = 100  # events refused for speed before the socket is cut
KNOCKS = 5.0  # CONNECT packets on one socket at once; our page sends one
KNOCK_RATE = 0.2  # and so many a second: each costs a snapshot
STRIKES = 3  # forbidden events before the socket is cut
QUIET = 60.0  # seconds between two log lines about bad packets


def _refuse_number(text: str):
    raise ValueError("not a finite number")


def _integer(text: str) -> int:
    if len(text) > LONGEST_INTEGER:
        raise ValueError("integer too long")
    return int(text)


def _float(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError("not a finite number")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("one key twice")
    return found


_DECODER = json.JSONDecoder(
    parse_constant=_refuse_number,
    parse_int=_integer,
    parse_float=_float,
    object_pairs_hook=_object,
)


_MARKS = regex.compile(r'"(?:[^"\\]|\\.)*+"?|([\[{])|[\]}]', regex.DOTALL)


def _refuse_depth(text: str) -> None:
    """Raise ValueError for JSON nested deeper than `MAX_LEVELS`, before anything is built of it."""
    if text.count("[") + text.count("{") <= MAX_LEVELS:
        return
    depth = 0
    for mark in _MARKS.finditer(text):
        if mark[0][0] != '"':
            depth += 1 if mark[1] else -1
        if depth > MAX_LEVELS:
            raise ValueError("nested too deep")


def _refuse_halves(text: str, value: object) -> None:
    """Raise UnicodeEncodeError, a ValueError, for a lone surrogate, also one that is escaped."""
    if "\\u" in text:
        json.dumps(value, ensure_ascii=False).encode()
    elif not text.isascii():
        text.encode()


TIGHT = {"separators": (",", ":")}  # as every packet is written
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class StrictJSON:
    """JSON as the standard has it: no NaN, no infinities, no endless integers, in and out.

    A key that stands twice is refused: two readers could each believe another of the two. So are
    half a character (a lone surrogate, which UTF-8 cannot say) and what is nested too deep.
    """

    @staticmethod
    def loads(text, **_):
        text = text if isinstance(text, str) else text.decode("utf-8")
        _refuse_depth(text)
        value = _DECODER.decode(text)
        _refuse_halves(text, value)
        return value

    @staticmethod
    def dumps(value, **kwargs):
        if kwargs == TIGHT:
            return _ENCODER.encode(value)
        kwargs.setdefault("ensure_ascii", False)
        return json.dumps(value, allow_nan=False, **kwargs)


class StrictPacket(packet.Packet):
    """Text packets of the four kinds we speak, on our namespaces, with one argument at most."""

    uses_binary_events = False
    ACK = packet.ACK

    def decode(self, encoded_packet):
        if not isinstance(encoded_packet, str) or not 0 < len(encoded_packet) <= LARGEST_EVENT:
            raise ValueError("packet size")
        if encoded_packet[0] not in "0123":
            raise ValueError("packet type")
        attachments = self._decode(encoded_packet)
        if attachments or (self.namespace or "/") not in NAMESPACES | {"/"}:
            raise ValueError("packet namespace")
        if self.packet_type == packet.EVENT:
            data = self.data
            if not (
                isinstance(data, list)
                and 1 <= len(data) <= 2
                and isinstance(data[0], str)
                and data[0] in EVENTS
            ):
                raise ValueError("packet event")
        return attachments

    def _decode(self, encoded_packet):
        """As the library does; what has half a character in it says nothing.

        So whoever sent it is told no in words, and keeps the connection.
        """
        try:
            return super().decode(encoded_packet)
        except UnicodeEncodeError:
            self.data = ["submit_answer", None] if self.packet_type == packet.EVENT else {}
            return 0


class Bucket:
    """How fast somebody may speak: ``burst`` at once, then ``rate`` a second."""

    __slots__ = ("at", "burst", "rate", "refused", "tokens")

    def __init__(self, rate: float = RATE, burst: float = BURST):
        self.rate = rate
        self.burst = self.tokens = burst
        self.at = time.monotonic()
        self.refused = 0

    def seconds(self) -> int:
        """Whole seconds until there is room for one more."""
        return max(1, ceil((1 - self.tokens) / self.rate))

    def takes(self) -> bool:
        """True if there is room for one more now."""
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens >= 1:
            self.tokens -= 1
            return True
        self.refused += 1
        return False


class Gate:
    """Counts what it turned away, and says so once a minute without quoting it."""

    def __init__(self, server):
        self.server = server
        self.turned_away = 0
        self._said = 0.0
        self._born: dict[str, float] = {}
        self._strikes: dict[str, int] = {}
        self._knocks: dict[str, Bucket] = {}
        self._handle = server._handle_eio_message
        server.eio.on("message", self.on_message)

    def on_message(self, eio_sid: str, data: Any) -> None:
        try:
            if data[:1] == CONNECT and not self._may_knock(eio_sid):
                raise ValueError("too many connects")
            self._handle(eio_sid, data)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as bad:
            self.turned_away += 1
            self._say(type(bad).__name__)
            self.server.start_background_task(self.cut, eio_sid)

    def strike(self, eio_sid: str) -> None:
        """Someone tried what is not theirs; the third time the socket is cut."""
        self._strikes[eio_sid] = self._strikes.get(eio_sid, 0) + 1
        if self._strikes[eio_sid] >= STRIKES:
            self.server.start_background_task(self.cut, eio_sid)

    def cut(self, eio_sid: str) -> None:
        """Close a socket for good: no goodbye that a stuck client could keep waiting."""
        environ = self.server.environ.get(eio_sid)
        session = self.server.eio.sockets.pop(eio_sid, None)
        if session is not None:
            session.close(wait=False, abort=True)
        try:
            environ["eventlet.input"].get_socket().shutdown(plain_socket.SHUT_RDWR)
        except (AttributeError, KeyError, TypeError, OSError):
            return

    def watch(self) -> None:
        """Cut the sockets that never said who they are, and those that do not read."""
        now = time.monotonic()
        sockets = dict(self.server.eio.sockets)
        for eio_sid, session in sockets.items():
            if self._is_stuck(session) or self._is_nobody(eio_sid, now):
                self.cut(eio_sid)
        memories: tuple[dict[str, Any], ...] = (self._born, self._strikes, self._knocks)
        for memory in memories:
            for eio_sid in memory.keys() - sockets.keys():
                del memory[eio_sid]

    def _may_knock(self, eio_sid: str) -> bool:
        bucket = self._knocks.get(eio_sid)
        if bucket is None:
            bucket = self._knocks[eio_sid] = Bucket(KNOCK_RATE, KNOCKS)
        return bucket.takes()

    def _is_stuck(self, session) -> bool:
        queue = getattr(session, "queue", None)
        return queue is not None and queue.qsize() > LONGEST_QUEUE

    def _is_nobody(self, eio_sid: str, now: float) -> bool:
        if now - self._born.setdefault(eio_sid, now) <= CONNECT_DEADLINE:
            return False
        find = self.server.manager.sid_from_eio_sid
        return not any(find(eio_sid, namespace) for namespace in NAMESPACES)

    def _say(self, what: str) -> None:
        now = time.monotonic()
        if now - self._said > QUIET:
            self._said = now
            log.warning("bad packets turned away so far: %d (last: %s)", self.turned_away, what)


def init_app(app) -> None:
    """Put the gate before ``app``'s Socket.IO server."""
    app.extensions["gate"] = Gate(app.extensions["socketio"].server)


def start(app) -> None:
    """Look after idle and slow sockets once a second."""

    def watchdog():
        time.sleep(1)
        app.extensions["gate"].watch()

    run_forever(app, watchdog)
