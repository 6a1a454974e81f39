"""Set right before anything reads a request: forged headers, old protocols, compression."""

import re
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import parse_qs

from flask import request

from web.auth import NOT_HERE, is_local
from web.health import Health
from workshop.refused import Refused

SOCKET_PATH = "/socket.io"
FULL = "mano_alzada.full"  # in an environ: there was no place left for this connection
HEALTH_PATH = "/salud"  # is this process well? For the supervisor and the proxy
METHODS = {"GET", "POST"}
WEBSOCKET = "13"  # the only version browsers speak (RFC 6455)
ENGINE = "4"  # Engine.IO protocol
BETWEEN = b"\x1e"  # packets of one polling request
MAX_FRAME_BYTES = 16_384  # unmasking a 1 MB frame in Python stops everyone for 0.24 s
MOST_PACKETS = 16  # in one polling request; our page sends one or two
VIA_PROXY = {"HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED"}
LENGTH = re.compile(r"[0-9]{1,9}")  # of a body; Python reads no number of 5,000 digits
HOST = re.compile(r"([0-9A-Za-z._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
NO_ROOM = "503 Service Unavailable"
KINDS = b"0123456"  # first byte of an Engine.IO packet; «b», for bytes, is nothing we speak
QUIET = (  # copied for each answer: eventlet adds the length of one to the list it is given
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
)


Networks = Sequence[IPv4Network | IPv6Network]


class Handshake:
    """A WSGI wrapper around everything.

    Proxies' headers are dropped: whoever sends them forges them, but for the proxy itself, where
    there is one. A name that no browser asks for is no name.
    permessage-deflate is declined: it costs 2.3 times the memory and 1.9 times the CPU of a
    broadcast. Hixie and hybi drafts, older Engine.IO and JSONP are turned away, and so is a polling
    request that the stock server would answer with «ok» and a traceback in the log.
    """

    def __init__(self, app, proxies: Networks = (), health: Health | None = None):
        self.app = app
        self.health = health or Health()
        self.proxies = proxies

    def __call__(self, environ, start_response):
        if environ.get("PATH_INFO") == HEALTH_PATH:
            start_response(NO_ROOM if self.health.is_draining else "200 OK", [*QUIET])
            return [
                b"degradado" if self.health.is_degraded() else b"ok"
            ]  # another process has the same disk
        if self.health.is_draining and environ["REQUEST_METHOD"] == "GET":
            start_response("503 Service Unavailable", [*QUIET, ("Connection", "close")])
            return [b""]  # the proxy asks another process
        if "HTTP_HOST" in environ and not HOST.fullmatch(environ["HTTP_HOST"]):
            start_response("400 Bad Request", [*QUIET])
            return [b""]
        if is_among(self.proxies, environ.get("REMOTE_ADDR", "")):
            _believe_the_proxy(environ)
        for name in [name for name in environ if name.startswith("HTTP_X_FORWARDED")]:
            del environ[name]
        environ.pop("HTTP_FORWARDED", None)
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        if environ.get("PATH_INFO", "").startswith(SOCKET_PATH):
            status = NO_ROOM if environ.get(FULL) else _refusal_of(environ)
            if status is not None:
                start_response(status, [*QUIET])
                return [b""]
        return self.app(environ, start_response)


def _believe_the_proxy(environ) -> None:
    """Who asks, and how, as the one proxy before us saw it: the last address is the one it wrote.

    Whoever comes through the proxy is never «this computer», whatever address it says: the console
    stays shut to them.
    """
    if not VIA_PROXY.isdisjoint(environ):
        environ[NOT_HERE] = True
    address = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    with suppress(ValueError):
        environ["REMOTE_ADDR"] = str(ip_address(address))
    if environ.get("HTTP_X_FORWARDED_PROTO", "").strip().lower() == "https":
        environ["wsgi.url_scheme"] = "https"


def networks_of(text: str) -> Networks:
    """«127.0.0.1,10.0.0.0/24» as networks. Raises ValueError."""
    return [ip_network(each.strip()) for each in text.split(",") if each.strip()]


def is_among(networks: Networks, address: str) -> bool:
    """Is ``address`` in one of them? IPv4 in the clothes of IPv6 is IPv4."""
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
    if environ["REQUEST_METHOD"] not in METHODS:
        return "405 Method Not Allowed"
    if not _is_current(environ):
        return "400 Bad Request"
    if environ["REQUEST_METHOD"] == "POST":
        return _read_packets(environ)
    return None


def _is_current(environ) -> bool:
    query = parse_qs(environ.get("QUERY_STRING", ""))
    if query.get("EIO") != [ENGINE] or "j" in query:
        return False
    upgrade = environ.get("HTTP_UPGRADE", "").lower() == "websocket"
    return not upgrade or environ.get("HTTP_SEC_WEBSOCKET_VERSION") == WEBSOCKET


def _read_packets(environ) -> str | None:
    """Read a polling request whole and look at its packets, or say what is wrong with it."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdecimal()):
        return "411 Length Required"
    if not LENGTH.fullmatch(length) or int(length) > MAX_FRAME_BYTES:
        return "413 Content Too Large"
    body = environ["wsgi.input"].read(int(length))
    packets = body.split(BETWEEN)
    if len(packets) > MOST_PACKETS or not all(each and each[0] in KINDS for each in packets):
        return "400 Bad Request"
    try:
        body.decode("utf-8")
    except ValueError:
        return "400 Bad Request"
    environ["wsgi.input"] = BytesIO(body)
    return None


def init_app(app) -> None:
    """Stand before Socket.IO and Flask alike; say to whom there is no room for that it is so."""

    @app.before_request
    def refuse_where_full():
        if request.environ.get(FULL) and not is_local(request.environ):
            raise Refused("room_full")

    known = networks_of(app.config["PROXY_ADDRESSES"]) if app.config["PROXIES"] else ()
    app.wsgi_app = Handshake(app.wsgi_app, known, app.extensions["health"])
