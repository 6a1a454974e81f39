"""A look at everyone now and then, that knows when it comes late itself."""

import time
from collections.abc import Iterator

import eventlet

MAX_DELAY_S = 1.0  # seconds by which a look may come late before nobody else is blamed for it


def ticks(seconds: float) -> Iterator[tuple[float, float]]:
    """(now, for how long we were held up), every so many ``seconds`` and for ever.

    A process that got no processor, a computer that slept: what was said meanwhile is still to be
    read, and nobody may be let go for it.
    """
    planned = time.monotonic() + seconds
    while True:
        eventlet.sleep(seconds)
        now = time.monotonic()
        late, planned = now - planned, now + seconds
        yield now, late if late > MAX_DELAY_S else 0.0
