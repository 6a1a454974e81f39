"""Garbage collection schedule: not while a room is answering, nor while it joins.

Python's full collection walks through everything that lives and stops everyone meanwhile: 54 to
381 ms were measured with a thousand phones inside, and while they come in there is something to
walk through every other moment: a fifteenth of what joining cost. What was made before serving is
frozen; the young generations are collected as always, the old one when no round is open and nobody
has joined for a second.
"""

import gc
import time

from realtime.protocol.background import run_forever
from realtime.state.joins import join_batcher
from realtime.state.open_rounds import open_rounds

CHECK_INTERVAL_S = 0.2  # a room is idle for a moment only
YOUNG_THRESHOLD = 5_000  # new containers; an answer makes a dozen
MIDDLE_THRESHOLD = 10  # collections of the young generation
NEVER = 1_000_000_000  # Python's own threshold for the old generation: we collect it
MIN_MIDDLE_COLLECTIONS = 1  # since the last full one: below that there is nothing to find
MAX_MIDDLE_COLLECTIONS = 20  # while somebody waits: memory goes before smoothness


def start(app) -> None:
    """Freeze what was made before serving, and collect the rest when nobody waits."""
    if app.config["ASYNC_MODE"] != "eventlet":
        return  # tests and tools share their process with others
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_THRESHOLD, MIDDLE_THRESHOLD, NEVER)

    def wait_and_collect():
        time.sleep(CHECK_INTERVAL_S)
        answering = any(live.activity.takes_answers for live in open_rounds.all())
        collect_if_worth_it(answering or join_batcher.is_busy)

    run_forever(app, wait_and_collect)


def collect_if_worth_it(is_awaited: bool) -> bool:
    """Collect all generations if that finds something and nobody waits. Returns whether it did."""
    waiting = gc.get_count()[2]
    if waiting < (MAX_MIDDLE_COLLECTIONS if is_awaited else MIN_MIDDLE_COLLECTIONS):
        return False
    gc.collect()
    return True
