"""A request as browsers write it, in the form that WSGI wants: all others are eventlet's to judge.

What is read here is a part of what ``transport/http/headers.py`` takes, and is read as there; there
is no request that both would take and understand differently.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from transport.http.headers import MOST, ONCE

LONGEST_HEAD = 8_192  # bytes; longer ones are eventlet's to refuse
LARGEST_BODY = 16_384  # bytes that are waited for here; a join has 100
LINE = re.compile(r"([A-Z]{3,10}) (/[!-~]*) HTTP/1\.1\r\n")
LINES = re.compile(r"(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[^\r\n\0]*\r\n)+\r\n")
LENGTH = re.compile(r"[0-9]{1,5}")
PLAIN = {"CONTENT_TYPE", "CONTENT_LENGTH"}  # names that WSGI knows without HTTP_
UNUSUAL = {"HTTP_TRANSFER_ENCODING", "HTTP_EXPECT"}


class Request:
    """One request's head."""

    __slots__ = ("fields", "length", "method", "target")

    def __init__(self, method: str, target: str, fields: dict[str, str], length: int):
        self.method = method
        self.target = target  # path and query, as they were sent
        self.fields = fields  # by the names that WSGI gives them
        self.length = length  # bytes of its body

    def get(self, name: str, default=None):
        """A header by the name it is sent with, as eventlet asks for it."""
        return self.fields.get(name_in_environ(name), default)

    @property
    def closes(self) -> bool:
        """Does the client want no other answer on this connection?"""
        return self.fields.get("HTTP_CONNECTION", "").lower() == "close"

    @property
    def continues_polling(self) -> bool:
        """A WebSocket for a session that began with polling: only engineio can serve it."""
        return "HTTP_UPGRADE" in self.fields and "sid=" in self.target

    def environ(self, base: dict) -> dict:
        """What the application is asked with; ``base`` is the same for all."""
        path, mark, query = self.target.partition("?")
        environ = base | self.fields
        environ["REQUEST_METHOD"] = self.method
        environ["RAW_PATH_INFO"] = path
        environ["PATH_INFO"] = unquote(path, "latin-1") if "%" in path else path
        if mark:
            environ["QUERY_STRING"] = query
        return environ


def read_request(head: bytes) -> Request | None:
    """``head`` ends with its empty line. None if it is not as browsers write it."""
    text = head.decode("latin-1")
    line = LINE.match(text)
    if line is None or LINES.fullmatch(text, line.end()) is None:
        return None
    lines = text[line.end() : -4].split("\r\n")
    if len(lines) > MOST:
        return None
    fields: dict[str, str] = {}
    for each in lines:
        name, _, value = each.partition(":")
        key = name_in_environ(name)
        if key not in fields:
            fields[key] = value.strip(" \t")
        elif key in ONCE_IN_ENVIRON:
            return None
        else:
            fields[key] += "," + value.strip(" \t")
    fields.pop("", None)
    length = fields.get("CONTENT_LENGTH", "0")
    if "HTTP_HOST" not in fields or not LENGTH.fullmatch(length) or int(length) > LARGEST_BODY:
        return None
    if not UNUSUAL.isdisjoint(fields):
        return None
    target = line[2]
    if target.startswith("//"):
        target = "/" + target.lstrip("/")
    return Request(line[1], target, fields, int(length))


@lru_cache(maxsize=512)
def name_in_environ(name: str) -> str:
    """What WSGI calls a header; nothing for one with «_», which would pass for another."""
    if "_" in name:
        return ""
    name = name.replace("-", "_").upper()
    return name if name in PLAIN else f"HTTP_{name}"


ONCE_IN_ENVIRON = {name_in_environ(name) for name in ONCE}
