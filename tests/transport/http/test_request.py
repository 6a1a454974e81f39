"""What the listener serves itself, what it leaves to eventlet, and what nobody serves."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transport.http.connection import MAX_BODY_BYTES, usual_request
from transport.http.request import MAX_HEADERS, BadRequest, name_in_environ, read_request

HOST = b"Host: aula:5000\r\n"


def read(lines=b"", line=b"GET /123456 HTTP/1.1\r\n", host=HOST):
    """A request with these header lines."""
    return usual_request(line + host + lines + b"\r\n")


def is_refused(lines=b"", line=b"GET /123456 HTTP/1.1\r\n", host=HOST):
    """Is it refused whoever reads it?"""
    try:
        read_request(line + host + lines + b"\r\n")
    except BadRequest:
        return True
    return False


def test_a_request_as_browsers_write_it():
    request = read(
        b"Accept: a\r\nAccept:b\r\nContent-Type: application/json\r\nContent-Length: 12\r\n",
        b"POST /entrar%20x?a=1?2 HTTP/1.1\r\n",
    )
    assert request.length == 12
    assert request.get("accept") == "a,b"
    assert request.get("Origin", "none") == "none"
    assert request.environ({"CONTENT_TYPE": "text/plain", "SCRIPT_NAME": ""}) == {
        "SCRIPT_NAME": "",
        "REQUEST_METHOD": "POST",
        "RAW_PATH_INFO": "/entrar%20x",
        "PATH_INFO": "/entrar x",
        "QUERY_STRING": "a=1?2",
        "HTTP_HOST": "aula:5000",
        "HTTP_ACCEPT": "a,b",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": "12",
    }


def test_two_slashes_are_no_other_host():
    assert read(line=b"GET //evil.example/x HTTP/1.1\r\n").target == "/evil.example/x"


@pytest.mark.parametrize(("wish", "closes"), [(b"close", True), (b"Close", True), (b"", False)])
def test_whether_the_client_stays(wish, closes):
    assert read(b"Connection: " + wish + b"\r\n").closes is closes


def test_a_name_with_an_underscore_passes_for_no_other():
    request = read(b"X_Forwarded_For: 127.0.0.1\r\nContent_Length: 5\r\nX_Y: z\r\n")
    assert request.fields == {"HTTP_HOST": "aula:5000"}


def test_a_websocket_after_polling_is_told_apart():
    upgrade = b"Upgrade: websocket\r\n"
    line = b"GET /socket.io/?EIO=4&transport=websocket%b HTTP/1.1\r\n"
    assert read(upgrade, line % b"&sid=abc") is None  # engineio's, which eventlet serves
    assert read_request(line % b"&sid=abc" + HOST + upgrade + b"\r\n").continues_polling
    assert not read(upgrade, line % b"").continues_polling


@pytest.mark.parametrize(
    "line",
    [
        b"GET / HTTP/2.0\r\n",
        b"GET / HTTP/0.9\r\n",
        b"GET / HTTP/1.2\r\n",
        b"GET /\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\n",
        b"GET * HTTP/1.1\r\n",
        b"CONNECT evil.example:80 HTTP/1.1\r\n",
        b"PRI * HTTP/2.0\r\n",
        b"GET / RTSP/1.0\r\n",
        b"get / HTTP/1.1\r\n",
        b"GET  / HTTP/1.1\r\n",
        b"GET /  HTTP/1.1\r\n",
        b"GET / HTTP/1.1 \r\n",
        b" GET / HTTP/1.1\r\n",
        b"GET /\xc3\xa9 HTTP/1.1\r\n",
        b"GET /\x7f HTTP/1.1\r\n",
        b"GET /a\tb HTTP/1.1\r\n",
        b"GET / HTTP/1.1\n",
        b"\r\nGET / HTTP/1.1\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n",
    ],
)
def test_a_line_that_nobody_serves(line):
    assert is_refused(line=line)
    assert read(line=line) is None


@pytest.mark.parametrize(
    "lines",
    [
        b"Transfer-Encoding: identity\r\nContent-Length: 2\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: 1e3\r\n",
        b"Content-Length: \xb2\r\n",
        b"Content-Length: \r\n",
        b"Content-Length: 2\r\nContent-Length: 2\r\n",
        b"Content-Length: 2\r\nContent-Length: 3\r\n",
        b"Content-Length: " + b"0" * 5_000 + b"5\r\n",
        b"Host: other\r\n",
        b"Content-Type: a\r\ncontent-type: b\r\n",
        b"X : y\r\n",
        b" X: y\r\n",
        b"X: y\r\n z\r\n",
        b"X: y\r\n\tz\r\n",
        b"X: y\nZ: w\r\n",
        b"X: y\rZ: w\r\n",
        b"X: y\0z\r\n",
        b"no colon\r\n",
        b"\xc3\x91: v\r\n",
        b"X: y\r\n" * MAX_HEADERS,
    ],
)
def test_lines_that_nobody_serves(lines):
    assert is_refused(lines)
    assert read(lines) is None


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        (b"GET / HTTP/1.0\r\n", b""),
        (b"POST / HTTP/1.1\r\n", b"Transfer-Encoding: chunked\r\n"),
        (b"POST / HTTP/1.1\r\n", b"Expect: 100-continue\r\n"),
        (b"POST / HTTP/1.1\r\n", b"Content-Length: %d\r\n" % (MAX_BODY_BYTES + 1)),
        (b"GET / HTTP/1.1\r\n", b"Cookie: " + b"x" * 9_000 + b"\r\n"),
    ],
)
def test_what_is_well_said_and_eventlets_to_serve(line, lines):
    assert not is_refused(lines, line)
    assert read(lines, line) is None


def test_without_a_host_nobody_knows_to_whom_it_is_said():
    assert is_refused(b"Accept: a\r\n", host=b"")
    assert not is_refused(line=b"GET / HTTP/1.0\r\n", host=b"")


PIECES = st.sampled_from(
    [b"Host", b"X", b"Content-Length", b"x_y", b":", b" ", b"\t", b"\r\n", b"\n", b"\r", b"\0"]
    + [b"a", b"12", b",", b"\xe9", b"Accept"]
)


HEADER = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([^\r\n\0]*)")  # RFC 9112 §5


@given(st.lists(PIECES, max_size=30).map(b"".join))
def test_whatever_is_read_is_lines_of_the_rfc_and_means_what_they_say(lines):
    try:
        request = read_request(b"GET /123456 HTTP/1.1\r\n" + HOST + lines + b"\r\n")
    except BadRequest:
        return
    expected: dict[str, str] = {}
    assert b"\r\n\r\n" not in HOST + lines, "something behind the end was read"
    for each in (HOST + lines).split(b"\r\n")[:-1]:
        found = HEADER.fullmatch(each)
        assert found, "a line that is no header was read"
        value = found[2].strip(b" \t").decode("latin-1")
        if key := name_in_environ(found[1]):
            expected[key] = f"{expected[key]},{value}" if key in expected else value
    assert request.fields == expected
