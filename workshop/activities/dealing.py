"""Dealing cards so that each is read as often as every other, as far as who may read it allows.

A greedy hand, then paths that lower the total cost until none is left: the semi-matching of Harvey,
Ladner, Lovász and Tamir (2006). Counts then differ by at most one wherever that is possible.
"""

from collections import Counter
from collections.abc import Mapping, Set
from heapq import nsmallest


def deal(
    may_read: Mapping[str, Set[str]], each: int, exposed: Mapping[str, int]
) -> dict[str, tuple[str, ...]]:
    """``each`` cards (or all there are) for every reader, of those the reader may read.

    ``exposed`` counts the hands that were dealt before and stay as they are.
    """
    count = Counter(exposed)
    hands: dict[str, set[str]] = {}
    for reader, cards in may_read.items():
        hands[reader] = set(nsmallest(each, cards, key=lambda card: (count[card], card)))
        count.update(hands[reader])
    _even_out(hands, may_read, count)
    return {reader: tuple(sorted(hand)) for reader, hand in hands.items()}


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
