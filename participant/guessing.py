"""Guessing codes is made slow, and never a room's problem: only failures of an address count."""

import time
from collections import deque

from flask import current_app, request

from realtime.wire import socketio

_wrong: dict[str, deque[float]] = {}
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
    """After too many failures each try waits, cooperatively; nobody is ever locked out."""
    failures = _wrong.get(address)
    if not failures:
        return
    oldest = time.monotonic() - current_app.config["WRONG_CODES_WINDOW"]
    while failures and failures[0] < oldest:
        failures.popleft()
    if len(failures) > current_app.config["WRONG_CODES"]:
        socketio.sleep(current_app.config["WRONG_CODES_WAIT"])
