"""Activities that are made of the answers of earlier rounds (docs/decisions/0030)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from workshop.activities.base import Activity
from workshop.activities.parts.answer_input import GivenAnswer


@dataclass(frozen=True)
class Source:
    """A closed round that another is made of: what was asked, and what was given."""

    activity: Activity
    round_id: int
    givens: tuple[GivenAnswer, ...] = ()
    k: int = 5  # people: no figure of fewer is told


@dataclass(frozen=True, kw_only=True)
class MadeOfRounds(Activity):
    """Asked as `prepared` makes it of its sources; that is what its round freezes."""

    empty_code: ClassVar[str] = "source_empty"  # of the refusal where it is not ready

    @property
    def made_of(self) -> tuple[str, ...]:
        """Those of its sources that `prepared` reads; the others only stand beside it."""
        return self.sources

    @property
    def needed(self) -> tuple[str, ...]:
        """Those of its sources without which it is not asked at all."""
        return self.sources

    @property
    def ready(self) -> bool:
        """Once prepared: did its sources give it enough to be asked?"""
        return True

    @property
    def edition(self) -> int:
        """A number that differs when a page that shows it while open has to be drawn anew."""
        return 0

    def prepared(self, sources: Mapping[str, Source]) -> Self:
        """The activity as it is asked, made of what its sources gave."""
        raise NotImplementedError

    def moderating(self, card: str, moderation: str) -> Self:
        """The same activity after the trainer hid or showed a text it is made of."""
        raise NotImplementedError


def needed_by(activity: Activity) -> tuple[str, ...]:
    """The earlier activities without a closed round of which ``activity`` is not asked."""
    return activity.needed if isinstance(activity, MadeOfRounds) else activity.sources
