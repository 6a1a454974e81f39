"""Items that a question takes from an earlier step, and what a step offers (decision 0088)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.made_of_rounds import MadeOfRounds, Source
from workshop.activities.parts.options import NamedOption
from workshop.activities.parts.text_cleaning import excess, one_line, shortened
from workshop.statistics.ranking import places_of

WHATS = ("top", "piles", "corner", "words", "tables")
MAX_ITEM_CHARS = 90  # characters; what an option of a phone shows well
MAX_FROZEN_ITEMS = 12  # items; no kind takes more
WITHDRAWN = "texto retirado"
ITEM_IDS = "abcdefghijkl"
PLACEHOLDER = re.compile(r"[^\W\d_]+ \d{1,3}")  # «Norma 1»: it says that something is missing


@dataclass(frozen=True)
class ItemsFrom:
    """Which items of which earlier step. ``top``: how many at most, before ties."""

    step: str
    what: str = "top"
    top: int | None = None
    corner: str | None = None  # of a quadrant, by its name; None: the one to look at first

    @classmethod
    def read(cls, table: TableReader, most: int) -> Self:
        """Read it from its table; problems are noted there. ``most``: of the kind that takes."""
        return cls(
            table.text("step", required=True, longest=20),
            table.one_of("what", WHATS, "top"),
            table.number("top", 1, most),
            table.text("corner") or None,
        )


@dataclass(frozen=True)
class OfferedItem:
    """One item that a closed round offers. ``said`` tells the trainer how it got there.

    ``card`` is the text whose hiding withdraws it, "" where no single text is behind it.
    """

    text: str
    card: str = ""
    votes: int = 0
    said: str = ""  # «17 votos», «montón de 6 textos»
    tied: bool = False  # shares the last place, and is one more than was asked for


@dataclass(frozen=True)
class TakenItem:
    """One item as a round froze it."""

    id: str
    text: str
    card: str = ""
    moderation: str = "shown"

    @property
    def words(self) -> str:
        """The text that phones and wall are given."""
        return self.text if self.moderation == "shown" else WITHDRAWN


@dataclass(frozen=True)
class Taken:
    """The items that were asked about, and the round they came from; 0: from the trainer."""

    round_id: int
    items: tuple[TakenItem, ...]

    @classmethod
    def read(cls, table: TableReader) -> Self:
        """Read what a round froze."""
        return cls(
            table.number("round_id", 0, 2**62, 0) or 0,
            tuple(
                TakenItem(
                    each.text("id", required=True, longest=12),
                    each.text("text", required=True),
                    each.text("card"),
                    each.text("moderation") or "shown",
                )
                for each in table.tables("items", required=True)
            ),
        )


class OffersItems:
    """Leaves items that a later question can ask about."""

    @property
    def offers(self) -> tuple[str, ...]:
        """The kinds of items it can offer, of `WHATS`."""
        raise NotImplementedError

    def offered_items(self, source: Source, wanted: ItemsFrom) -> tuple[OfferedItem, ...]:
        """The items of its closed round, the first one first; ties with the last are all kept."""
        raise NotImplementedError

    def items_problem(self, wanted: ItemsFrom) -> tuple[str, str] | None:
        """The problem with asking it for ``wanted`` and its mending, in Spanish; or None."""
        if wanted.what in self.offers:
            return None
        known = ", ".join(self.offers) or "ninguno"
        return f"«{wanted.step}» no ofrece «{wanted.what}»", f"Lo que ofrece: {known}"


@dataclass(frozen=True, kw_only=True)
class TakesItems(MadeOfRounds):
    """Asks about items, its own or those of the step that `items_from` names."""

    items_key: ClassVar[str] = "options"  # the field that holds them
    fewest_items: ClassVar[int] = 2
    most_items: ClassVar[int] = MAX_FROZEN_ITEMS
    empty_code: ClassVar[str] = "items_missing"

    items_from: ItemsFrom | None = None
    taken: Taken | None = None  # filled when its round opens

    @classmethod
    def read_items(cls, table: TableReader) -> dict[str, Any]:
        """Read the keys that say where the items come from."""
        wanted, taken = table.table("items_from"), table.table("taken")
        found: dict[str, Any] = {}
        if "items_from" in table:
            found["items_from"] = ItemsFrom.read(wanted, cls.most_items)
        if "taken" in table:
            found["taken"] = Taken.read(taken)
        return found

    @classmethod
    def item_of(cls, key: str, text: str) -> Any:
        """An item of this kind called ``key`` that says ``text``."""
        return NamedOption(key, text)

    @property
    def own_items(self) -> tuple[Any, ...]:
        """The items it asks about: those of its module until `with_items` gives it others."""
        return getattr(self, self.items_key)

    @property
    def sources(self) -> tuple[str, ...]:
        return super().sources + self.made_of

    @property
    def made_of(self) -> tuple[str, ...]:
        return (self.items_from.step,) if self.items_from else ()

    @property
    def needed(self) -> tuple[str, ...]:
        return super().sources  # a step that was left out has its stand-in, or is told of

    @property
    def ready(self) -> bool:
        return self.items_from is None or len(self.own_items) >= self.fewest_items

    @property
    def edition(self) -> int:
        items = self.taken.items if self.taken else ()
        return sum(1 << at for at, item in enumerate(items) if item.moderation != "shown")

    def offered(self, sources: Mapping[str, Source]) -> tuple[OfferedItem, ...]:
        """All that its source offers, cut to what a phone shows; () where there is none."""
        source = sources.get(self.items_from.step) if self.items_from else None
        if source is None or self.items_from is None:
            return ()
        return offered_by(source, self.items_from)

    def prepared(self, sources: Mapping[str, Source]) -> Self:
        offered = self.offered(sources)[: self.most_items]
        if self.items_from is None or len(offered) < self.fewest_items:
            return self
        round_id = sources[self.items_from.step].round_id
        return self.with_items([(each.text, each.card) for each in offered], round_id)

    def with_items(self, items: Sequence[tuple[str, str]], round_id: int) -> Self:
        """The same question about ``items``, each (text, card), of the round ``round_id``."""
        named = zip(ITEM_IDS, items, strict=False)
        return self.asking(Taken(round_id, tuple(TakenItem(key, *item) for key, item in named)))

    def asking(self, taken: Taken) -> Self:
        """The same question about items that were taken before."""
        items = tuple(self.item_of(item.id, item.words) for item in taken.items)
        changed: dict[str, Any] = {"taken": taken, self.items_key: items}
        return replace(self, **changed)

    def moderating(self, card: str, moderation: str) -> Self:
        if self.taken is None or not card or card not in {i.card for i in self.taken.items}:
            return self
        items = tuple(
            replace(item, moderation=moderation) if item.card == card else item
            for item in self.taken.items
        )
        return self.asking(replace(self.taken, items=items))

    def card_of(self, key: str) -> str:
        """The text behind the item called ``key``; "" where there is none."""
        items = self.taken.items if self.taken else ()
        return next((item.card for item in items if item.id == key), "")

    def is_withdrawn(self, key: str) -> bool:
        """Was the text of the item called ``key`` hidden?"""
        items = self.taken.items if self.taken else ()
        return any(item.id == key and item.moderation != "shown" for item in items)


class OffersTop(OffersItems):
    """Offers its items that came out first. A kind that takes items and counts them in an order."""

    @property
    def offers(self) -> tuple[str, ...]:
        return ("top",)

    def standings(self, tally: Mapping[str, Any]) -> Iterable["Standing"]:
        """Standings of the items that anybody chose."""
        raise NotImplementedError

    def offered_items(self, source: Source, wanted: ItemsFrom) -> tuple[OfferedItem, ...]:
        asked = source.activity
        assert isinstance(asked, TakesItems), "what offers its first items has items"
        texts = {item.id: item.text for item in asked.own_items if not asked.is_withdrawn(item.id)}
        items = [
            (it.score, OfferedItem(texts[it.key], asked.card_of(it.key), it.votes, it.said))
            for it in self.standings(asked.tally(source.givens))
            if it.key in texts
        ]
        return best_of(items, wanted.top)


@dataclass(frozen=True)
class Standing:
    """Standing of one item: its ``score`` puts it in order."""

    key: str
    score: float
    votes: int
    said: str


def offered_by(source: Source, wanted: ItemsFrom) -> tuple[OfferedItem, ...]:
    """Items ``source`` offers, no text twice, without a figure where few people answered."""
    if not isinstance(source.activity, OffersItems):
        return ()
    protected = len(source.givens) < source.k
    found: dict[str, OfferedItem] = {}
    for each in source.activity.offered_items(source, wanted):
        item = replace(each, text=fitted(each.text))
        if protected:
            item = replace(item, votes=0, said="")
        if item.text:
            found.setdefault(item.text.casefold(), item)
    return tuple(found.values())


def fitted(text: str) -> str:
    """``text`` on one line, as long as an option may be; what was cut ends with «…»."""
    text = one_line(text)
    if excess(text, MAX_ITEM_CHARS) is None:
        return text
    return shortened(text, MAX_ITEM_CHARS - 1, 4 * MAX_ITEM_CHARS) + "…"


def best_of(items: Iterable[tuple[float, OfferedItem]], top: int | None) -> tuple[OfferedItem, ...]:
    """Items in the order of their scores, the highest first, down to place ``top`` and its ties."""
    order = sorted(items, key=lambda item: -item[0])
    places = places_of([-score for score, _ in order])
    last = places[top - 1] if top is not None and len(places) > top else len(places)
    kept = [(place, item) for place, (_, item) in zip(places, order, strict=True) if place <= last]
    more = top is not None and len(kept) > top
    return tuple(replace(item, tied=more and place == last) for place, item in kept)


def counted(many: int, one: str, more: str) -> str:
    """«1 voto», «17 votos»."""
    return f"{many} {one if many == 1 else more}"
