"""The head of a request: the one reader of it, on httptools, and the form that WSGI wants.

httptools (llhttp) reads as RFC 9112 has it: no space before a colon, no folded line, no bare LF, no
length beside chunks. What it would forgive, and two servers in a row might understand differently,
is refused here as well. Both the listener and eventlet's protocol read heads here and nowhere else.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser

HEAD_END = b"\r\n\r\n"
MAX_HEADERS = 100
MAX_LENGTH_DIGITS = 18  # of a body's length; Python reads no number of 5,000 digits
HTTP_VERSIONS = {"1.1", "1.0"}
UNPREFIXED_NAMES = {"CONTENT_TYPE", "CONTENT_LENGTH"}  # names that WSGI knows without HTTP_
# Refused where they stand twice: two servers in a row could each believe another of the two.
SINGLE_HEADERS = {"HTTP_HOST", "CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING", "CONTENT_TYPE"}


class BadRequest(ValueError):
    """A head that is none, or one that could be understood in two ways."""


class Request:
    """One request's head."""

    __slots__ = ("fields", "length", "lines", "method", "target", "version")

    def __init__(self, method: str, target: str, version: str, lines: list[tuple[bytes, bytes]]):
        self.method = method
        self.target = target  # path and query, as they were sent
        self.version = version  # «1.1» or «1.0»
        self.lines = lines  # (name, value) as they came
        self.fields = fields_of(lines)  # by the names that WSGI gives them
        self.length = int(self.fields.get("CONTENT_LENGTH", "0"))  # bytes of its body, if known

    def get(self, name: str, default=None):
        """Return a header by the name it is sent with, as eventlet asks for it."""
        return self.fields.get(name_in_environ(name.encode()), default)

    def get_content_type(self) -> str:
        """Return what eventlet takes a body for that does not say what it is."""
        return "text/plain"

    @property
    def _headers(self) -> list[tuple[str, str]]:
        """Headers as eventlet copies them into an environ."""
        return [
            (name.decode("ascii"), value.decode("latin-1").strip(" \t"))
            for name, value in self.lines
        ]

    @property
    def closes(self) -> bool:
        """Does the client want no other answer on this connection?"""
        wish = self.fields.get("HTTP_CONNECTION", "").lower()
        return wish == "close" if self.version == "1.1" else wish != "keep-alive"

    @property
    def has_chunks(self) -> bool:
        """Does its body come in chunks, so that nobody knows its length?"""
        return "HTTP_TRANSFER_ENCODING" in self.fields

    @property
    def continues_polling(self) -> bool:
        """A WebSocket for a session that began with polling: only engineio can serve it."""
        return "HTTP_UPGRADE" in self.fields and "sid=" in self.target

    def environ(self, base: dict) -> dict:
        """Return what the application is asked with; ``base`` is the same for all."""
        path, mark, query = self.target.partition("?")
        environ = base | self.fields
        environ["REQUEST_METHOD"] = self.method
        environ["RAW_PATH_INFO"] = path
        environ["PATH_INFO"] = unquote(path, "latin-1") if "%" in path else path
        if mark:
            environ["QUERY_STRING"] = query
        return environ


class HeadReader:
    """Reader of one head. It may be fed in pieces, and never with what stands behind the head."""

    __slots__ = ("_heads", "_lines", "_parser", "_raw", "_target")

    def __init__(self):
        self._raw = b""
        self._target = b""
        self._lines: list[tuple[bytes, bytes]] = []
        self._heads = 0
        self._parser = HttpRequestParser(self)

    def feed(self, data: bytes) -> None:
        """Read on. Raises BadRequest."""
        self._raw += data
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:
            pass  # the head is whole, and a WebSocket follows
        except HttpParserError as error:
            raise BadRequest(str(error)) from None
        if len(self._lines) > MAX_HEADERS:
            raise BadRequest("too many headers")

    def request(self) -> Request:
        """Return what was read. Raises BadRequest, also where the head has no end."""
        if self._heads != 1 or self._raw.find(HEAD_END) != len(self._raw) - len(HEAD_END):
            raise BadRequest("not one whole head")
        version = self._parser.get_http_version()
        method, target = self._parser.get_method(), self._target
        line = b"%b %b HTTP/%b\r\n" % (method, target, version.encode())
        if version not in HTTP_VERSIONS or not self._raw.startswith(line):
            raise BadRequest("request line")  # more spaces, empty lines, another protocol
        if target[:1] != b"/":
            raise BadRequest("target")  # we are no proxy
        if target[:2] == b"//":
            target = b"/" + target.lstrip(b"/")  # no browser takes it for another host
        request = Request(method.decode("ascii"), target.decode("ascii"), version, self._lines)
        _refuse_ambiguous(request)
        return request

    # --- as httptools calls back ----------------------------------------------------------------

    def on_url(self, url: bytes) -> None:
        """A piece of the target."""
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header, whole."""
        self._lines.append((name, value))

    def on_headers_complete(self) -> None:
        """The empty line."""
        self._heads += 1


def read_request(head: bytes) -> Request:
    """Read ``head``, which ends with its empty line. Raises BadRequest."""
    reader = HeadReader()
    reader.feed(head)
    return reader.request()


def fields_of(lines: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by the names that WSGI gives them. Raises BadRequest."""
    fields: dict[str, str] = {}
    for name, raw in lines:
        key = name_in_environ(name)
        value = raw.strip(b" \t").decode("latin-1")
        if key not in fields:
            fields[key] = value
        elif key in SINGLE_HEADERS:
            raise BadRequest(f"{key} twice")
        else:
            fields[key] += "," + value
    fields.pop("", None)
    if len(fields.get("CONTENT_LENGTH", "")) > MAX_LENGTH_DIGITS:
        raise BadRequest("length")
    return fields


# cache: of its argument and nothing else; the same few names come with every request
@lru_cache(maxsize=512)
def name_in_environ(name: bytes) -> str:
    """Return what WSGI calls a header; nothing for one with «_», which would pass for another."""
    if b"_" in name:
        return ""
    key = name.decode("ascii").replace("-", "_").upper()
    return key if key in UNPREFIXED_NAMES else f"HTTP_{key}"


def _refuse_ambiguous(request: Request) -> None:
    """Raise BadRequest where nobody knows to whom it is said, or where its body ends."""
    fields = request.fields
    if request.version == "1.1" and "HTTP_HOST" not in fields:
        raise BadRequest("no host")  # RFC 9112 §3.2
    chunked = fields.get("HTTP_TRANSFER_ENCODING")
    if chunked is not None and (chunked.lower() != "chunked" or request.version == "1.0"):
        raise BadRequest("transfer-encoding")
