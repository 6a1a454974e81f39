"""When memory is tidied: not while a room is answering, nor while it comes in.

Python's full collection walks through everything that lives and stops everyone meanwhile: 54 to
381 ms were measured with a thousand phones inside, and while they come in there is something to
walk through every other moment: a fifteenth of what joining cost. What was made before serving is
set aside for good; the young generations are tidied as always, the old one when no round is open
and nobody has come for a second.
"""

import gc
import time

from realtime.protocol.background import run_forever
from realtime.state.joins import reception
from realtime.state.open_rounds import open_rounds

LOOK = 0.2  # seconds between two looks: a room is idle for a moment only
YOUNG = 5_000  # new containers until the youngest are looked at; an answer makes a dozen
MIDDLE = 10  # of those until the middle ones are
NEVER = 1_000_000_000  # the old ones are our business
WORTH_IT = 1  # middle collections since the last full one: below that there is nothing to find
TOO_MANY = 20  # of them while somebody waits: memory goes before smoothness


def start(app) -> None:
    """Set aside what lives for good, and look after the rest."""
    if app.config["ASYNC_MODE"] != "eventlet":
        return  # tests and tools share their process with others
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, NEVER)

    def look():
        time.sleep(LOOK)
        answering = any(live.activity.takes_answers for live in open_rounds.all())
        tidy(answering or reception.is_busy)

    run_forever(app, look)


def tidy(awaited: bool) -> bool:
    """Collect everything if it is worth it and nobody waits for us. Returns whether it did."""
    waiting = gc.get_count()[2]
    if waiting < (TOO_MANY if awaited else WORTH_IT):
        return False
    gc.collect()
    return True
