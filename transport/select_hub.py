"""Limit on sockets where a system can only wait with ``select``, as Windows.

CPython's ``select`` raises ValueError beyond 512 sockets on Windows, and for file numbers from
1,024 on elsewhere. eventlet does not expect it: the loop would end, and the workshop with it.
"""

import errno
import logging
import os

from eventlet import hubs, patcher, support
from eventlet.hubs import hub, selects

log = logging.getLogger("mano_alzada.transport")

MAX_WAITING_FILES = 508  # of 512: a few are taken while the list is made
MAX_FILE_NUMBER = 1_023 if os.name != "nt" else 2**31
MAX_CONNECTIONS = 480  # the rest is for listening, native threads, the trainer and for saying no
MAX_PHONES = 440  # seats: pages that are being loaded need connections too
LOG_INTERVAL_S = 60.0  # between two log lines about what was turned away

_select = patcher.original("select").select


class Hub(selects.Hub):
    """eventlet's select hub, which refuses a connection too many instead of ending the loop."""

    def __init__(self, clock=None):
        super().__init__(clock)
        self.listening_files: set[int] = set()  # files that may always wait: those we listen at
        self.refused = 0
        self._logged_at = -LOG_INTERVAL_S

    def add(self, evtype, fileno, cb, tb, mark_as_closed):
        """Wait for a file. Raises OSError (EMFILE) where select can wait for no more."""
        waiting = len(self.listeners[self.READ]) + len(self.listeners[self.WRITE])
        if fileno > MAX_FILE_NUMBER or (
            waiting >= MAX_WAITING_FILES and fileno not in self.listening_files
        ):
            self._note_refusal()
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        return super().add(evtype, fileno, cb, tb, mark_as_closed)

    def wait(self, seconds=None):
        """Call back whoever's file is ready, after ``seconds`` at most."""
        readers, writers = self.listeners[self.READ], self.listeners[self.WRITE]
        if not readers and not writers:
            super().wait(seconds)
            return
        everyone = list({*readers, *writers})
        try:
            to_read, to_write, broken = _select(list(readers), list(writers), everyone, seconds)
        except ValueError:
            self._remove_bad_fds()  # closed behind our back: its number is −1 or another's
            return
        except OSError as error:
            if support.get_errno(error) in selects.BAD_SOCK:
                self._remove_bad_fds()
            elif support.get_errno(error) != errno.EINTR:
                raise
            return
        self._call(readers, [*broken, *to_read])
        self._call(writers, [*broken, *to_write])

    def _call(self, listeners, filenos) -> None:
        for fileno in filenos:
            try:
                listeners.get(fileno, hub.noop).cb(fileno)
            except self.SYSTEM_EXCEPTIONS:
                raise
            except BaseException as error:  # noqa: BLE001 - as eventlet: one file is not everyone's
                self.squelch_exception(fileno, (type(error), error, error.__traceback__))

    def _remove_bad_fds(self):
        for fileno in [*self.listeners[self.READ], *self.listeners[self.WRITE]]:
            try:
                _select([fileno], [], [], 0)
            except (OSError, ValueError):
                self.remove_descriptor(fileno)

    def _note_refusal(self) -> None:
        self.refused += 1
        now = self.clock()
        if now - self._logged_at > LOG_INTERVAL_S:
            self._logged_at = now
            log.warning("no room to wait for another connection; so far: %d", self.refused)


def use_where_needed() -> bool:
    """Install our hub where eventlet uses ``select``; return whether it does. Call it first."""
    if is_used() and not isinstance(hubs.get_hub(), Hub):
        hubs.use_hub(Hub)
    return is_used()


def is_used() -> bool:
    """Does this process wait with ``select``?"""
    return isinstance(hubs.get_hub(), selects.Hub)
