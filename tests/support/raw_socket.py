"""HTTP and WebSocket by hand: bytes and frames, well-made or not."""

import json
import re
import socket
import struct
import time
from typing import ClassVar

import websocket

SOCKET_PATH = "/socket.io/?EIO=4&transport=websocket"
TIMEOUT_S = 5.0  # seconds
JOIN_WITHIN_S = 1.5  # seconds for a well-behaved phone; the promise is 0.3
MAX_LOG_CHARS = 3_000  # characters that one attack may leave in the log


def send_bytes(server, data, timeout_s=TIMEOUT_S):
    """Send bytes, return all that comes back until the other side hangs up or falls silent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout_s) as line:
        line.settimeout(timeout_s)
        heard = b""
        try:
            line.sendall(data)
            while more := line.recv(65_536):
                heard += more
        except OSError:
            pass  # cut, or silent
    return heard


def status(answer):
    """The status of a raw HTTP answer; 0 if the line was cut without one."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


def request(server, method, path, body=b"", headers=(), timeout_s=TIMEOUT_S):
    """One request with exactly these headers, and «Connection: close»."""
    head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", "Connection: close"]
    head += headers
    return send_bytes(server, "\r\n".join(head).encode() + b"\r\n\r\n" + body, timeout_s)


class RawWebSocket:
    """One WebSocket, driven frame by frame."""

    opened: ClassVar[list] = []

    def __init__(self, server, origin=True, **headers):
        self.socket = websocket.create_connection(
            f"ws://127.0.0.1:{server.port}{SOCKET_PATH}",
            timeout=TIMEOUT_S,
            header=headers,
            suppress_origin=not origin,
        )
        self.opened.append(self)
        self.heard = []
        self.opening = json.loads(self.socket.recv()[1:])

    def enter(self, namespace, auth):
        """CONNECT; returns what the server says to it."""
        self.say(f"40{namespace},{json.dumps(auth)}")
        return self.hears("40", "44")

    def ask(self, payload, number=1, event="submit_answer", namespace="/participant"):
        """An event, and its acknowledgement."""
        self.say(f"42{namespace},{number}{json.dumps([event, payload])}")
        said = self.hears(f"43{namespace},{number}[")
        return said and json.loads(said[said.index("[") :])[0]

    def say(self, text):
        """One text frame. Nothing happens if we were cut before."""
        self._send(lambda: self.socket.send(text))

    def say_bytes(self, data):
        """One binary frame."""
        self._send(lambda: self.socket.send_binary(data))

    def raw(self, data):
        """Bytes as they are, frame or not."""
        self._send(lambda: self.socket.sock.sendall(data))

    def hears(self, *beginnings, timeout_s=TIMEOUT_S):
        """The next packet that begins so; None when the line ends first."""
        end = time.monotonic() + timeout_s
        self.socket.settimeout(timeout_s)
        while time.monotonic() < end:
            try:
                packet = self.socket.recv()
            except (websocket.WebSocketException, OSError):
                return None
            if not isinstance(packet, str) or packet == "":
                if not self.socket.connected:
                    return None
                continue
            if packet == "2":
                self.say("3")
            self.heard.append(packet)
            if packet.startswith(beginnings):
                return packet
        return None

    def is_cut(self, within=TIMEOUT_S):
        """Does the server hang up within so many seconds?"""
        end = time.monotonic() + within
        self.socket.settimeout(0.5)
        while time.monotonic() < end:
            try:
                packet = self.socket.recv()
            except websocket.WebSocketTimeoutException:
                continue
            except (websocket.WebSocketException, OSError):
                return True
            if packet == "2":
                self.say("3")
            if not self.socket.connected:
                return True
        return False

    def close(self):
        """Hang up without a goodbye."""
        if self.socket.sock is not None:
            self.socket.sock.close()

    def _send(self, sending):
        try:
            sending()
        except (websocket.WebSocketException, OSError):
            self.heard.append("cut")


def frame(opcode, data=b"", final=True, masked=True, reserved=0, length=None):
    """One frame, well-made or not."""
    first = (0x80 if final else 0) | reserved << 4 | opcode
    size = len(data) if length is None else length
    mask = b"\x01\x02\x03\x04" if masked else b""
    bit = 0x80 if masked else 0
    if size < 126:
        head = struct.pack("!BB", first, bit | size)
    elif size < 65_536:
        head = struct.pack("!BBH", first, bit | 126, size)
    else:
        head = struct.pack("!BBQ", first, bit | 127, size)
    if masked:
        data = bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
    return head + mask + data


class ServerHealth:
    """After an attack: a phone is answered soon, and the log is short and without traces."""

    def __init__(self, server, code):
        self.server = server
        self.body = json.dumps({"code": code}).encode()
        self.before = len(server.errors())

    def check(self):
        """Raises if the attack left a mark."""
        headers = ["Content-Type: application/json", f"Content-Length: {len(self.body)}"]
        began = time.perf_counter()
        answer = request(self.server, "POST", "/entrar", self.body, headers)
        took = time.perf_counter() - began
        assert status(answer) == 200, answer[:300]
        assert took < JOIN_WITHIN_S, took
        said = self.server.errors()[self.before :]
        assert "Traceback" not in said, said[-3_000:]
        assert len(said) < MAX_LOG_CHARS, said[:500]
        assert not re.search(r"token|alias", said)
