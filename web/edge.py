"""WSGI edge, before anything reads a request: health check, proxy headers, Socket.IO handshakes."""

import re
from collections.abc import Sequence
from io import BytesIO
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import parse_qs

from flask import request
from werkzeug.middleware.proxy_fix import ProxyFix

from web.auth import VIA_PROXY, is_local
from web.health import Health
from workshop.refused import Refused

SOCKET_PATH = "/socket.io"
HEALTH_PATH = "/salud"  # health check of this process, for the supervisor and the proxy
SOCKET_METHODS = {"GET", "POST"}
WEBSOCKET_VERSION = "13"  # the only one that browsers speak (RFC 6455)
ENGINE_IO_VERSION = "4"
PACKET_SEPARATOR = b"\x1e"  # between the packets of one polling request
PACKET_TYPES = b"0123456"  # first byte of an Engine.IO packet; «b», for bytes, is nothing we speak
MAX_FRAME_BYTES = 16_384  # unmasking a 1 MB frame in Python stops everyone for 0.24 s
MAX_PACKETS = 16  # in one polling request; our page sends one or two
FORWARDED_HEADERS = {"HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED"}
SCHEMES = {"http", "https"}
CONTENT_LENGTH_PATTERN = re.compile(r"[0-9]{1,9}")  # Python reads no number of 5,000 digits
HOST_PATTERN = re.compile(r"([0-9A-Za-z._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
OK, UNAVAILABLE, BAD_REQUEST = "200 OK", "503 Service Unavailable", "400 Bad Request"
# Copied for each response: eventlet adds the length of one to the list it is given.
PLAIN_TEXT_HEADERS = (
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
)


Networks = Sequence[IPv4Network | IPv6Network]


class EdgeMiddleware:
    """WSGI middleware around Flask and Socket.IO: health check, proxy headers, handshakes.

    Forwarded headers are dropped as forged unless they come from the configured proxy; those are
    read by Werkzeug's ProxyFix. A malformed Host is refused. permessage-deflate is declined: it
    costs 2.3 times the memory and 1.9 times the CPU of a broadcast. Hixie and hybi drafts, older
    Engine.IO and JSONP are refused, and so is a polling request that the stock server would answer
    with «ok» and a traceback in the log.
    """

    def __init__(self, app, proxies: Networks = (), health: Health | None = None, hops: int = 1):
        self.app = app
        self.proxies = proxies  # whose forwarded headers are believed; empty: nobody's
        self.health = health or Health()
        self._behind_proxy = ProxyFix(self._serve, x_for=hops, x_proto=hops)

    def __call__(self, environ, start_response):
        if environ.get("PATH_INFO") == HEALTH_PATH:
            start_response(UNAVAILABLE if self.health.is_draining else OK, [*PLAIN_TEXT_HEADERS])
            # degraded is still 200: another process would have the same disk
            return [b"degradado" if self.health.is_degraded() else b"ok"]
        if self.health.is_draining and environ["REQUEST_METHOD"] == "GET":
            start_response(UNAVAILABLE, [*PLAIN_TEXT_HEADERS, ("Connection", "close")])
            return [b""]  # the proxy asks another process
        if "HTTP_HOST" in environ and not HOST_PATTERN.fullmatch(environ["HTTP_HOST"]):
            start_response(BAD_REQUEST, [*PLAIN_TEXT_HEADERS])
            return [b""]
        if FORWARDED_HEADERS.isdisjoint(environ) or not is_among(
            self.proxies, environ.get("REMOTE_ADDR", "")
        ):
            return self._serve(environ, start_response)
        environ[VIA_PROXY] = True
        _drop_malformed_headers(environ)
        return self._behind_proxy(environ, start_response)

    def _serve(self, environ, start_response):
        for name in [name for name in environ if name.startswith("HTTP_X_FORWARDED")]:
            del environ[name]
        environ.pop("HTTP_FORWARDED", None)
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        if environ.get("PATH_INFO", "").startswith(SOCKET_PATH):
            status = UNAVAILABLE if self.health.is_full(environ) else _refusal_of(environ)
            if status is not None:
                start_response(status, [*PLAIN_TEXT_HEADERS])
                return [b""]
        return self.app(environ, start_response)


def _drop_malformed_headers(environ) -> None:
    """Drop forwarded headers that are malformed: ProxyFix takes any text for address or scheme."""
    try:
        ip_address(environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip())
    except ValueError:
        environ.pop("HTTP_X_FORWARDED_FOR", None)
    if environ.get("HTTP_X_FORWARDED_PROTO") not in SCHEMES:
        environ.pop("HTTP_X_FORWARDED_PROTO", None)


def networks_of(text: str) -> Networks:
    """Parse networks separated by commas, «127.0.0.1,10.0.0.0/24». Raises ValueError."""
    return [ip_network(each.strip()) for each in text.split(",") if each.strip()]


def is_among(networks: Networks, address: str) -> bool:
    """Is ``address`` in one of the networks? An IPv4-mapped IPv6 address counts as IPv4."""
    if not networks:
        return False
    try:
        peer = ip_address(address)
    except ValueError:
        return False
    if isinstance(peer, IPv6Address) and peer.ipv4_mapped:
        peer = peer.ipv4_mapped
    return any(peer in network for network in networks)


def _refusal_of(environ) -> str | None:
    if environ["REQUEST_METHOD"] not in SOCKET_METHODS:
        return "405 Method Not Allowed"
    if not _is_current(environ):
        return BAD_REQUEST
    if environ["REQUEST_METHOD"] == "POST":
        return _read_packets(environ)
    return None


def _is_current(environ) -> bool:
    query = parse_qs(environ.get("QUERY_STRING", ""))
    if query.get("EIO") != [ENGINE_IO_VERSION] or "j" in query:
        return False
    upgrade = environ.get("HTTP_UPGRADE", "").lower() == "websocket"
    return not upgrade or environ.get("HTTP_SEC_WEBSOCKET_VERSION") == WEBSOCKET_VERSION


def _read_packets(environ) -> str | None:
    """Read and check a polling request's body; return None, or the status that refuses it."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdecimal()):
        return "411 Length Required"
    if not CONTENT_LENGTH_PATTERN.fullmatch(length) or int(length) > MAX_FRAME_BYTES:
        return "413 Content Too Large"
    body = environ["wsgi.input"].read(int(length))
    packets = body.split(PACKET_SEPARATOR)
    if len(packets) > MAX_PACKETS or not all(each and each[0] in PACKET_TYPES for each in packets):
        return BAD_REQUEST
    try:
        body.decode("utf-8")
    except ValueError:
        return BAD_REQUEST
    environ["wsgi.input"] = BytesIO(body)
    return None


def init_app(app) -> None:
    """Wrap Flask and Socket.IO; refuse with room_full a request beyond the connection limit."""

    health: Health = app.extensions["health"]

    @app.before_request
    def refuse_where_full():
        if health.is_full(request.environ) and not is_local(request.environ):
            raise Refused("room_full")

    hops = app.config["PROXIES"]
    proxies = networks_of(app.config["PROXY_ADDRESSES"]) if hops else ()
    app.wsgi_app = EdgeMiddleware(app.wsgi_app, proxies, health, hops)
