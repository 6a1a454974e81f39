"""Events that a socket received, in order, and waiting for more: for a condition, never asleep."""

import threading
import time
from collections import defaultdict

TIMEOUT_S = 5.0  # seconds; a fact that takes longer will not come


class ReceivedEvents:
    """Events as they arrive. ``hears`` goes forward through them, ``latest`` is the last one."""

    def __init__(self):
        self.facts = defaultdict(list)  # name → payloads, first to last
        self.refused = None  # {code, message} if the door stayed shut
        self.connected = False
        self.arrived = {}  # name → when the last one came, on the monotonic clock
        self._seen = defaultdict(int)
        self._changed = threading.Condition()

    def note(self, fact, payload=None):
        """Something was heard."""
        with self._changed:
            self.facts[fact].append(payload)
            self.arrived[fact] = time.monotonic()
            self._changed.notify_all()

    def hears(self, fact, where=None, timeout=TIMEOUT_S):
        """The next ``fact`` that was not asked for yet and satisfies ``where``."""
        with self._changed:
            found = self._changed.wait_for(lambda: self._next(fact, where), timeout)
        if not found:
            heard = [self.said(fact, payload) for payload in self.facts[fact]]
            raise AssertionError(f"did not hear {fact}; heard {heard} and {sorted(self.facts)}")
        return found[0]

    def until(self, condition, timeout=TIMEOUT_S):
        """Wait until ``condition()`` holds, looking again whenever something was heard."""
        with self._changed:
            if not self._changed.wait_for(condition, timeout):
                raise AssertionError("waited in vain")

    def latest(self, fact):
        """The last ``fact`` heard, or None."""
        return self.facts[fact][-1] if self.facts[fact] else None

    def count(self, fact):
        """How often ``fact`` was heard: to say that nothing more came."""
        return len(self.facts[fact])

    @staticmethod
    def said(fact, payload):
        """A payload in a few words, for the message of a failed test."""
        if fact == "snapshot" and isinstance(payload, dict):
            return (payload["version"], payload["page"], payload["round"])
        return payload

    def _next(self, fact, where):
        heard = self.facts[fact]
        for position in range(self._seen[fact], len(heard)):
            if where is None or where(heard[position]):
                self._seen[fact] = position + 1
                return [heard[position]]
        return None
