"""Throttle of typed codes, before a code is looked up: so no reply's delay tells if it exists."""

import hashlib
import hmac
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, current_app, request

from participant.join_queue import (
    JoinQueue,
    Limits,
    Waiter,
    network_of,
    whole_seconds,
)
from workshop.refused import Refused

MAX_HOLD_S = 25.0  # that a request waits; then the phone asks again. Browsers give up at 60
PLACE_TIMEOUT_S = 10.0  # that a place in line is kept until the phone asks again
MAX_PAST_WAIT_S = 600.0  # that earlier requests of a place can count


class Attempt:
    """One typed code whose turn it is."""

    is_wrong = False


class GuessThrottle:
    """Queue of typed codes, each within the request that brought it; safe between threads."""

    def __init__(
        self,
        limits: Limits,
        secret: str,
        hold_s: float = MAX_HOLD_S,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,  # the same in every process
    ):
        self.queue = JoinQueue(limits)
        self.clock = clock
        self.wall_clock = wall_clock
        self.hold_s = hold_s
        self._secret = secret.encode()
        self._lock = threading.Lock()  # tests and tools serve with threads

    @contextmanager
    def turn(self, address: str, *, place: str = "", at_once: bool = False) -> Iterator[Attempt]:
        """Wait for a turn; the code is looked up within, and ``is_wrong`` set if it is wrong.

        ``place`` is the one an earlier refusal gave, so that asking again keeps it. ``at_once``
        does not wait. Raises Refused: codes_paused where the whole server had too many wrong
        codes, in_line, with seconds and a place, where the turn is further away than ``hold_s``.
        """
        waiter = self._wait(network_of(address), place, at_once)
        attempt = Attempt()
        try:
            yield attempt
        finally:
            with self._lock:
                self.queue.done(waiter, wrong=attempt.is_wrong, now=self.clock())

    def _wait(self, network: str, place: str, at_once: bool) -> Waiter:
        came = self.clock()
        until = came + (0.0 if at_once else self.hold_s)
        called = threading.Event()
        self._check_open()
        with self._lock:
            since = self._since(network, place, came)
            waiter = self.queue.come(network, since, called.set, came)
        while True:
            now = self.clock()
            with self._lock:
                self.queue.call(network, now)
                if waiter.is_called:
                    return waiter
                pause = self.queue.seconds_to_next(network, now)
                seconds = self.queue.seconds_to_turn(network, now)
                is_closed = self.queue.seconds_closed(now) > 0
                if now >= until or is_closed or waiter.is_sent_away:
                    self.queue.leave(waiter)
                    break
            called.wait(min(pause, until - now))
        self._check_open()
        raise Refused("in_line", seconds=whole_seconds(seconds), place=self._place(waiter))

    def _check_open(self) -> None:
        with self._lock:
            seconds = self.queue.seconds_closed(self.clock())
        if seconds:
            raise Refused("codes_paused", seconds=whole_seconds(seconds))

    # --- a place in line, as a phone keeps it between two requests --------------------------------

    def _place(self, waiter: Waiter) -> str:
        """Since when it waits, signed; good for a few seconds, and for this network."""
        at = self.wall_clock()
        said = f"{at - (self.clock() - waiter.since):.1f}_{at + PLACE_TIMEOUT_S:.1f}"
        return f"{said}_{self._sign(waiter.address, said)}"

    def _since(self, network: str, place: str, now: float) -> float:
        """Seconds by this process's clock when it first came; ``now`` if ``place`` is not ours."""
        at = self.wall_clock()
        said, _, signed = place.rpartition("_")
        if not place.isascii() or not hmac.compare_digest(signed, self._sign(network, said)):
            return now
        since, _, until = said.partition("_")
        return now if at > float(until) else now - min(max(0.0, at - float(since)), MAX_PAST_WAIT_S)

    def _sign(self, network: str, said: str) -> str:
        text = f"{network} {said}".encode(errors="surrogatepass")
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()[:32]


def client_address() -> str:
    """Return the address of who asks, as the network knows it."""
    return request.remote_addr or ""


def join_throttle() -> GuessThrottle:
    """Return the throttle of the six-digit join codes."""
    return current_app.extensions["join_throttle"]


def return_code_throttle() -> GuessThrottle:
    """Return the throttle of return codes, which phones made."""
    return current_app.extensions["return_code_throttle"]


def init_app(app: Flask) -> None:
    """Give the app its throttles; each process has its share of the whole server's limits."""
    whole = Limits(
        app.config["WRONG_CODES"],
        app.config["WRONG_CODES_EACH"],
        app.config["WRONG_CODES_OVERALL"],
        app.config["WRONG_CODES_WINDOW_S"],
    )
    for name in ("join_throttle", "return_code_throttle"):
        share = whole.share(app.config["WORKERS"])
        app.extensions[name] = GuessThrottle(share, app.config["SECRET_KEY"])
