"""Releases: people of each round whose answers outsiders are told, so that no two differ by few.

Two rounds of one question are two releases about nearly the same people. Where one of them has
people that the other lacks, but fewer than k, their answers are the difference. Then only those
who answered both are told of, in both rounds; or, where they are too few or nobody can join the
rounds, only the round that was frozen first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshop.models.round import Round
from workshop.models.run import Run
from workshop.reports.comparison import comparable, people_in
from workshop.reports.threshold import Threshold


@dataclass(frozen=True)
class Release:
    """Of a round: everyone's answers, or those of ``people`` where they are named."""

    people: frozenset[str] | None = None


@dataclass(frozen=True)
class People:
    """People who answered: the known ones, and the number of unknown ones (mode A, or erased)."""

    known: frozenset[str]
    unknown: int = 0

    def without(self, others: "People") -> int:
        """Number of people in here who are not among ``others``, at most."""
        if not self.known and not others.known:
            return max(0, self.unknown - others.unknown)
        return len(self.known - others.known) + self.unknown


def releases_of(
    run: Run, threshold: Threshold, told: Iterable[Round]
) -> Mapping[int, Release | None]:
    """By round id, what is told of each of ``told``; None where nothing is, beside another round.

    ``told`` are the rounds that nothing else forbids to tell.
    """
    rounds = sorted(told, key=lambda round: round.id)
    found: dict[int, Release | None] = {}
    for item in dict.fromkeys(round.item for round in rounds):
        found |= _of_one_item([each for each in rounds if each.item == item], threshold)
    return found


def some_of(given: Mapping[str, Any], people: Iterable[str]) -> list[Any]:
    """The values that ``people`` gave, in no order of theirs."""
    return [given[person] for person in sorted(people)]


def _of_one_item(rounds: Sequence[Round], threshold: Threshold) -> dict[int, Release | None]:
    who = {round.id: _people_of(round) for round in rounds}
    found: dict[int, Release | None] = {}
    populations: list[People] = []
    pair = comparable(rounds)
    if pair is not None and _differ_by_few(who[pair[0].id], who[pair[1].id], threshold):
        both = who[pair[0].id].known & who[pair[1].id].known
        if threshold.shows_group(len(both)):
            found = {round.id: Release(both) for round in pair}
            populations.append(People(both))
    for round in rounds:
        if round.id in found:
            continue
        if any(_differ_by_few(who[round.id], other, threshold) for other in populations):
            found[round.id] = None
            continue
        found[round.id] = Release()
        populations.append(who[round.id])
    return found


def _differ_by_few(one: People, other: People, threshold: Threshold) -> bool:
    apart = (one.without(other), other.without(one))
    return any(people > 0 and not threshold.shows_group(people) for people in apart)


def _people_of(round: Round) -> People:
    known = frozenset(people_in(round))
    return People(known, max(0, round.answered - len(known)))
