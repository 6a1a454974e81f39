"""Response cache before Flask, for pages that are the same for everyone."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from web.health import Health
from workshop.bounded_dict import BoundedDict

CACHEABLE_HEADER = "X-Keep-Ready"  # set by a view on its response; it is never sent
MAX_RESPONSES = 500
UNCACHEABLE_HEADERS = {"set-cookie"}

Key = tuple[str, str, str]


def cache_for_everyone(response):
    """Mark ``response`` as cacheable for everyone who asks this path of this host."""
    response.headers[CACHEABLE_HEADER] = "1"
    return response


class CachedResponse(NamedTuple):
    """One response, as WSGI gives it and as bytes."""

    headers: list[tuple[str, str]]
    body: bytes
    http_bytes: bytes  # both in HTTP/1.1, but for the first line and the date


class ResponseCache:
    """WSGI middleware that caches Flask's responses, headers included, compressed as sent."""

    def __init__(self, app: Callable, health: Health):
        self.app = app
        self.health = health
        self._kept: BoundedDict[Key, CachedResponse] = BoundedDict(MAX_RESPONSES)

    def get(self, target: str, host: str, accepts: str) -> bytes | None:
        """Return a cached response as bytes, from its second line on; None where there is none."""
        kept = self._kept.get((target, host, "http"))
        if kept is None or self.health.is_draining or not accepts_gzip(accepts):
            return None
        return kept.http_bytes

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
        if ready is not None and accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
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
        if said[0].startswith("200") and is_cacheable(said[1], environ):
            self._kept[key] = CachedResponse(said[1], body, http_bytes(said[1], body))
        return [body]


def accepts_gzip(accepted: str) -> bool:
    """Does an Accept-Encoding header name gzip, with no quality below 1? Else Flask negotiates."""
    return "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "")


def is_cacheable(headers: list[tuple[str, str]], environ) -> bool:
    """Is a response without cookies, and gzipped or too short to be so for a gzip client?"""
    found = {name.lower(): value for name, value in headers}
    if not UNCACHEABLE_HEADERS.isdisjoint(found) or "Cookie" in found.get("vary", ""):
        return False
    encoding = found.get("content-encoding", "")
    plain = not encoding and accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return encoding == "gzip" or plain  # too short to gain by it, and not for want of being asked


def http_bytes(headers: list[tuple[str, str]], body: bytes) -> bytes:
    """Serialise headers and body as HTTP/1.1, without status line and Date."""
    lines = [f"{name}: {value}\r\n" for name, value in headers if name.lower() != "content-length"]
    return "".join([*lines, f"Content-Length: {len(body)}\r\n\r\n"]).encode("latin-1") + body


def init_app(app) -> None:
    """Wrap the app; it goes outermost."""
    app.wsgi_app = app.extensions["response_cache"] = ResponseCache(
        app.wsgi_app, app.extensions["health"]
    )
