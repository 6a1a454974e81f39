"""Guessing codes is made slow, and never a room's problem: only failures of an address count."""

import time
from collections import Counter, deque

from flask import current_app, request

from realtime.wire import socketio
from workshop.refused import Refused

_wrong: dict[str, deque[float]] = {}
_waiting: Counter[str] = Counter()  # address → requests that are being made to wait
ADDRESSES = 10_000  # remembered at most


def this_address() -> str:
    """Who asks, as the network knows them."""
    return request.remote_addr or ""


def wrong_code(address: str) -> None:
    """Remember one failure."""
    if len(_wrong) >= ADDRESSES:
        _wrong.pop(next(iter(_wrong)))
    _wrong.setdefault(address, deque(maxlen=200)).append(time.monotonic())


def slow_down_guessing(address: str) -> None:
    """After too many failures each try waits, cooperatively; nobody is ever locked out.

    Of one address as many may wait as a room has phones: each holds a connection meanwhile, and
    they would be nobody else's. Raises Refused("too_fast") beyond that.
    """
    failures = _wrong.get(address)
    if not failures:
        return
    config = current_app.config
    oldest = time.monotonic() - config["WRONG_CODES_WINDOW"]
    while failures and failures[0] < oldest:
        failures.popleft()
    if len(failures) <= config["WRONG_CODES"]:
        return
    if _waiting[address] >= config["CAPACITY_RUN"]:
        raise Refused("too_fast", seconds=config["WRONG_CODES_WAIT"])
    _waiting[address] += 1
    try:
        socketio.sleep(config["WRONG_CODES_WAIT"])
    finally:
        _waiting[address] -= 1
        if not _waiting[address]:
            del _waiting[address]
