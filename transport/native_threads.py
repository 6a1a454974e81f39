"""Run this in a native thread: for calls that would stop the loop and with it every phone."""

import ctypes
import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

log = logging.getLogger("mano_alzada.native")

MAX_THREADS = 20  # at once: a database call or two, a password, a document being set
WAKE_BYTE = b"\0"
M_ARENA_MAX, MAX_ARENAS = -8, 2  # mallopt(3)


def _here(function, *args, **kwargs):
    return function(*args, **kwargs)


# cache: of how this process waits, which patching decided once for every app in it
_run: Callable[..., Any] = _here


def run_natively(function, *args, **kwargs):
    """Call ``function`` where it may block; wait without holding up anyone."""
    return _run(function, *args, **kwargs)


def use_native_threads(async_mode: str) -> None:
    """Under eventlet, hop to native threads of our own; elsewhere threads are native already."""
    global _run
    _run = NativeThreads().run if async_mode == "eventlet" else _here
    if async_mode == "eventlet":
        keep_memory_together()


def keep_memory_together() -> None:
    """Let threads share their memory, where the C library is glibc: each would keep its own.

    One thread at a time does something here; with an arena each, memory grew by 0.3 MB a round.
    """
    with suppress(OSError, AttributeError, TypeError):  # the last one: Windows knows no «None»
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, MAX_ARENAS)


class Trip:
    """One call on its way to a native thread and back."""

    __slots__ = ("function", "args", "kwargs", "greenlet", "result", "error")

    def __init__(self, function, args, kwargs, greenlet):
        self.function = function
        self.args = args
        self.kwargs = kwargs
        self.greenlet = greenlet  # who waits; None once nobody does any more
        self.result = None
        self.error: BaseException | None = None

    def go(self) -> None:
        """Call it; in a native thread."""
        try:
            self.result = self.function(*self.args, **self.kwargs)
        except BaseException as error:  # noqa: BLE001 - it is raised again where it was asked for
            self.error = error


class NativeThreads:
    """As many threads as calls were ever made at once, and one line back to eventlet's hub.

    eventlet's own pool costs two and a half times as much for each call (75 against 30 µs): its
    queue is written in Python, and a greenlet of its own hands every result on.
    """

    def __init__(self):
        from eventlet import getcurrent, hubs, patcher

        self._hub_of_here, self._current = hubs.get_hub, getcurrent
        self._threading = patcher.original("threading")
        self._here = self._threading.local()
        self._waiting = patcher.original("queue").SimpleQueue()
        self._done: deque[Trip] = deque()
        self._ear, self._mouth = patcher.original("socket").socketpair()
        self._told = False  # is the hub about to look at what is done?
        self._listens = False
        self._busy = 0
        self._count = 0

    def run(self, function, *args, **kwargs):
        """Call ``function`` in a native thread; meanwhile everyone else is served."""
        hub, current = self._hub_of_here(), self._current()
        if current is hub.greenlet or getattr(self._here, "native", False):
            return function(*args, **kwargs)  # there is nobody to wait; or it is a thread already
        if not self._listens:
            self._listen(hub)
        trip = Trip(function, args, kwargs, current)
        self._busy += 1
        if self._count < min(self._busy, MAX_THREADS):
            self._begin_thread()
        self._waiting.put(trip)
        try:
            hub.switch()
        finally:
            trip.greenlet = None  # also where a timeout ended the waiting
        if trip.error is not None:
            try:
                raise trip.error
            finally:
                trip.error = None  # no circle from the error to its own traceback
        return trip.result

    def _listen(self, hub) -> None:
        self._listens = True
        self._ear.setblocking(False)
        self._mouth.setblocking(False)
        listener = hub.add("read", self._ear.fileno(), self._hand_back, _obsolete, None)
        listener.greenlet = hub.greenlet

    def _begin_thread(self) -> None:
        self._count += 1
        name = f"native-{self._count}"
        self._threading.Thread(target=self._work, name=name, daemon=True).start()

    def _work(self) -> None:
        self._here.native = True
        while True:
            trip = self._waiting.get()
            trip.go()
            self._done.append(trip)
            del trip  # or the last result would live until the next call
            if not self._told:
                self._tell()

    def _tell(self) -> None:
        self._told = True
        with suppress(BlockingIOError):  # it has been told often enough
            self._mouth.send(WAKE_BYTE)

    def _hand_back(self, _) -> None:
        """The hub calls: switch to everyone whose call is done."""
        with suppress(BlockingIOError):
            self._ear.recv(4096)
        self._told = False
        while self._done:
            trip = self._done.popleft()
            self._busy -= 1
            if trip.greenlet is None:
                continue
            try:
                trip.greenlet.switch()
            except Exception:  # noqa: BLE001 - the hub would stop listening to us, and with it everyone
                log.exception("a task died of an error of its own")


def _obsolete(error) -> None:
    """The hub says that our line's file number was taken by another; it lives as long as we do."""
    log.error("the line to native threads was taken: %s", error)
