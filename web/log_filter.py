"""Log filter for engineio and socketio: one record of a kind a minute, with a count.

A polling client that sends nonsense made engineio write a stack trace for each of its requests.
"""

import logging
import time

LOG_INTERVAL_S = 60.0
LOGGERS = "engineio.server", "socketio.server"
MAX_LINE_CHARACTERS = 120  # some of a line is what a client sent


class OncePerMinute(logging.Filter):
    """Filter that passes one record a minute for each line of code that logs."""

    def __init__(self):
        super().__init__()
        self._seen: dict[tuple[str, int], tuple[int, float]] = {}  # how many, when said

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True if the record is due; its message then ends with the count so far."""
        place = (record.pathname, record.lineno)
        many, said = self._seen.get(place, (0, -LOG_INTERVAL_S))
        now = time.monotonic()
        is_due = now - said >= LOG_INTERVAL_S
        self._seen[place] = (many + 1, now if is_due else said)
        if is_due:
            text = record.getMessage().encode("ascii", "backslashreplace").decode()
            record.msg, record.args = "%s (so far: %d)", (text[:MAX_LINE_CHARACTERS], many + 1)
        return is_due


def init_app(app) -> None:
    """Add the filter to both loggers and drop their own handlers, which would log twice."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.filters[:] = [OncePerMinute()]
