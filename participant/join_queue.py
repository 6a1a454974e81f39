"""Queue of typed codes that are to be looked up. Pure: the moment is told, nobody waits here.

Wrong codes are paid by an address's own rate limit, which fills slowly, and by one window for all;
right ones cost nothing. So however many connections guess, no more codes are tried than are paid.
"""

from __future__ import annotations

import math
import random
from bisect import insort
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from operator import attrgetter

from web.rate_limit import RateLimiter

MAX_TRACKED_ADDRESSES = 10_000  # whose wrong codes are counted; one that is forgotten is full again
MAX_WAITERS = 400  # connections that wait, of all addresses together: each holds a place
MIN_TYPING_S = 0.3  # nobody reads «wrong» and types six digits faster
MAX_CODES_AHEAD = 4  # counted in an estimate; turns alternate between both ends of the line
CALL_RETRY_S = 0.5  # while other codes are being looked up, for an unknown time


@dataclass(frozen=True)
class Limits:
    """Limits of one process for typed codes: its share of the whole server's."""

    at_once: float  # wrong codes of one address
    each_s: float  # seconds after which it may try one more
    overall: int  # wrong codes of all addresses together
    window_s: float  # within so many seconds

    def share(self, processes: int) -> Limits:
        """The part of one of so many processes: all parts together are no more than the whole."""
        return Limits(
            max(1.0, self.at_once / processes),
            self.each_s * processes,
            max(1, self.overall // processes),
            self.window_s,
        )


class Waiter:
    """One typed code of one connection."""

    __slots__ = ("address", "is_called", "is_sent_away", "since", "wake")

    def __init__(self, address: str, since: float, wake: Callable[[], None]):
        self.address = address
        self.since = since  # when it first came, also where it has asked again meanwhile
        self.wake = wake  # called when one of the two below becomes true
        self.is_called = False  # it is its turn
        self.is_sent_away = False  # somebody newer has its place in line


class JoinQueue:
    """Typed codes in line, and the wrong ones that may still be tried; monotonic seconds."""

    def __init__(self, limits: Limits, max_in_line: int = MAX_WAITERS):
        self.limits = limits
        self.max_in_line = max_in_line
        self._wrong_codes = RateLimiter(1 / limits.each_s, limits.at_once, MAX_TRACKED_ADDRESSES)
        self._lines: dict[str, list[Waiter]] = {}  # each in the order of coming
        self._in_line = 0
        self._wrong: deque[float] = deque()  # when a wrong code was tried
        self._looked_up = 0  # called, and not done yet
        self._oldest_next: dict[str, bool] = {}  # of those in line
        self._heard_wrong: dict[str, float] = {}  # when; of those in line

    def seconds_closed(self, now: float) -> float:
        """Return seconds for which all typed codes are refused; 0 if they are not."""
        wrong = self._wrong
        while wrong and wrong[0] <= now - self.limits.window_s:
            wrong.popleft()
        if len(wrong) < self.limits.overall:
            return 0.0
        return wrong[0] + self.limits.window_s - now

    def seconds_to_next(self, address: str, now: float) -> float:
        """Return seconds until a waiter of this address may be called."""
        left = self._wrong_codes.left(address, now)
        if left >= 1:
            return CALL_RETRY_S
        return max(0.001, (1 - left) * self.limits.each_s)

    def seconds_to_turn(self, address: str, now: float) -> float:
        """Estimate the seconds that a newcomer of this address will wait."""
        ahead = min(max(0, len(self._lines.get(address, ())) - 1), MAX_CODES_AHEAD)
        return self.seconds_to_next(address, now) + ahead * self.limits.each_s

    def come(self, address: str, since: float, wake: Callable[[], None], now: float) -> Waiter:
        """Join the line. Where it is full, somebody of the longest one loses the place by lot.

        The first who comes the moment after somebody heard «wrong» is most likely the same, and no
        newcomer: it stands in the middle of the line.
        """
        if self._in_line >= self.max_in_line:
            longest = max(self._lines.values(), key=len)
            sent_away = longest[random.randrange(len(longest))]  # noqa: S311 - nothing to guess
            self.leave(sent_away)
            sent_away.is_sent_away = True
            sent_away.wake()
        waiter = Waiter(address, since, wake)
        line = self._lines.setdefault(address, [])
        if (
            line
            and since == now
            and now - self._heard_wrong.pop(address, -MIN_TYPING_S) < MIN_TYPING_S
        ):
            waiter.since = line[len(line) // 2].since
        insort(line, waiter, key=attrgetter("since"))
        self._in_line += 1
        return waiter

    def leave(self, waiter: Waiter) -> None:
        """Remove a waiter from its line, called or not."""
        line = self._lines.get(waiter.address)
        if line is None or waiter not in line:
            return
        line.remove(waiter)
        self._in_line -= 1
        if not line:
            del self._lines[waiter.address]
            self._oldest_next.pop(waiter.address, None)
            self._heard_wrong.pop(waiter.address, None)

    def call(self, address: str, now: float) -> None:
        """Call as many of this address as there is something to spend for.

        Newest and oldest in turn, another after each wrong one: connections that guess are either
        old, because they wait, or new, because they do not; people of the room are at one end.
        """
        while line := self._lines.get(address):
            if (
                self.seconds_closed(now)
                or len(self._wrong) + self._looked_up >= self.limits.overall
            ):
                return
            if self._wrong_codes.left(address, now) < 1 or not self._wrong_codes.allows(
                address, now
            ):
                return
            waiter = line[0] if self._oldest_next.get(address) else line[-1]
            self.leave(waiter)
            self._looked_up += 1
            waiter.is_called = True
            waiter.wake()

    def done(self, waiter: Waiter, *, wrong: bool, now: float) -> None:
        """Note a looked-up code: a wrong one has spent its token, a right one gets it back."""
        self._looked_up -= 1
        if wrong:
            self._wrong.append(now)
            if waiter.address in self._lines:
                self._oldest_next[waiter.address] = not self._oldest_next.get(waiter.address)
                self._heard_wrong[waiter.address] = now
        else:
            self._wrong_codes.give_back(waiter.address, now)
        self.call(waiter.address, now)


def whole_seconds(seconds: float) -> int:
    """Round seconds up for people; at least one."""
    return max(1, math.ceil(seconds))


# cache: of its argument and nothing else
@lru_cache(maxsize=MAX_TRACKED_ADDRESSES)
def network_of(address: str) -> str:
    """Network that counts as one address: of IPv6 the /64, one household's; "" for none."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return found.packed[:8].hex(":", 2) + "::/64"
