"""Strangers fill no log: one line of a kind a minute, and little of what they sent in it."""

import logging
from io import BytesIO

import pytest

from transport.http import eventlet_protocol
from web import log_filter
from web.edge import EdgeMiddleware
from web.log_filter import MAX_LINE_CHARACTERS, OncePerMinute

BAD_PADDING = b"b4AAAAA"  # engineio wrote a stack trace for each of these


@pytest.fixture
def library(caplog):
    """A library's logger, as ours are set: (the logger, what was written)."""
    logger = logging.getLogger("engineio.server")
    logger.filters[:] = [OncePerMinute()]
    return logger, caplog


def test_d11_a_thousand_of_a_kind_are_one_line_and_no_trace_of_each(library, monkeypatch):
    logger, written = library
    for number in range(1_000):
        logger.error(f"Invalid session {number}")  # noqa: G004 - as engineio does it
    assert [record.getMessage() for record in written.records] == ["Invalid session 0 (so far: 1)"]
    monkeypatch.setattr(log_filter, "LOG_INTERVAL_S", 0.0)
    logger.error("another place in the code")
    assert len(written.records) == 2


def test_what_strangers_sent_is_short_and_plain(library):
    logger, written = library
    logger.error("Invalid session %s", "\x1b[2J\u202e" + "x" * 5_000)
    said = written.records[0].getMessage()
    assert said.isascii()
    assert len(said) < MAX_LINE_CHARACTERS + 20


def test_d11_bytes_in_text_are_refused_before_anybody_reads_them():
    said = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/socket.io/",
        "QUERY_STRING": "EIO=4&transport=polling&sid=x",
        "HTTP_HOST": "aula:5000",
        "CONTENT_LENGTH": str(len(BAD_PADDING)),
        "wsgi.input": BytesIO(BAD_PADDING),
    }
    middleware = EdgeMiddleware(lambda *_: pytest.fail("it was let through"))
    assert middleware(environ, lambda status, *_: said.append(status)) == [b""]
    assert said == ["400 Bad Request"]


def test_who_hangs_up_first_is_no_news(caplog):
    eventlet_protocol.CountedLog().write(
        "server=x client=y socket shutdown error: [Errno 9] Bad file"
    )
    assert caplog.records == []
