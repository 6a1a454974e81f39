"""Retries of committed events that a subscriber could not handle, until it can."""

import logging
import time
from dataclasses import dataclass

from realtime.protocol.background import run_forever
from workshop.persistence.event_bus import FailedDelivery
from workshop.persistence.events import DraftChanged

log = logging.getLogger("mano_alzada.event_retries")

CHECK_INTERVAL_S = 0.5
MIN_PAUSE_S, MAX_PAUSE_S = 0.5, 60.0  # before a try; each is twice as long as the one before
MAX_WAITING = 1_000  # deliveries; beyond, a screen that is loaded again shows what is true


@dataclass
class Retry:
    """Next try of a delivery, in seconds of the monotonic clock, and the pause before it."""

    at: float
    pause: float


class RetryQueue:
    """Deliveries of one app that failed and wait to be tried again, each once."""

    def __init__(self) -> None:
        self.waiting: dict[FailedDelivery, Retry] = {}

    def add(self, failed: FailedDelivery) -> None:
        """Log a failure and queue its retry; called while the exception is handled.

        One that waits already is not logged again, and tried soon. A draft is not tried again:
        the next one says more, and must not be replaced by an older one.
        """
        soon = Retry(time.monotonic() + MIN_PAUSE_S, MIN_PAUSE_S)
        if failed in self.waiting:
            self.waiting[failed] = soon
            return
        name = failed.subscriber.__qualname__
        log.error("%s failed at %r", name, failed.event, exc_info=True)
        if not isinstance(failed.event, DraftChanged) and len(self.waiting) < MAX_WAITING:
            self.waiting[failed] = soon

    def run_once(self, app, at: float) -> None:
        """Try what is due ``at`` this second of the monotonic clock."""
        for failed, retry in tuple(self.waiting.items()):
            if retry.at > at:
                continue
            with app.app_context():
                try:
                    failed.subscriber(failed.event)
                except Exception:  # noqa: BLE001 - it was logged the first time
                    retry.pause = min(2 * retry.pause, MAX_PAUSE_S)
                    retry.at = at + retry.pause
                else:
                    self.waiting.pop(failed, None)


def start(app) -> None:
    """Try what is due twice a second."""
    retries: RetryQueue = app.extensions["event_retries"]

    def run_due():
        time.sleep(CHECK_INTERVAL_S)
        if retries.waiting:
            retries.run_once(app, time.monotonic())

    run_forever(app, run_due)
