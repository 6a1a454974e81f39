"""Questions answered in words, whose piles or tables' lines a later question asks about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from workshop.activities.base import UNNAMED_PILE, Activity
from workshop.activities.parts.answer_input import GivenAnswer
from workshop.activities.parts.items_from import (
    ItemsFrom,
    OfferedItem,
    OffersItems,
    best_of,
    counted,
)
from workshop.activities.parts.made_of_rounds import Source

LINE = re.compile(r"\n|(?:^|(?<=\s))(?:\d{1,2}[.):]|[-–•*])(?=\s|$)")  # «1. Llegar 2. Pagar»


@dataclass(frozen=True, kw_only=True)
class OffersTexts(OffersItems, Activity):
    """Offers the names of its piles, and where tables answer each line that a table wrote."""

    @property
    def offers(self) -> tuple[str, ...]:
        return ("piles", "tables") if self.by_table else ("piles",)

    def offered_items(self, source: Source, wanted: ItemsFrom) -> tuple[OfferedItem, ...]:
        givens = sorted(source.givens, key=lambda given: given.card)
        if wanted.what == "tables":
            return tuple(self._lines(givens))[: wanted.top]
        return self._piles(givens, wanted)

    def _piles(self, givens: list[GivenAnswer], wanted: ItemsFrom) -> tuple[OfferedItem, ...]:
        piles: dict[str, list[GivenAnswer]] = {}
        for given in givens:
            if given.pile and given.moderation != "hidden":
                piles.setdefault(given.pile, []).append(given)
        named = (self._pile(name, piles[name]) for name in sorted(piles))
        return best_of([(item.votes, item) for item in named if item is not None], wanted.top)

    def _pile(self, name: str, texts: list[GivenAnswer]) -> OfferedItem | None:
        """A pile by its name; one without a name by a text of it that is shown."""
        said = f"montón de {counted(len(texts), 'texto', 'textos')}"
        if not UNNAMED_PILE.fullmatch(name):
            return OfferedItem(name, votes=len(texts), said=said)
        voice = next((given for given in texts if given.moderation == "shown"), None)
        if voice is None:
            return None
        return OfferedItem(self.text_of(voice.value), voice.card, len(texts), said)

    def _lines(self, givens: list[GivenAnswer]) -> Iterator[OfferedItem]:
        """The first line of each table, then each one's second: none waits for a whole table."""
        said = "lo escribió una mesa"
        shown = [given for given in givens if given.moderation == "shown"]
        written = [[OfferedItem(w, g.card, said=said) for w in self._split(g)] for g in shown]
        for row in zip_longest(*written):
            yield from (item for item in row if item is not None)

    def _split(self, given: GivenAnswer) -> list[str]:
        lines = (line.strip(" ;,") for line in LINE.split(self.text_of(given.value)))
        return [line for line in lines if line]
