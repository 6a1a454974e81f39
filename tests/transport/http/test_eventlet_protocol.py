"""What broken requests leave in the log: one line a minute, and nothing of what was sent."""

import logging

from transport.http.eventlet_protocol import CountedLog

BROKEN = "Traceback (most recent call last):\n  File …\nValueError: a secret of somebody's"
GONE = "Traceback (most recent call last):\n  File …\nBrokenPipeError: [Errno 32] Broken pipe"


def test_the_first_is_told_and_all_are_counted(caplog):
    log = CountedLog()
    for _ in range(1_000):
        log.info(BROKEN)
    said = [record.getMessage() for record in caplog.records]
    assert said == ["broken requests so far: 1 (last: ValueError)"]
    assert log.broken == 1_000


def test_a_phone_that_went_away_is_no_news(caplog):
    caplog.set_level(logging.DEBUG)
    log = CountedLog()
    log.info(GONE)
    log.debug("connection reset by peer")
    assert (caplog.records, log.broken) == ([], 0)
