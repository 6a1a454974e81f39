"""Suppression: parts of a whole that cannot be told without telling of fewer than k people."""

from collections.abc import Collection, Mapping

MIN_HIDDEN_PARTS = 2  # one hidden part alone is the whole minus the others


def withheld(sizes: Mapping[str, int], k: int, already: Collection[str] = ()) -> frozenset[str]:
    """The parts that may not be told, of parts of ``sizes`` people whose sum is told.

    Each part under ``k`` is withheld, and each that is withheld ``already`` elsewhere. While those
    are one alone, or fewer than ``k`` people together, the next smallest goes too: else it would be
    found by taking the others from the whole. Nobody hides anybody, so empty parts do not count;
    they are told where nobody is withheld, and look like any small part where somebody is.
    Source: domain.md §7.2–3, after Tivian's remainder rule; GV-11.
    """
    hidden = {part for part, people in sizes.items() if people < k or part in already}
    told = sorted((part for part in sizes if part not in hidden), key=lambda part: sizes[part])
    while told and not _safe([sizes[part] for part in hidden if sizes[part]], k):
        hidden.add(told.pop(0))
    return frozenset(hidden) if any(sizes[part] for part in hidden) else frozenset()


def _safe(hidden: Collection[int], k: int) -> bool:
    return not hidden or (len(hidden) >= MIN_HIDDEN_PARTS and sum(hidden) >= k)
