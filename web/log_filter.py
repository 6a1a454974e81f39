"""Filter for libraries' logs of strangers' requests: one of a kind a minute, with their number.

A polling client that sends nonsense made engineio write a stack trace for each of its requests.
"""

import logging
import time

LOG_EVERY_S = 60.0
LOGGERS = "engineio.server", "socketio.server"
MAX_LINE_CHARACTERS = 120  # characters of a line: some of it was sent by whoever it is about


class OncePerMinute(logging.Filter):
    """Lets the first of a minute pass; a kind is the place in the code that says it."""

    def __init__(self):
        super().__init__()
        self._seen: dict[tuple[str, int], tuple[int, float]] = {}  # how many, when said

    def filter(self, record: logging.LogRecord) -> bool:
        """True for what is to be written; it then says how many there were so far."""
        place = (record.pathname, record.lineno)
        many, said = self._seen.get(place, (0, -LOG_EVERY_S))
        now = time.monotonic()
        is_due = now - said >= LOG_EVERY_S
        self._seen[place] = (many + 1, now if is_due else said)
        if is_due:
            text = record.getMessage().encode("ascii", "backslashreplace").decode()
            record.msg, record.args = "%s (so far: %d)", (text[:MAX_LINE_CHARACTERS], many + 1)
        return is_due


def init_app(app) -> None:
    """Put it before what both write; the handlers they gave themselves would say it twice."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.filters[:] = [OncePerMinute()]
