"""Ranking: put every option in order, the first on top."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import GivenAnswer, InvalidAnswer
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.hand_countable import HandCountable, HandRow
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.items_from import ITEM_IDS, OffersTop, Standing, TakesItems
from workshop.activities.parts.measures import Figure, Measure
from workshop.activities.parts.number_format import decimal
from workshop.activities.parts.options import NamedOption, read_named_options
from workshop.activities.parts.rows import Row
from workshop.statistics.proportions import percent
from workshop.statistics.ranking import Agreement, borda, kendall, places_of, rank_sums

MIN_OPTIONS, MAX_OPTIONS = 2, 7  # more cannot be held in mind, nor on a phone's screen
AGREEMENT_LEVELS = (0.3, 0.5, 0.7)  # W: weak, moderate and strong agreement (Schmidt 1997)


@dataclass(frozen=True, kw_only=True)
class Ranking(HandCountable, OffersTop, TakesItems):
    """Order the options. The value is the list of all their ids, best first."""

    kind: ClassVar[str] = "ranking"
    name: ClassVar[str] = "Ordenar"
    opinion: ClassVar[bool] = True
    most_items: ClassVar[int] = MAX_OPTIONS

    options: tuple[NamedOption, ...]
    shuffle: bool = False

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        taken = cls.read_items(table)
        return taken | {
            "options": read_named_options(
                table, "options", MIN_OPTIONS, MAX_OPTIONS, required=not taken
            ),
            "shuffle": table.flag("shuffle"),
        }

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> tuple[str, ...]:
        own_ids = tuple(option.id for option in own["options"])
        return own_ids + tuple(ITEM_IDS if own.get("items_from") else ())

    def standings(self, tally: Mapping[str, Any]) -> Iterable[Standing]:
        for key, mean in tally["means"].items():
            if mean is not None:
                said = f"puesto medio {decimal(mean)}"
                yield Standing(key, -mean, tally["ranks"][key][0], said)

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple("abcdefg"[: len(self.options)])

    @property
    def hand_rows(self) -> tuple[HandRow, ...]:
        """Rows of the options, for who would put each first: a hand goes up once."""
        return tuple(HandRow(option.id, option.text, option.text) for option in self.options)

    def parse(self, raw: Any) -> list[str]:
        """Every id exactly once. Code ranking_incomplete otherwise."""
        if type(raw) is not list or not all(type(each) is str for each in raw):
            raise InvalidAnswer("answer_malformed")
        if len(raw) != len(self.options) or set(raw) != {option.id for option in self.options}:
            raise InvalidAnswer("ranking_incomplete")
        return raw

    def imagine(self, person: Person) -> list[str]:
        return person.order([option.id for option in self.options])

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "ranks": {id: [people who put it 1st, 2nd…]}, "order", "borda", "agreement"}.

        "order" is by mean rank; of equal ones the option that stands first in the question, but
        they share their place (`places`).
        """
        orders = [given.value for given in givens]
        places = range(len(self.options))
        ranks = {
            option.id: [sum(order[at] == option.id for order in orders) for at in places]
            for option in self.options
        }
        counts = list(ranks.values())
        sums = dict(zip(ranks, rank_sums(counts), strict=True))
        order = sorted(ranks, key=lambda key: sums[key]) if orders else list(ranks)
        found = kendall(counts)
        return {
            "n": len(orders),
            "ranks": ranks,
            "order": order,
            "means": {key: total / len(orders) if orders else None for key, total in sums.items()},
            "borda": dict(zip(ranks, borda(counts), strict=True)),
            "agreement": found.w if found else None,
        }

    def places(self, tally: Mapping[str, Any]) -> tuple[int, ...]:
        """The place of each in "order": equal means share it."""
        return places_of([tally["means"][key] for key in tally["order"]])

    def agreement(self, tally: Mapping[str, Any]) -> Agreement | None:
        """Kendall's W with its test, for the trainer and HR; None under ten orders."""
        return kendall(list(tally["ranks"].values())) if tally["n"] >= 10 else None

    def level(self, tally: Mapping[str, Any]) -> int:
        """Agreement of the room: 0 little, 1 somewhat, 2 quite, 3 much."""
        return sum((tally["agreement"] or 0) >= limit for limit in AGREEMENT_LEVELS)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The mean place of each option; the first place stands at the far end."""
        figures = tuple(
            Figure(option.id, option.text, letter)
            for option, letter in zip(self.options, self.letters, strict=True)
        )
        return (
            Measure(figures, 1, len(self.options), ends=("primer puesto", "último"), falls=True),
        )

    def figures_of(self, value: Any) -> dict[str, float]:
        return {key: place for place, key in enumerate(value, 1)}

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per option, best first: people who put it first, and its mean rank."""
        texts = {option.id: option.text for option in self.options}
        n = tally["n"]
        return tuple(
            Row(
                label=texts[key],
                count=tally["ranks"][key][0],
                share=tally["ranks"][key][0] / n if n else 0.0,
                key=key,
                note=f"puesto medio {decimal(tally['means'][key])}; Borda {tally['borda'][key]}"
                if n
                else "",
                percent=percent(tally["ranks"][key][0], n),
            )
            for key in tally["order"]
        )

    def say(self, value: Any) -> str:
        texts = {option.id: option.text for option in self.options}
        return " · ".join(f"{place}. {texts[key]}" for place, key in enumerate(value, 1))
