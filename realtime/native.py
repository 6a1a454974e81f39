"""Run this in a native thread: for calls that would stop the loop and with it every phone."""

from collections.abc import Callable
from typing import Any


def _here(function, *args, **kwargs):
    return function(*args, **kwargs)


_run: Callable[..., Any] = _here


def run_natively(function, *args, **kwargs):
    """Call ``function`` where it may block; wait without holding up anyone."""
    return _run(function, *args, **kwargs)


def use_native_threads(async_mode: str) -> None:
    """Under eventlet, hop to its pool of native threads; elsewhere threads are native already."""
    global _run
    if async_mode == "eventlet":
        from eventlet import tpool

        _run = tpool.execute
    else:
        _run = _here
