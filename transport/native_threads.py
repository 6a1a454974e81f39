"""Native threads under eventlet, for calls that would block the loop and with it every phone."""

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
        limit_malloc_arenas()


def limit_malloc_arenas() -> None:
    """Limit glibc's malloc to MAX_ARENAS, so that threads reuse each other's memory.

    One thread at a time is busy here; with an arena each, memory grew by 0.3 MB a round.
    """
    with suppress(OSError, AttributeError, TypeError):  # the last one: Windows knows no «None»
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, MAX_ARENAS)


class NativeCall:
    """One call on its way to a native thread and back."""

    __slots__ = ("function", "args", "kwargs", "greenlet", "result", "error")

    def __init__(self, function, args, kwargs, greenlet):
        self.function = function
        self.args = args
        self.kwargs = kwargs
        self.greenlet = greenlet  # who waits; None once nobody does any more
        self.result = None
        self.error: BaseException | None = None

    def run_here(self) -> None:
        """Call it; in a native thread."""
        try:
            self.result = self.function(*self.args, **self.kwargs)
        except BaseException as error:  # noqa: BLE001 - it is raised again where it was asked for
            self.error = error


class NativeThreads:
    """Pool of native threads, grown to the calls made at once, with one socket that wakes the hub.

    eventlet's own pool costs two and a half times as much for each call (75 against 30 µs): its
    queue is written in Python, and a greenlet of its own hands every result on.
    """

    def __init__(self):
        from eventlet import getcurrent, hubs, patcher

        self._get_hub, self._current = hubs.get_hub, getcurrent
        self._threading = patcher.original("threading")
        self._here = self._threading.local()
        self._waiting = patcher.original("queue").SimpleQueue()
        self._done: deque[NativeCall] = deque()
        self._wake_receiver, self._wake_sender = patcher.original("socket").socketpair()
        self._wake_sent = False  # is the hub about to look at what is done?
        self._is_listening = False
        self._busy = 0
        self._count = 0

    def run(self, function, *args, **kwargs):
        """Call ``function`` in a native thread; meanwhile everyone else is served."""
        hub, current = self._get_hub(), self._current()
        if current is hub.greenlet or getattr(self._here, "native", False):
            return function(*args, **kwargs)  # there is nobody to wait; or it is a thread already
        if not self._is_listening:
            self._listen(hub)
        call = NativeCall(function, args, kwargs, current)
        self._busy += 1
        if self._count < min(self._busy, MAX_THREADS):
            self._start_thread()
        self._waiting.put(call)
        try:
            hub.switch()
        finally:
            call.greenlet = None  # also where a timeout ended the waiting
        if call.error is not None:
            try:
                raise call.error
            finally:
                call.error = None  # no circle from the error to its own traceback
        return call.result

    def _listen(self, hub) -> None:
        self._is_listening = True
        self._wake_receiver.setblocking(False)
        self._wake_sender.setblocking(False)
        listener = hub.add(
            "read", self._wake_receiver.fileno(), self._resume_callers, _obsolete, None
        )
        listener.greenlet = hub.greenlet

    def _start_thread(self) -> None:
        self._count += 1
        name = f"native-{self._count}"
        self._threading.Thread(target=self._work, name=name, daemon=True).start()

    def _work(self) -> None:
        self._here.native = True
        while True:
            call = self._waiting.get()
            call.run_here()
            self._done.append(call)
            del call  # or the last result would live until the next call
            if not self._wake_sent:
                self._wake_hub()

    def _wake_hub(self) -> None:
        self._wake_sent = True
        with suppress(BlockingIOError):  # it has been told often enough
            self._wake_sender.send(WAKE_BYTE)

    def _resume_callers(self, _) -> None:
        """The hub calls: switch to everyone whose call is done."""
        with suppress(BlockingIOError):
            self._wake_receiver.recv(4096)
        self._wake_sent = False
        while self._done:
            call = self._done.popleft()
            self._busy -= 1
            if call.greenlet is None:
                continue
            try:
                call.greenlet.switch()
            except Exception:  # noqa: BLE001 - the hub would stop listening to us, and with it everyone
                log.exception("a task died of an error of its own")


def _obsolete(error) -> None:
    """The hub says that our line's file number was taken by another; it lives as long as we do."""
    log.error("the line to native threads was taken: %s", error)
