"""Strict JSON (RFC 8259) for request bodies and socket packets."""

import json
from math import isfinite
from typing import Any

import regex

MAX_LEVELS = 64  # lists and objects in each other; an answer has three
MAX_INTEGER_DIGITS = 16  # beyond, a JavaScript client could not have meant it


def _refuse_number(text: str):
    raise ValueError("not a finite number")


def _integer(text: str) -> int:
    if len(text) > MAX_INTEGER_DIGITS:
        raise ValueError("integer too long")
    return int(text)


def _float(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError("not a finite number")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("one key twice")
    return found


_DECODER = json.JSONDecoder(
    parse_constant=_refuse_number,
    parse_int=_integer,
    parse_float=_float,
    object_pairs_hook=_object,
)


_MARKS = regex.compile(r'"(?:[^"\\]|\\.)*+"?|([\[{])|[\]}]', regex.DOTALL)


def _refuse_depth(text: str) -> None:
    """Raise ValueError for JSON nested deeper than `MAX_LEVELS`, before anything is built of it."""
    if text.count("[") + text.count("{") <= MAX_LEVELS:
        return
    depth = 0
    for mark in _MARKS.finditer(text):
        if mark[0][0] != '"':
            depth += 1 if mark[1] else -1
        if depth > MAX_LEVELS:
            raise ValueError("nested too deep")


def _refuse_halves(text: str, value: object) -> None:
    """Raise UnicodeEncodeError, a ValueError, for a lone surrogate, also one that is escaped."""
    if "\\u" in text:
        json.dumps(value, ensure_ascii=False).encode()
    elif not text.isascii():
        text.encode()


COMPACT = {"separators": (",", ":")}  # as every packet is written
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class StrictJSON:
    """JSON as the standard has it: no NaN, no infinities, no endless integers, in and out.

    A key that stands twice is refused: two readers could each believe another of the two. So are
    half a character (a lone surrogate, which UTF-8 cannot say) and what is nested too deep.
    """

    @staticmethod
    def loads(text, **_):
        text = text if isinstance(text, str) else text.decode("utf-8")
        _refuse_depth(text)
        value = _DECODER.decode(text)
        _refuse_halves(text, value)
        return value

    @staticmethod
    def dumps(value, **kwargs):
        if kwargs == COMPACT:
            return _ENCODER.encode(value)
        kwargs.setdefault("ensure_ascii", False)
        return json.dumps(value, allow_nan=False, **kwargs)
