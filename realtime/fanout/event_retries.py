"""Retries of facts that were committed and could not be told, until they are."""

import time
from dataclasses import dataclass

from flask import current_app

from realtime.protocol.background import do_for_ever
from realtime.protocol.socketio_server import socketio
from workshop.persistence.db import db
from workshop.persistence.event_bus import NotTold, hears
from workshop.persistence.events import DraftChanged

LOOK_S = 0.5  # between two looks at what waits
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 60.0  # before a try; each is twice as long as the one before
MOST_WAITING = 1_000  # facts; beyond, a screen that is loaded again shows what is true


@dataclass
class Retry:
    """Next try of a fact, in seconds of the monotonic clock, and seconds to wait after that."""

    at: float
    pause: float


def init_app(app) -> None:
    """Start with nothing that waits."""
    app.extensions["not_told"] = {}


@hears(NotTold)
def try_later(failure: NotTold) -> None:
    """Remember it; the same fact is told once, however often it failed.

    Not a draft: the next one says more, and must not be replaced by an older one.
    """
    db.session.rollback()  # what it read may be half read
    if isinstance(failure.fact, DraftChanged):
        return
    waiting: dict[NotTold, Retry] = current_app.extensions["not_told"]
    if failure not in waiting and len(waiting) < MOST_WAITING:
        waiting[failure] = Retry(time.monotonic() + FIRST_PAUSE_S, FIRST_PAUSE_S)


def tell_again(app, at: float) -> None:
    """Try what is due ``at`` this second of the monotonic clock. Nothing more is logged of it."""
    waiting: dict[NotTold, Retry] = app.extensions["not_told"]
    for failure, retry in tuple(waiting.items()):
        if retry.at > at:
            continue
        with app.app_context():
            try:
                failure.listener(failure.fact)
            except Exception:  # noqa: BLE001 - it was logged the first time
                retry.pause = min(2 * retry.pause, LONGEST_PAUSE_S)
                retry.at = at + retry.pause
            else:
                waiting.pop(failure, None)


def start(app) -> None:
    """Look twice a second."""

    def look():
        socketio.sleep(LOOK_S)
        if app.extensions["not_told"]:
            tell_again(app, time.monotonic())

    do_for_ever(look)
