"""Dealing cards so that each is read as often as every other, as far as who may read it allows.

A greedy hand, then paths that lower the total cost until none is left: the semi-matching of Harvey,
Ladner, Lovász and Tamir (2006). Counts then differ by at most one wherever that is possible.
"""

from collections import Counter
from collections.abc import Mapping, Set
from heapq import heapify, heappop, heappush


def deal(
    may_read: Mapping[str, Set[str]], each: int, exposed: Mapping[str, int]
) -> dict[str, tuple[str, ...]]:
    """``each`` cards (or all there are) for every reader, of those the reader may read.

    ``exposed`` counts the hands that were dealt before and stay as they are.
    """
    count = Counter(exposed)
    hands: dict[str, set[str]] = {}
    heaps: dict[int, list[tuple[int, str]]] = {}  # one for each set that readers share
    for reader, cards in may_read.items():
        heap = heaps.setdefault(id(cards), [])
        if not heap:
            heap += [(count[card], card) for card in cards]
            heapify(heap)
        hands[reader] = _least_read(heap, each, count)
        count.update(hands[reader])
        for card in hands[reader]:
            heappush(heap, (count[card], card))
    _even_out(hands, may_read, count)
    return {reader: tuple(sorted(hand)) for reader, hand in hands.items()}


def _least_read(heap: list[tuple[int, str]], each: int, count: Counter[str]) -> set[str]:
    """Take the ``each`` cards with the fewest readings; what the heap says may be out of date."""
    taken: set[str] = set()
    while heap and len(taken) < each:
        said, card = heappop(heap)
        if said == count[card]:
            taken.add(card)
        else:
            heappush(heap, (count[card], card))
    return taken


def _even_out(
    hands: dict[str, set[str]], may_read: Mapping[str, Set[str]], count: Counter[str]
) -> None:
    while any(
        _lower(level, hands, may_read, count) for level in sorted(set(count.values()), reverse=True)
    ):
        pass


def _lower(
    level: int, hands: dict[str, set[str]], may_read: Mapping[str, Set[str]], count: Counter[str]
) -> bool:
    """Pass one reading from a card with ``level`` of them to one with two fewer, or more."""
    holders: dict[str, list[str]] = {}
    for reader, hand in hands.items():
        for card in hand:
            holders.setdefault(card, []).append(reader)
    cards = set().union(*may_read.values()) | set(count)
    path: dict[str, tuple[str, str]] = {}
    waiting = [card for card in holders if count[card] == level]
    unseen = cards - set(waiting)
    for card in waiting:  # grows while it is walked: breadth first
        for reader in holders.get(card, ()):
            for other in (unseen & may_read[reader]) - hands[reader]:
                unseen.discard(other)
                path[other] = (card, reader)
                if count[other] <= level - 2:
                    _pass_along(other, path, hands, count)
                    return True
                waiting.append(other)
    return False


def _pass_along(
    card: str,
    path: Mapping[str, tuple[str, str]],
    hands: dict[str, set[str]],
    count: Counter[str],
) -> None:
    count[card] += 1
    while card in path:
        before, reader = path[card]
        hands[reader].remove(before)
        hands[reader].add(card)
        card = before
    count[card] -= 1
