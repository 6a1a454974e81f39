"""Bytes in, messages out: whole, in pieces, in fragments, and what is refused with which code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transport.websocket.frames import (
    BINARY,
    CLOSE,
    CONTINUATION,
    MAX_FRAGMENTS,
    NO_STATUS,
    PING,
    PONG,
    TEXT,
    BadFrame,
    Reader,
    pack,
    pack_close,
    unmask,
)

LIMIT_BYTES = 1000
MASK = b"\x01\x82\x7f\xff"


def from_client(opcode, payload=b"", fin=True, mask=MASK, first=None):
    """One frame as a browser sends it."""
    head = first if first is not None else opcode | (0x80 if fin else 0)
    plain = pack(opcode, payload)
    length = plain[1 : len(plain) - len(payload)]
    return bytes((head, length[0] | 0x80)) + length[1:] + mask + unmask(payload, mask)


def read(*pieces, largest=LIMIT_BYTES):
    """What a fresh reader makes of these pieces."""
    reader = Reader(largest)
    return [each for piece in pieces for each in reader.feed(piece)]


def refused(*pieces, largest=LIMIT_BYTES):
    """The code with which they are refused."""
    with pytest.raises(BadFrame) as bad:
        read(*pieces, largest=largest)
    return bad.value.code


@pytest.mark.parametrize("size", [0, 1, 3, 4, 5, 125, 126, 127, 999, 1000])
def test_a_message_of_any_length_is_read(size):
    assert read(from_client(TEXT, b"a" * size)) == [(TEXT, "a" * size)]


def test_long_messages_carry_eight_bytes_of_length():
    assert read(from_client(BINARY, b"x" * 70_000), largest=100_000) == [(BINARY, b"x" * 70_000)]


@given(
    st.lists(st.text(max_size=200), max_size=5),
    st.lists(st.integers(0, 2000), max_size=8),
    st.binary(min_size=4, max_size=4),
)
def test_it_does_not_matter_where_the_network_cuts(texts, cuts, mask):
    stream = b"".join(from_client(TEXT, text.encode(), mask=mask) for text in texts)
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    pieces = [stream[a:b] for a, b in zip(edges, edges[1:], strict=False)]
    assert read(*pieces) == [(TEXT, text) for text in texts]


def test_byte_by_byte():
    stream = from_client(TEXT, b"hola") + from_client(PING, b"?") + from_client(BINARY, b"\x00")
    pieces = [stream[i : i + 1] for i in range(len(stream))]
    assert read(*pieces) == [(TEXT, "hola"), (PING, b"?"), (BINARY, b"\x00")]


def test_fragments_become_one_message_with_control_frames_between_them():
    assert read(
        from_client(TEXT, b"bue", fin=False),
        from_client(PING, b"are you there"),
        from_client(CONTINUATION, b"", fin=False),
        from_client(CONTINUATION, b"nas", fin=True),
        from_client(TEXT, b"otra"),
    ) == [(PING, b"are you there"), (TEXT, "buenas"), (TEXT, "otra")]


def test_a_character_may_lie_in_two_fragments():
    snow = "☃".encode()
    assert read(from_client(TEXT, snow[:1], fin=False), from_client(CONTINUATION, snow[1:])) == [
        (TEXT, "☃")
    ]


def test_control_frames():
    assert read(from_client(PONG, b"x"), from_client(CLOSE, b"\x03\xe8adios")) == [
        (PONG, b"x"),
        (CLOSE, 1000),
    ]
    assert read(from_client(CLOSE)) == [(CLOSE, NO_STATUS)]


@pytest.mark.parametrize(
    ("code", "pieces"),
    [
        (1002, [pack(TEXT, b"not masked")]),
        (1002, [from_client(TEXT, b"rsv1", first=0xC1)]),
        (1002, [from_client(3, b"no such kind")]),
        (1002, [from_client(0xB, b"no such control")]),
        (1002, [from_client(CONTINUATION, b"of nothing")]),
        (1002, [from_client(TEXT, b"a", fin=False), from_client(TEXT, b"b")]),
        (1002, [from_client(PING, b"a", fin=False)]),
        (1002, [from_client(PING, b"a" * 126)]),
        (1002, [from_client(CLOSE, b"\x03")]),
        (1002, [from_client(CLOSE, b"\x03\xed")]),  # 1005 is never sent
        (1002, [from_client(CLOSE, b"\x00\x07")]),
        (1007, [from_client(CLOSE, b"\x03\xe8\xff")]),
        (1007, [from_client(TEXT, b"\xff\xfe")]),
        (1007, [from_client(TEXT, b"\xe2", fin=False), from_client(CONTINUATION, b"a")]),
        (1009, [from_client(TEXT, b"a" * (LIMIT_BYTES + 1))]),
        (1009, [b"\x81\xff" + b"\xff" * 8 + MASK]),  # says that it is endless
        (1009, [from_client(TEXT, b"a" * 999, fin=False), from_client(CONTINUATION, b"aa")]),
    ],
)
def test_what_is_no_websocket_or_too_much_of_it_is_refused(code, pieces):
    assert refused(*pieces) == code


def test_too_long_is_refused_before_it_is_read():
    assert refused(from_client(TEXT, b"a" * 5000)[:8]) == 1009


def test_a_message_may_come_in_so_many_pieces_and_no_more():
    crumbs = [from_client(CONTINUATION, b"", fin=False)] * (MAX_FRAGMENTS - 2)
    begun = [from_client(TEXT, b"a", fin=False), *crumbs]
    assert read(*begun, from_client(CONTINUATION, b"b"), *begun, from_client(CONTINUATION)) == [
        (TEXT, "ab"),
        (TEXT, "a"),
    ]
    assert refused(*begun, *crumbs[:2]) == 1008


@given(st.binary(max_size=300))
def test_noise_is_read_or_refused_and_nothing_else(noise):
    codes = []
    try:
        read(noise)
    except BadFrame as bad:
        codes.append(bad.code)
    assert set(codes) <= {1002, 1007, 1008, 1009}


def test_frames_of_ours_are_not_masked():
    assert pack(TEXT, b"hola") == b"\x81\x04hola"
    assert pack(TEXT, b"a" * 126)[:4] == b"\x81\x7e\x00\x7e"
    assert pack(BINARY, b"a" * 65_536)[:10] == b"\x82\x7f" + (65_536).to_bytes(8, "big")
    assert pack_close(1009) == b"\x88\x02\x03\xf1"
    assert pack_close(NO_STATUS) == b"\x88\x00"
