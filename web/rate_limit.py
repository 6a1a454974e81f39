"""Rate limiting by token bucket: so much at once, then so much a second, for each key."""

import time
from collections.abc import Callable, Container
from math import ceil

from workshop.bounded_dict import BoundedDict
from workshop.refused import Refused

MAX_KEYS = 10_000  # that are remembered; one that is forgotten has a full bucket again
MAX_WAIT_S = 3_600  # reported where a bucket never fills


class TokenBucket:
    """Limiter of one key: ``burst`` at once, then ``rate`` a second. Moments are monotonic."""

    __slots__ = ("burst", "filled_at", "rate", "refused", "tokens")

    def __init__(self, rate: float, burst: float, now: float | None = None):
        self.rate = rate
        self.burst = self.tokens = burst
        self.filled_at = time.monotonic() if now is None else now
        self.refused = 0  # times that there was no token

    def take(self, now: float | None = None) -> bool:
        """Spend a token; False if there is none."""
        if self.fill(now) >= 1:
            self.tokens -= 1
            return True
        self.refused += 1
        return False

    def give_back(self, now: float | None = None) -> None:
        """Put back a token that was spent in vain."""
        self.tokens = min(self.burst, self.fill(now) + 1)

    def fill(self, now: float | None = None) -> float:
        """Add the tokens earned since the last call. Returns the tokens there are."""
        now = time.monotonic() if now is None else now
        self.tokens = min(self.burst, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now
        return self.tokens

    def seconds_to_next(self) -> int:
        """Return whole seconds from the last fill until there is a token; at least one."""
        return max(1, ceil((1 - self.tokens) / self.rate)) if self.rate else MAX_WAIT_S


class RateLimiter:
    """A token bucket for each key: a phone, an address, a socket.

    A key beyond ``max_keys`` pushes out the one that asked for nothing for longest: most likely its
    bucket is full again.
    """

    def __init__(
        self,
        rate: float,
        burst: float,
        max_keys: int = MAX_KEYS,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.rate = rate
        self.burst = burst
        self.clock = clock
        self._buckets: BoundedDict[str, TokenBucket] = BoundedDict(max_keys)

    def __len__(self) -> int:
        """Count the keys that are remembered."""
        return len(self._buckets)

    def require(self, key: str) -> None:
        """Spend a token of ``key``. Raises Refused("too_fast", seconds=…)."""
        if not self.allows(key):
            raise Refused("too_fast", seconds=self._buckets[key].seconds_to_next())

    def allows(self, key: str, now: float | None = None) -> bool:
        """Spend a token of ``key``; False if there is none."""
        now = self.clock() if now is None else now
        bucket = self._buckets.get(key) or TokenBucket(self.rate, self.burst, now)
        self._buckets[key] = bucket  # the newest from now on
        return bucket.take(now)

    def left(self, key: str, now: float | None = None) -> float:
        """Return the tokens of ``key`` at this moment."""
        bucket = self._buckets.get(key)
        return bucket.fill(self.clock() if now is None else now) if bucket else self.burst

    def give_back(self, key: str, now: float | None = None) -> None:
        """Put back a token of ``key`` that was spent in vain."""
        if bucket := self._buckets.get(key):
            bucket.give_back(self.clock() if now is None else now)

    def keep_only(self, keys: Container[str]) -> None:
        """Forget all other keys."""
        self._buckets.discard_where(lambda key, _: key not in keys)

    def clear(self) -> None:
        """Forget every key: all buckets are full."""
        self._buckets.clear()
