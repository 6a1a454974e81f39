"""The handshake of a WebSocket: its key, what is kept of it, and the connection behind it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import socket as plain_socket
from functools import lru_cache

from eventlet import greenio, patcher

from transport.environ import ENVIRON_PREFIX

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 §1.3
MAX_SHARED_CHARACTERS = 256
KEPT_ENVIRON_KEYS = (  # read later: by the origin check, and by Flask for its cookie
    "HTTP_HOST",
    "HTTP_ORIGIN",
    "HTTP_COOKIE",
    "PATH_INFO",
    "QUERY_STRING",
    "REMOTE_ADDR",
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "wsgi.url_scheme",
)

_Socket = patcher.original("socket").socket


def accept_key(key: str) -> bytes | None:
    """The answer to a client's key, or None if it is not sixteen bytes."""
    try:
        if len(base64.b64decode(key, validate=True)) != 16:
            return None
    except (binascii.Error, ValueError):
        return None
    return base64.b64encode(hashlib.sha1(key.encode() + GUID).digest())  # noqa: S324 - RFC 6455


def switching_protocols(accept: bytes) -> bytes:
    """The head of the answer."""
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )


def kept_environ(environ: dict) -> dict:
    """Return what is kept of a request while its connection lasts; equal strings once."""
    kept = {
        name: shared(environ[name])
        for name in KEPT_ENVIRON_KEYS
        if isinstance(environ.get(name), str)
    }
    return kept | {
        name: True for name in environ if name.startswith(ENVIRON_PREFIX) and environ[name]
    }


def shared(text: str) -> str:
    """Return one object for equal texts, through an LRU cache: whole rooms send the same ones.

    ``sys.intern`` would keep for ever what strangers send: from Python 3.12 on it forgets nothing.
    """
    return _shared(text) if len(text) <= MAX_SHARED_CHARACTERS else text


# cache: the text itself, the same for every app
@lru_cache(maxsize=256)
def _shared(text: str) -> str:
    return text


def bytes_read_ahead(environ: dict, sock: greenio.GreenSocket) -> bytes:
    """Return bytes that the client sent before it heard our answer."""
    rfile = environ["eventlet.input"].rfile
    rfile = getattr(rfile, "file", rfile)  # eventlet_protocol.py puts a clock around it
    sock.setblocking(False)
    try:
        return (rfile.peek() or b"") + getattr(sock, "read_ahead", b"")
    except (OSError, AttributeError):
        return b""


def detach_socket(sock: greenio.GreenSocket):
    """Take the plain, non-blocking socket out of eventlet's hands."""
    family, kind, protocol = sock.fd.family, sock.fd.type, sock.fd.proto
    plain = _Socket(family, kind, protocol, fileno=sock.fd.detach())
    plain.setblocking(False)
    plain.setsockopt(plain_socket.IPPROTO_TCP, plain_socket.TCP_NODELAY, 1)
    return plain
