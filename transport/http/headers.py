"""The head of a request, read as RFC 9112 has it and nothing looser.

The standard library gives it to its parser for e-mail, which forgives what two servers in a row
would read differently, and costs as much as everything else about a small request together.
"""

import re
from collections.abc import Callable

LENGTH = re.compile(r"[0-9]+")  # int() takes «+5» and «1_0» too, and a proxy may not
LINE = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([^\r\n\0]*)\r?\n")
REQUEST = re.compile(rb"([A-Z]{3,10}) (/[!-~]*) HTTP/1\.([01])\r?\n")
ENDS = (b"\r\n", b"\n")
MOST = 100  # lines
ONCE = {"host", "content-length", "transfer-encoding", "content-type"}  # or whom to believe?


class BadHead(ValueError):
    """A line that is no header, or one that says what another has said already."""


class Head:
    """The headers of one request, as eventlet asks for them."""

    __slots__ = ("_headers", "_by_name")

    def __init__(self, lines: list[tuple[str, str]]):
        self._headers = lines  # as they came; eventlet reads them
        self._by_name: dict[str, str] = {}
        for name, value in lines:
            lower = name.lower()
            if lower not in self._by_name:
                self._by_name[lower] = value
            elif lower in ONCE:
                raise BadHead(lower)
        # where does the body end? Nobody before us may have understood it otherwise
        if not LENGTH.fullmatch(self.get("content-length", "0")):
            raise BadHead("content-length")
        if self.get("transfer-encoding", "chunked").lower() != "chunked":
            raise BadHead("transfer-encoding")

    def get(self, name: str, default=None):
        """The first header of this name."""
        return self._by_name.get(name.lower(), default)

    def get_content_type(self) -> str:
        """What eventlet takes a body for that does not say what it is."""
        return "text/plain"


def read_head(readline: Callable[[], bytes]) -> Head:
    """Everything up to the empty line. Raises BadHead."""
    lines: list[tuple[str, str]] = []
    while (line := readline()) not in ENDS:
        found = LINE.fullmatch(line)
        if found is None or len(lines) == MOST:
            raise BadHead("line")
        lines.append((found[1].decode("ascii"), found[2].decode("latin-1").strip(" \t")))
    return Head(lines)
