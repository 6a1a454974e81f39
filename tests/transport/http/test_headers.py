"""The head of a request: what is read, and what is not guessed at."""

from io import BytesIO

import pytest

from transport.http.headers import MOST, BadHead, read_head


def read(text: bytes):
    return read_head(BytesIO(text).readline)


def test_names_are_found_in_any_case_and_values_come_without_their_margins():
    head = read(b"Host: aula:5000\r\nX-Note: \t dos palabras \t\r\naccept:\r\n\r\nbody")
    assert head.get("HOST") == "aula:5000"
    assert head.get("x-note") == "dos palabras"
    assert head.get("Accept") == ""
    assert head.get("Origin") is None
    assert head.get("Connection", "close") == "close"


def test_nothing_behind_the_empty_line_is_read():
    text = BytesIO(b"Host: a\r\n\r\nHost: b\r\n")
    assert read_head(text.readline).get("host") == "a"
    assert text.read() == b"Host: b\r\n"


def test_a_header_that_may_come_often_keeps_all_its_values_for_the_application():
    head = read(b"Accept: a\r\nAccept: b\r\n\r\n")
    assert head._headers == [("Accept", "a"), ("Accept", "b")]


@pytest.mark.parametrize(
    "line",
    [
        b"Host : aula",  # two servers in a row would read it differently
        b" Host: aula",
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
    with pytest.raises(BadHead):
        read(line + b"\r\n\r\n")


@pytest.mark.parametrize("name", [b"Host", b"Content-Length", b"Transfer-Encoding"])
def test_what_decides_where_a_request_ends_is_said_once(name):
    with pytest.raises(BadHead):
        read(name + b": 1\r\n" + name.lower() + b": 2\r\n\r\n")


@pytest.mark.parametrize("length", ["+5", "-1", "1_0", "0x5", "5, 5", "", "\u00b2", "\u00a05"])
def test_a_length_is_digits_and_nothing_else(length):
    with pytest.raises(BadHead):
        read(f"Content-Length: {length}\r\n\r\n".encode("latin-1"))


@pytest.mark.parametrize("way", ["xchunked", "chunked, identity", "identity", "", "\x0bchunked"])
def test_a_body_in_chunks_is_announced_in_one_way(way):
    with pytest.raises(BadHead):
        read(f"Transfer-Encoding: {way}\r\n\r\n".encode())
    assert read(b"Transfer-Encoding: Chunked\r\n\r\n")


def test_a_folded_line_is_not_unfolded():
    with pytest.raises(BadHead):
        read(b"X-Note: one\r\n  two\r\n\r\n")


def test_there_is_an_end_to_headers():
    with pytest.raises(BadHead):
        read(b"X: y\r\n" * (MOST + 1) + b"\r\n")


def test_a_client_that_stops_in_the_middle_is_refused():
    with pytest.raises(BadHead):
        read(b"Host: aula\r\nAcc")
