"""Ticker for periodic checks, which reports when it was held up itself."""

import time
from collections.abc import Iterator

import eventlet

MAX_DELAY_S = 1.0  # of a tick; beyond it clients' deadlines are extended


def ticks(seconds: float) -> Iterator[tuple[float, float]]:
    """Yield (now, seconds this process was held up, else 0) every ``seconds``, for ever.

    After a delay (no processor, a computer that slept) what clients sent meanwhile is still
    unread, so no deadline may count it.
    """
    planned = time.monotonic() + seconds
    while True:
        eventlet.sleep(seconds)
        now = time.monotonic()
        late, planned = now - planned, now + seconds
        yield now, late if late > MAX_DELAY_S else 0.0
