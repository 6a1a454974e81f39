"""Activities that deal cards: each phone is handed a few to read, and answers about those."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.parts.made_of_rounds import Source


@dataclass(frozen=True)
class Reader:
    """A phone to deal to: its ballot ``key``, and whose it is where that may be known."""

    key: str
    by: str = ""


class DealsCards:
    """Gives each phone something of its own, so that no table answers with one."""

    tables_may_answer: ClassVar[bool] = False

    def deal(
        self,
        readers: Sequence[Reader],
        dealt: Mapping[str, Sequence[str]],
        sources: Mapping[str, Source],
    ) -> dict[str, tuple[str, ...]]:
        """Cards for each of ``readers``, by key; ``dealt`` is what others hold already."""
        raise NotImplementedError

    def handed(self, cards: Sequence[str]) -> list[dict[str, str]]:
        """Texts that a phone with ``cards`` may read now: [{"card", "text"}]."""
        raise NotImplementedError

    def check(self, value: Any, handed: Sequence[str]) -> None:
        """Refuse a parsed ``value`` that does not fit what was handed. Raises `InvalidAnswer`."""
        raise NotImplementedError
