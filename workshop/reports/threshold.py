"""The one rule about groups too small to show. Pages, exports and the wall all ask here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from workshop.activities import Activity
from workshop.statistics.suppression import withheld

MIN_K = 3  # below this no setting goes: two people always know each other's answer
DEFAULT_K = 5  # people; domain.md §7, after Glint and Culture Amp


@dataclass(frozen=True)
class Threshold:
    """``k`` is the smallest group whose answers may be shown."""

    k: int = DEFAULT_K

    def __post_init__(self):
        if self.k < MIN_K:
            raise ValueError(f"k is at least {MIN_K}")

    def shows_group(self, n: int) -> bool:
        """May a part of the room (a segment, people who moved) of ``n`` people be shown?"""
        return n >= self.k

    def withholds(self, sizes: Mapping[str, int], already: Collection[str] = ()) -> frozenset[str]:
        """Return the parts of a room of ``sizes`` people that may not be told beside its whole."""
        return withheld(sizes, self.k, already)

    def protect(self, activity: Activity, tally: Mapping[str, Any]) -> dict[str, Any]:
        """A room's tally without its parts that are smaller than k, as the kind knows them."""
        return activity.protect(tally, self.k)

    def shows_room(self, n: int, mode: str) -> bool:
        """May the whole room's result with ``n`` valid answers be shown to the room itself?

        In mode A the promise is anonymity, so the room counts as a group; in N and S everyone
        present knows who is present, and only parts of the room are protected. Nothing answered
        is nothing to protect.
        """
        return n == 0 or mode != "A" or self.shows_group(n)
