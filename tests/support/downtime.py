"""Measuring downtime while servers are replaced: seconds unserved, seconds a phone was away."""

import asyncio
import http.client
import threading
import time
from contextlib import closing, suppress
from itertools import pairwise

PAUSE_S = 0.05  # seconds between two questions
TIMEOUT_S = 1.0  # seconds for an answer
POLL_S = 0.02  # seconds between two looks at the phones


class HealthWatch:
    """Asks several servers all the while whether they serve."""

    def __init__(self, ports):
        self._well = {port: [] for port in ports}  # when each said so
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(port,)) for port in ports]

    def __enter__(self):
        self._began = time.monotonic()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join()
        self._ended = time.monotonic()

    def longest_gap(self):
        """Seconds in which nobody said that it serves."""
        return self._longest(sum(self._well.values(), []))

    def absences(self):
        """The same, for each of them alone."""
        return [round(self._longest(moments), 2) for moments in self._well.values()]

    def _longest(self, moments):
        return max(b - a for a, b in pairwise([self._began, *sorted(moments), self._ended]))

    def _ask(self, port):
        while not self._over.wait(PAUSE_S):
            if is_serving(port):
                self._well[port].append(time.monotonic())


class PhoneAbsenceWatch:
    """Looks at phones all the while: who has no line?"""

    def __init__(self, phones):
        self._phones = phones
        self._away = {}  # phone → since when
        self._seconds = [0.0]

    def __enter__(self):
        self._watching = asyncio.create_task(self._watch())
        return self

    def __exit__(self, *_):
        self._watching.cancel()
        self._look()

    def longest(self):
        """Seconds that one of them was away."""
        return max(self._seconds)

    async def _watch(self):
        while True:
            self._look()
            await asyncio.sleep(POLL_S)

    def _look(self):
        now = time.monotonic()
        for phone in self._phones:
            if not phone.online:
                self._seconds.append(now - self._away.setdefault(phone.number, now))
            else:
                self._away.pop(phone.number, None)


def is_serving(port):
    """Does the server at this port say that it serves?"""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    with closing(line), suppress(OSError, http.client.HTTPException):
        line.request("GET", "/salud")
        return line.getresponse().status == 200
    return False
