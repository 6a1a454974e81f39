"""The head of a request: what is read, and what is not guessed at."""

from io import BytesIO

import pytest

from transport.http.eventlet_protocol import read_lines
from transport.http.request import MAX_HEADERS, MAX_LENGTH_DIGITS, BadRequest

LINE = b"GET / HTTP/1.1\r\n"


def read(text: bytes, host=b"Host: aula:5000\r\n", line=LINE):
    return read_lines(line, BytesIO(host + text).readline)


def test_names_are_found_in_any_case_and_values_come_without_their_margins():
    head = read(b"X-Note: \t dos palabras \t\r\naccept:\r\n\r\nbody")
    assert head.get("HOST") == "aula:5000"
    assert head.get("x-note") == "dos palabras"
    assert head.get("Accept") == ""
    assert head.get("Origin") is None
    assert head.get("Connection", "close") == "close"


def test_nothing_behind_the_empty_line_is_read():
    text = BytesIO(b"Host: a\r\n\r\nHost: b\r\n")
    assert read_lines(LINE, text.readline).get("host") == "a"
    assert text.read() == b"Host: b\r\n"


def test_a_header_that_may_come_often_keeps_all_its_values_for_the_application():
    head = read(b"Accept: a\r\nAccept: b\r\n\r\n")
    assert head._headers[1:] == [("Accept", "a"), ("Accept", "b")]


@pytest.mark.parametrize(
    "line",
    [
        b"X-Host : aula",  # two servers in a row would read it differently
        b" X-Host: aula",
        b"no colon at all",
        b": nameless",
        b"Na\x00me: v",
        b"Name: v\x00w",
        b"Name: v\rX-Smuggled: w",
        b"Na me: v",
        "Ñame: v".encode(),
    ],
)
def test_what_is_no_header_is_refused(line):
    with pytest.raises(BadRequest):
        read(line + b"\r\n\r\n")


@pytest.mark.parametrize("name", [b"Host", b"Content-Length", b"Transfer-Encoding"])
def test_what_decides_where_a_request_ends_is_said_once(name):
    with pytest.raises(BadRequest):
        read(name + b": 1\r\n" + name.lower() + b": 2\r\n\r\n", host=b"")


@pytest.mark.parametrize("length", ["+5", "-1", "1_0", "0x5", "5, 5", "", "\u00b2", "\u00a05"])
def test_a_length_is_digits_and_nothing_else(length):
    with pytest.raises(BadRequest):
        read(f"Content-Length: {length}\r\n\r\n".encode("latin-1"))


@pytest.mark.parametrize("way", ["xchunked", "chunked, identity", "identity", "", "\x0bchunked"])
def test_a_body_in_chunks_is_announced_in_one_way(way):
    with pytest.raises(BadRequest):
        read(f"Transfer-Encoding: {way}\r\n\r\n".encode())
    assert read(b"Transfer-Encoding: Chunked\r\n\r\n").has_chunks


def test_a_folded_line_is_not_unfolded():
    with pytest.raises(BadRequest):
        read(b"X-Note: one\r\n  two\r\n\r\n")


def test_there_is_an_end_to_headers():
    with pytest.raises(BadRequest):
        read(b"X: y\r\n" * MAX_HEADERS + b"\r\n")


def test_a_client_that_stops_in_the_middle_is_refused():
    with pytest.raises(BadRequest):
        read(b"Acc")


@pytest.mark.parametrize("digits", [MAX_LENGTH_DIGITS + 1, 20, 5_000])
def test_a_length_of_more_digits_than_fit_is_refused(digits):
    for length in (b"9" * digits, b"5".zfill(digits)):
        with pytest.raises(BadRequest):
            read(b"Content-Length: " + length + b"\r\n\r\n")


def test_a_length_as_long_as_may_be_is_a_number():
    assert read(b"Content-Length: %b\r\n\r\n" % (b"9" * MAX_LENGTH_DIGITS)).length == 10**18 - 1


@pytest.mark.parametrize("order", [1, -1])
def test_a_body_is_measured_in_one_way(order):
    ways = [b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n"][::order]
    with pytest.raises(BadRequest):
        read(b"".join(ways) + b"\r\n")


def test_an_old_client_sends_no_chunks():
    with pytest.raises(BadRequest):
        read(b"Transfer-Encoding: chunked\r\n\r\n", line=b"POST / HTTP/1.0\r\n")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (LINE, b"X: y\nZ: w\r\n\r\n"),
        (LINE, b"X: y\r\n\nZ: w\r\n\r\n"),
        (LINE, b"X: y\n\n"),
        (b"GET / HTTP/1.1\n", b"X: y\r\n\n"),
        (b"GET / HTTP/1.1\n", b"X: y\rZ: w\n\n"),
    ],
)
def test_a_head_ends_its_lines_in_one_way(line, text):
    host = b"Host: aula:5000" + (b"\r\n" if line == LINE else b"\n")
    with pytest.raises(BadRequest):
        read(text, host, line)


def test_a_head_as_a_terminal_types_it():
    head = read(b"X: y\n\nbehind", b"Host: aula:5000\n", b"GET / HTTP/1.1\n")
    assert head._headers == [("Host", "aula:5000"), ("X", "y")]


def test_what_is_no_http_is_refused_at_its_first_line():
    def nothing_more():
        raise AssertionError("it was waited for")

    for line in (b"\x16\x03\x01\n", b"GET / HTTP/9\n", "GÉT / HTTP/1.1\r\n".encode()):
        with pytest.raises(BadRequest):
            read_lines(line, nothing_more)


@pytest.mark.parametrize(
    ("line", "wish", "closes"),
    [
        (b"GET / HTTP/1.1\r\n", b"", False),
        (b"GET / HTTP/1.1\r\n", b"close", True),
        (b"GET / HTTP/1.0\r\n", b"", True),
        (b"GET / HTTP/1.0\r\n", b"Keep-Alive", False),
    ],
)
def test_whether_the_client_stays_depends_on_its_version(line, wish, closes):
    assert read(b"Connection: " + wish + b"\r\n\r\n", line=line).closes is closes
