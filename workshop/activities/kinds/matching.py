"""Matching: say of each thing where it belongs. Where it does, and why, come at the reveal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import GivenAnswer, InvalidAnswer
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.options import (
    NamedOption,
    read_id,
    read_named_options,
    refuse_twins,
)
from workshop.activities.parts.rows import Row, rows_of
from workshop.activities.parts.scored import Scored, refuse_live

MIN_ITEMS, MAX_ITEMS = 2, 8  # things to place; a phone shows a few at a time
MIN_GROUPS, MAX_GROUPS = 2, 5  # columns that ten metres can tell apart
MAX_SCREEN_ITEMS = 3  # things of a phone's page: each with its groups under it


@dataclass(frozen=True)
class Item:
    """One thing, the group where it belongs, and why."""

    id: str
    text: str
    key: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Matching(Scored):
    """The value is {item: group}, with every item. The score is the items in their group."""

    kind: ClassVar[str] = "matching"
    name: ClassVar[str] = "Clasificar con clave"

    groups: tuple[NamedOption, ...]
    items: tuple[Item, ...]

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        groups = read_named_options(table, "groups", MIN_GROUPS, MAX_GROUPS)
        known = [group.id for group in groups]
        items = tuple(_item(item, known) for item in table.tables("items", required=True))
        if "items" in table and not MIN_ITEMS <= len(items) <= MAX_ITEMS:
            table.wrong("items", f"hay {len(items)}", f"Deja entre {MIN_ITEMS} y {MAX_ITEMS}")
        refuse_twins(table, "items", [item.id for item in items])
        refuse_live(table)
        return {"groups": groups, "items": items}

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(group.id for group in own["groups"])

    @property
    def top(self) -> int:
        return len(self.items)

    @property
    def pages(self) -> tuple[tuple[Item, ...], ...]:
        """The items as a phone turns them."""
        return tuple(
            self.items[at : at + MAX_SCREEN_ITEMS]
            for at in range(0, len(self.items), MAX_SCREEN_ITEMS)
        )

    def parse(self, raw: Any) -> dict[str, str]:
        """Every item in one of the groups. Codes: answer_malformed, option_unknown."""
        ids = {item.id for item in self.items}
        if type(raw) is not dict or raw.keys() != ids:
            raise InvalidAnswer("answer_malformed")
        if not all(type(group) is str for group in raw.values()):
            raise InvalidAnswer("answer_malformed")
        if not {group.id for group in self.groups} >= set(raw.values()):
            raise InvalidAnswer("option_unknown")
        return {item.id: raw[item.id] for item in self.items}

    def imagine(self, person: Person) -> dict[str, str]:
        """Six of ten find each place at first, and eight when they have talked."""
        found = 0.8 if person.again else 0.6
        groups = [group.id for group in self.groups]
        return {
            item.id: item.key if person.likely(found) else person.pick(groups)
            for item in self.items
        }

    def score(self, value: Any) -> int:
        return sum(value[item.id] == item.key for item in self.items)

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "scores", "mean", "placed": {item: {group: people}}, in the question's order}."""
        given = list(givens)
        placed = {
            item.id: {
                group.id: sum(each.value[item.id] == group.id for each in given)
                for group in self.groups
            }
            for item in self.items
        }
        return self.scores(given) | {"placed": placed}

    def breakdown(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per item: people who put it where it belongs."""
        right = [tally["placed"][item.id][item.key] for item in self.items]
        labels, keys = [item.text for item in self.items], [item.id for item in self.items]
        return rows_of(labels, keys, right, tally["n"])

    def hardest(self, tally: Mapping[str, Any]) -> Item | None:
        """The item most people misplaced, the first of equals; None if nobody misplaced one."""
        right = {item.id: tally["placed"][item.id][item.key] for item in self.items}
        fewest = min(self.items, key=lambda item: right[item.id])
        return fewest if right[fewest.id] < tally["n"] else None

    def say(self, value: Any) -> str:
        names = {group.id: group.text for group in self.groups}
        return " · ".join(f"{item.text}: {names[value[item.id]]}" for item in self.items)


def _item(table: TableReader, groups: list[str]) -> Item:
    key = read_id(table)
    group = table.text("key", required=True, longest=12)
    if group and group not in groups:
        fix = f"Los que hay: {', '.join(groups) or 'ninguno'}"
        table.wrong("key", f"el grupo «{group[:40]}» no existe", fix)
    return Item(key, table.text("text", required=True), group, table.text("why", required=True))
