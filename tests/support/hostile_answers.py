"""Values that a hostile phone may give as an answer."""

import math


class Sly(str):
    """A text that pretends to be another type."""

    __slots__ = ()


def nested(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


HOSTILE = [
    None,
    True,
    False,
    0,
    -1,
    6,
    10**90,
    -(2**63),
    0.0,
    -0.0,
    3.0,
    2.5,
    math.nan,
    math.inf,
    -math.inf,
    1e-323,
    "",
    " ",
    "z",
    "A",
    "aa",
    "3",
    "a" * 100_000,
    "🙂" * 20_000,
    "\0" * 100_000,
    "\ud800",
    "\udfff\ud800",
    "e" + "\u0301" * 500,
    "\u202e" * 10,
    "<script>",
    Sly("a"),
    b"a",
    bytearray(b"a"),
    [],
    {},
    (),
    ("a",),
    {"a"},
    ["a", "a"],
    ["a", "b", "e"],
    ["z"],
    [None],
    [["a"]],
    ["a"] * 100_000,
    nested(900),
    {"a": 1},
    {"value": "a"},
    object(),
    lambda: "a",
    1j,
]
