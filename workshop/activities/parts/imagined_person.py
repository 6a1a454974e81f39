"""A person who is imagined: leans as the room leans, has words ready. For rehearsals and tests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")

SPREAD_SHARE = 0.19  # of a scale's length: how far people stand from the room's middle
PREFERENCE_STEEPNESS = 1.7  # how much more the favourite is liked than the last one


@dataclass(frozen=True)
class Person:
    """Somebody about to answer one question.

    ``chance`` is theirs. What the whole room shares (what it likes, where its middle lies) is the
    same for the same ``question``, whoever is asked. ``offered`` are the cards on this phone.
    """

    chance: Random
    question: str = ""
    offered: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()  # how the room leans among the options; (): as it happens
    again: bool = False  # has answered the same question before, and heard others since
    says: Callable[[str], str] = lambda topic: "Escuchar antes de explicar"

    def likely(self, share: float) -> bool:
        """True for about ``share`` of the people."""
        return self.chance.random() < share

    def pick(self, values: Sequence[T]) -> T:
        """One of ``values``, the room's favourites more often."""
        return self.chance.choices(values, self._liking(len(values)))[0]

    def several(self, values: Sequence[T], most: int, least: int = 1) -> list[T]:
        """From ``least`` to ``most`` different ones."""
        most = min(most, len(values))
        return self.order(values)[: self.chance.randint(min(least, most), most)]

    def order(self, values: Sequence[T]) -> list[T]:
        """All of ``values``, the liked ones mostly first."""
        left, weights, ordered = list(values), list(self._liking(len(values))), []
        while left:
            at = self.chance.choices(range(len(left)), weights)[0]
            ordered.append(left.pop(at))
            weights.pop(at)
        return ordered

    def mark(self, lowest: int, highest: int, topic: Any = "") -> int:
        """A point of a scale; the room has its middle for each ``topic`` of the question."""
        length = highest - lowest
        if self.weights and len(self.weights) == length + 1:
            return self.pick(range(lowest, highest + 1))
        middle = lowest + length * self._room(topic).uniform(0.3, 0.85)
        mark = round(self.chance.gauss(middle, SPREAD_SHARE * length))
        return max(lowest, min(highest, mark))

    def share_out(self, total: int, step: int, among: int) -> list[int]:
        """``total`` in units of ``step`` for so many options."""
        given = [0] * among
        for at in self.chance.choices(range(among), self._liking(among), k=total // step):
            given[at] += step
        given[0] += total % step
        return given

    def _liking(self, of: int) -> Sequence[float]:
        if len(self.weights) == of:
            return self.weights
        liking = [PREFERENCE_STEEPNESS**-place for place in range(of)]
        self._room("liking").shuffle(liking)
        return liking

    def _room(self, topic: Any) -> Random:
        return Random(f"{self.question}/{topic}")  # noqa: S311 - a simulation
