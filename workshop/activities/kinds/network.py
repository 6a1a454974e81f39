"""Network: which areas use what each area makes. Links of too few people are never drawn."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.options import read_id, refuse_twins
from workshop.activities.parts.rows import Row
from workshop.statistics.proportions import percent
from workshop.statistics.suppression import withheld

MIN_AREAS, MAX_AREAS = 3, 12  # areas
MAX_PICKS = 5


@dataclass(frozen=True)
class Area:
    """Somebody's place in the house."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Network(Activity):
    """The value is {"from": own area, "to": [areas that use what leaves my hands]}."""

    kind: ClassVar[str] = "network"
    name: ClassVar[str] = "Quién usa mi trabajo"
    private: ClassVar[bool] = True  # one row of a small area would say who it is

    areas: tuple[Area, ...]
    maximum: int = MAX_PICKS

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        areas = tuple(_area(area) for area in table.tables("areas", required=True))
        if "areas" in table and not MIN_AREAS <= len(areas) <= MAX_AREAS:
            table.wrong("areas", f"hay {len(areas)} áreas", f"Deja entre {MIN_AREAS} y {MAX_AREAS}")
        refuse_twins(table, "areas", [area.id for area in areas], "Usa otro")
        return {"areas": areas, "maximum": table.number("maximum", 1, MAX_AREAS - 1, MAX_PICKS)}

    def parse(self, raw: Any) -> dict[str, Any]:
        if type(raw) is not dict or raw.keys() != {"from", "to"} or type(raw["to"]) is not list:
            raise InvalidAnswer("answer_malformed")
        own, to = raw["from"], raw["to"]
        if type(own) is not str or not all(type(each) is str for each in to):
            raise InvalidAnswer("answer_malformed")
        if len(to) > self.maximum:
            raise InvalidAnswer("too_many_options", n=len(to), max=self.maximum)
        ids = [area.id for area in self.areas]
        if own not in ids or own in to or not set(to) <= set(ids):
            raise InvalidAnswer("option_unknown")
        if not to or len(set(to)) != len(to):
            raise InvalidAnswer("option_unknown")
        return {"from": own, "to": sorted(to, key=ids.index)}

    def imagine(self, person: Person) -> dict[str, Any]:
        """Neighbours of a person: those of the own area, more or less."""
        ids = [area.id for area in self.areas]
        own = person.pick(ids)
        others = [each for each in ids if each != own]
        return {"from": own, "to": person.several(others, min(3, self.maximum))}

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "people": {area: n}, "links": {from: {to: n}}, "few": 0, "few_people": 0}."""
        values = [given.value for given in givens]
        ids = [area.id for area in self.areas]
        links: dict[str, dict[str, int]] = {key: {} for key in ids}
        for value in values:
            for to in value["to"]:
                links[value["from"]][to] = links[value["from"]].get(to, 0) + 1
        links = {key: {to: links[key][to] for to in ids if to in links[key]} for key in ids}
        return {
            "n": len(values),
            "people": {key: sum(value["from"] == key for value in values) for key in ids},
            "links": links,
            "few": 0,
            "few_people": 0,
        } | self._ways(links, ())

    def protect(self, tally: Mapping[str, Any], k: int) -> dict[str, Any]:
        """Links of fewer than k people become one number, and that only if it hides each of them.

        So do all links of an area that is withheld: one of six people would tell that it has six,
        and what the areas leave over is the small area they hide.
        """
        links = tally["links"]
        small = withheld(tally["people"], k)
        told = {
            key: {to: n for to, n in row.items() if n >= k and key not in small}
            for key, row in links.items()
        }
        hidden = [n for key, row in links.items() for to, n in row.items() if to not in told[key]]
        # Nothing is said of what an area leaves out where some of what it drew stays untold.
        untold = {key for key, row in links.items() if key in small or len(told[key]) < len(row)}
        together = sum(hidden) if len(hidden) > 1 and sum(hidden) >= k else 0
        return (
            dict(tally)
            | {
                "people": {key: None if key in small else n for key, n in tally["people"].items()},
                "links": told,
                "few": len(hidden),
                "few_people": together,
            }
            | self._ways(told, untold)
        )

    @staticmethod
    def _ways(links: Mapping[str, Mapping[str, int]], untold: Collection[str]) -> dict[str, Any]:
        """Links without one back: {"one_way": [[from, to]], "unknown": of how many it is untold}.

        A link back that is not in ``links`` is missing only where its area's links are all told.
        """
        alone = [[one, to] for one, row in links.items() for to in row if one not in links[to]]
        return {
            "one_way": [pair for pair in alone if pair[1] not in untold],
            "unknown": sum(to in untold for _, to in alone),
        }

    def one_way(self, tally: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """Links that are known to be drawn in one direction only: «te sirvo y no me sirves»."""
        names = {area.id: area.text for area in self.areas}
        return tuple((names[one], names[other]) for one, other in tally["one_way"])

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per link that may be drawn, in the areas' order."""
        n = tally["n"]
        names = {area.id: area.text for area in self.areas}
        return tuple(
            Row(
                f"{names[one]} → {names[to]}",
                people,
                people / n,
                f"{one}>{to}",
                percent=percent(people, n),
            )
            for one, row in tally["links"].items()
            for to, people in row.items()
        )

    def say(self, value: Any) -> str:
        names = {area.id: area.text for area in self.areas}
        return f"{names[value['from']]} → {', '.join(names[to] for to in value['to'])}"


def _area(table: TableReader) -> Area:
    return Area(read_id(table), table.text("text", required=True, longest=40))
