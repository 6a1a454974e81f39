"""WebSocket frames (RFC 6455), as bytes in and messages out. Knows no socket and no Socket.IO.

Own because it measured best without a dependency: docs/decisions/0040-own-websocket-transport.md.
"""

import struct
from typing import Any

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA
CONTINUATION = 0x0
FIN, RESERVED, OPCODE = 0x80, 0x70, 0x0F
MASKED, LENGTH_BITS = 0x80, 0x7F
MAX_CONTROL_BYTES = 125  # bytes of a ping, pong or close
MAX_FRAGMENTS = 64  # of one message; no browser sends even two of what is as short as ours

NORMAL, PROTOCOL_ERROR, NOT_TEXT, POLICY_VIOLATION, TOO_BIG = 1000, 1002, 1007, 1008, 1009
NO_STATUS = 1005  # a close that names none; never sent
CLOSE_CODES = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014}


class BadFrame(Exception):
    """Frame that is no WebSocket's, or larger than we take. ``code`` closes the connection."""

    def __init__(self, code: int):
        super().__init__(code)
        self.code = code


def pack(opcode: int, payload: bytes) -> bytes:
    """Return one unfragmented, unmasked frame."""
    size = len(payload)
    if size < 126:
        return bytes((FIN | opcode, size)) + payload
    if size < 65_536:
        return struct.pack("!BBH", FIN | opcode, 126, size) + payload
    return struct.pack("!BBQ", FIN | opcode, 127, size) + payload


def pack_close(code: int) -> bytes:
    """Return a close frame with a status code; NO_STATUS sends none."""
    return pack(CLOSE, b"" if code == NO_STATUS else code.to_bytes(2, "big"))


def unmask(payload: bytes, mask: bytes) -> bytes:
    """One XOR of two long integers: sixteen times as fast as byte by byte."""
    size = len(payload)
    key = int.from_bytes((mask * ((size >> 2) + 1))[:size], "little")
    return (int.from_bytes(payload, "little") ^ key).to_bytes(size, "little")


class Reader:
    """Frame parser of one client. Buffers at most one message of ``largest`` bytes."""

    __slots__ = ("largest", "_buffer", "_parts", "_fragments", "_kind")

    def __init__(self, largest: int):
        self.largest = largest
        self._buffer = b""
        self._parts: bytearray | None = None  # of a message that came in fragments so far
        self._fragments = 0
        self._kind = TEXT

    def feed(self, data: bytes) -> list[tuple[int, Any]]:
        """Return the messages completed by ``data``: (TEXT, str), (BINARY, bytes), (CLOSE, code) …

        Raises BadFrame; what came before the bad frame in the same bytes is dropped with it.
        """
        if self._buffer:
            data = self._buffer + data
        found: list[tuple[int, Any]] = []
        at, end = 0, len(data)
        while end - at >= 6:  # a client's smallest frame: head and mask
            first, second = data[at], data[at + 1]
            if not second & MASKED or first & RESERVED:
                raise BadFrame(PROTOCOL_ERROR)
            size, body = second & LENGTH_BITS, at + 6
            if size == 126:
                size, body = (data[at + 2] << 8) | data[at + 3], at + 8
            elif size == 127:
                if end - at < 14:
                    break
                size, body = int.from_bytes(data[at + 2 : at + 10], "big"), at + 14
            if size > self.largest:
                raise BadFrame(TOO_BIG)
            if end - body < size:
                break
            payload = unmask(data[body : body + size], data[body - 4 : body]) if size else b""
            at = body + size
            if first == FIN | TEXT and self._parts is None:  # nearly all of them
                found.append((TEXT, _text(payload)))
            elif (whole := self._take(first, payload)) is not None:
                found.append(whole)
        self._buffer = data[at:] if at else data
        return found

    def _take(self, first: int, payload: bytes) -> tuple[int, Any] | None:
        opcode, last = first & OPCODE, first & FIN
        if opcode >= CLOSE:
            if not last or len(payload) > MAX_CONTROL_BYTES or opcode > PONG:
                raise BadFrame(PROTOCOL_ERROR)
            return (opcode, close_code(payload) if opcode == CLOSE else payload)
        if opcode == CONTINUATION:
            if self._parts is None:
                raise BadFrame(PROTOCOL_ERROR)
        elif opcode > BINARY or self._parts is not None:
            raise BadFrame(PROTOCOL_ERROR)
        else:
            self._kind, self._parts, self._fragments = opcode, bytearray(), 0
        self._parts += payload
        self._fragments += 1
        if self._fragments > MAX_FRAGMENTS:
            raise BadFrame(POLICY_VIOLATION)
        if len(self._parts) > self.largest:
            raise BadFrame(TOO_BIG)
        if not last:
            return None
        whole, self._parts = bytes(self._parts), None
        return (self._kind, _text(whole) if self._kind == TEXT else whole)


def close_code(payload: bytes) -> int:
    """The code of a client's close. Raises BadFrame for one that nobody may send."""
    if not payload:
        return NO_STATUS
    code = int.from_bytes(payload[:2], "big")
    if len(payload) == 1 or (code not in CLOSE_CODES and not 3000 <= code <= 4999):
        raise BadFrame(PROTOCOL_ERROR)
    _text(payload[2:])
    return code


def _text(payload: bytes) -> str:
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise BadFrame(NOT_TEXT) from None
