"""Answers that are the same for everyone, kept ready before Flask: a whole room asks at once."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from web.health import Health
from workshop.bounded_dict import BoundedDict

CACHEABLE_HEADER = "X-Keep-Ready"  # a view says it of its own answer; it is never sent
MAX_RESPONSES = 500
UNCACHEABLE_HEADERS = {"set-cookie"}

Key = tuple[str, str, str]


def cache_for_everyone(response):
    """Let ``response`` be given to everyone who asks for this address by this host's name."""
    response.headers[CACHEABLE_HEADER] = "1"
    return response


class Kept(NamedTuple):
    """One response."""

    headers: list[tuple[str, str]]
    body: bytes
    as_sent: bytes  # both in HTTP/1.1, but for the first line and the date


class ResponseCache:
    """WSGI middleware that keeps what Flask made: all its headers, compressed as it was sent."""

    def __init__(self, app: Callable, health: Health):
        self.app = app
        self.health = health
        self._kept: BoundedDict[Key, Kept] = BoundedDict(MAX_RESPONSES)

    def get(self, target: str, host: str, accepts: str) -> bytes | None:
        """Return the ready answer to an HTTP request as bytes, from its second line on."""
        kept = self._kept.get((target, host, "http"))
        if kept is None or self.health.is_draining or not takes_gzip(accepts):
            return None
        return kept.as_sent

    def __call__(self, environ, start_response) -> Iterable[bytes]:
        is_plain = environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING")
        if not is_plain or self.health.is_draining:
            return self.app(environ, start_response)
        key = (
            environ["PATH_INFO"],
            environ.get("HTTP_HOST", ""),
            environ.get("wsgi.url_scheme", ""),
        )
        ready = self._kept.get(key)
        if ready is not None and takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            start_response("200 OK", list(ready.headers))
            return [ready.body]
        return self._call_app(key, environ, start_response)

    def _call_app(self, key: Key, environ, start_response) -> Iterable[bytes]:
        said: list = []

        def start(status, headers, exc_info=None):
            sent = [(name, value) for name, value in headers if name != CACHEABLE_HEADER]
            said[:] = [status, sent, len(sent) < len(headers)]
            return start_response(status, sent, exc_info)

        parts = self.app(environ, start)
        if not said or not said[2]:
            return parts
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        if said[0].startswith("200") and may_be_kept(said[1], environ):
            self._kept[key] = Kept(said[1], body, as_sent(said[1], body))
        return [body]


def takes_gzip(accepted: str) -> bool:
    """Does a browser say so plainly? Whoever says it with conditions is served by Flask."""
    return "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "")


def may_be_kept(headers: list[tuple[str, str]], environ) -> bool:
    """Only what is for everyone, and what everyone can read."""
    found = {name.lower(): value for name, value in headers}
    if not UNCACHEABLE_HEADERS.isdisjoint(found) or "Cookie" in found.get("vary", ""):
        return False
    encoding = found.get("content-encoding", "")
    plain = not encoding and takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return encoding == "gzip" or plain  # too short to gain by it, and not for want of being asked


def as_sent(headers: list[tuple[str, str]], body: bytes) -> bytes:
    """Headers and body in HTTP/1.1."""
    lines = [f"{name}: {value}\r\n" for name, value in headers if name.lower() != "content-length"]
    return "".join([*lines, f"Content-Length: {len(body)}\r\n\r\n"]).encode("latin-1") + body


def init_app(app) -> None:
    """Stand before everything."""
    app.wsgi_app = app.extensions["response_cache"] = ResponseCache(
        app.wsgi_app, app.extensions["health"]
    )
