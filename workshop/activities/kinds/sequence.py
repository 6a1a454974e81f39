"""Sequence: put a chain in order. The order that holds, and why, come at the reveal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

from workshop.activities.base import GivenAnswer
from workshop.activities.kinds.ranking import Ranking
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.options import read_id, refuse_twins
from workshop.activities.parts.rows import Row, row_percents, rows_of
from workshop.activities.parts.scored import Scored, refuse_live

MIN_LINKS, MAX_LINKS = 3, 7  # links; two have no order worth asking, eight fit no phone


@dataclass(frozen=True)
class Link:
    """One link, and why it stands where it stands."""

    id: str
    text: str
    why: str

    @property
    def undecided(self) -> bool:
        """Every link has its place."""
        return False


@dataclass(frozen=True, kw_only=True)
class Sequence(Scored, Ranking):
    """The value is the list of all ids. The score is the pairs that follow one another as in key.

    Adjacent pairs rather than places: who moves one link keeps the rest of the chain.
    """

    kind: ClassVar[str] = "sequence"
    name: ClassVar[str] = "Ordenar con clave"

    options: tuple[Link, ...]  # type: ignore[assignment]  # they have a reason besides
    key: tuple[str, ...]
    shuffle: bool = True

    @property
    def offers(self) -> tuple[str, ...]:
        return ()  # its order is right or wrong: nothing in it wins

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        links = tuple(_link(link) for link in table.tables("options", required=True))
        if "options" in table and not MIN_LINKS <= len(links) <= MAX_LINKS:
            table.wrong("options", f"hay {len(links)}", f"Deja entre {MIN_LINKS} y {MAX_LINKS}")
        ids = [link.id for link in links]
        refuse_twins(table, "options", ids)
        key = table.texts("key", required=True)
        if key and sorted(key) != sorted(ids):
            fix = f"Nombra cada una una vez: {', '.join(ids)}"
            table.wrong("key", "«key» no es el orden de estas opciones", fix)
        elif key and list(key) == ids:
            fix = "Escribe las opciones en otro orden"
            table.wrong("options", "están ya en el orden correcto y la página lo diría", fix)
        refuse_live(table)
        shuffle = table.flag("shuffle") if "shuffle" in table else True
        return {"options": links, "key": key, "shuffle": shuffle}

    @property
    def top(self) -> int:
        return len(self.key) - 1

    @property
    def chain(self) -> tuple[Link, ...]:
        """The links in the order that holds."""
        links = {link.id: link for link in self.options}
        return tuple(links[each] for each in self.key)

    def imagine(self, person: Person) -> list[str]:
        """Most have the chain but for two links; those who have talked, mostly whole."""
        order = list(self.key)
        if not person.likely(0.7 if person.again else 0.3):
            at = person.chance.randrange(len(order) - 1)
            order[at], order[at + 1] = order[at + 1], order[at]
        return order

    def score(self, value: Any) -> int:
        return len(self._joined(value))

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "scores", "mean", "joined": {id: people who put it right behind the one before}}.

        "joined" has no entry for the first link: nothing is before it.
        """
        given = list(givens)
        joined = dict.fromkeys(self.key[1:], 0)
        for each in given:
            for link in self._joined(each.value):
                joined[link] += 1
        return self.scores(given) | {"joined": joined}

    def breakdown(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per joint of the chain: people who joined its two links."""
        labels = [f"{one.text} → {other.text}" for one, other in pairwise(self.chain)]
        keys = self.key[1:]
        return rows_of(labels, keys, [tally["joined"][key] for key in keys], tally["n"])

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        """Also "joints": people who joined each two links of the chain."""
        return super().percents(tally) | {"joints": row_percents(self.breakdown(tally))["rows"]}

    def _joined(self, value: Any) -> set[str]:
        behind = set(pairwise(self.key))
        return {other for one, other in pairwise(value) if (one, other) in behind}


def _link(table: TableReader) -> Link:
    return Link(read_id(table), table.text("text", required=True), table.text("why", required=True))
