"""Quadrant: two ratings for each item, drawn as a map whose lines never move."""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import GivenAnswer, InvalidAnswer
from workshop.activities.parts.fields import MAX_TEXT_CHARS, TableReader
from workshop.activities.parts.hand_countable import HandCountable, HandRow
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.items_from import ItemsFrom, OfferedItem, OffersItems, TakesItems
from workshop.activities.parts.made_of_rounds import Source
from workshop.activities.parts.measures import Figure, Measure
from workshop.activities.parts.options import NamedOption, read_id, refuse_twins
from workshop.activities.parts.quadrant_map import CORNERS, Axis, read_axis, read_corners, seeds
from workshop.activities.parts.rows import Row, rows_of
from workshop.activities.parts.segment import HasSegmentRows
from workshop.statistics.means import margin
from workshop.statistics.proportions import percent

MAX_ITEMS = 8
AXES = ("x", "y")
MAX_DOTS = 200  # people; more dots than that are heavy on a room's phones: each spot is one disc


@dataclass(frozen=True, kw_only=True)
class Quadrant(HasSegmentRows, HandCountable, OffersItems, TakesItems):
    """The value is {item: [x, y]}, whole numbers from 1 to ``highest``; items may be left out.

    With one item people place themselves: each is a dot, and who stands below the middle of an
    axis has something to learn there. Only then may it be told by segment: of several items each
    is rated by other people, and what one area leaves out would tell of a few.
    """

    kind: ClassVar[str] = "quadrant"
    name: ClassVar[str] = "Mapa de dos ejes"
    opinion: ClassVar[bool] = True
    unanimous_rows: ClassVar[bool] = True
    items_key: ClassVar[str] = "items"
    most_items: ClassVar[int] = MAX_ITEMS  # and two at least: with one people place themselves

    items: tuple[NamedOption, ...]
    x: Axis
    y: Axis
    corners: tuple[str, ...]  # names of the quadrants: top left, top right, bottom left and right
    highest: int = 10
    first: str = ""  # the corner to look at first, by its name

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        taken = cls.read_items(table)
        items = tuple(_item(item, taken) for item in table.tables("items", required=not taken))
        if (items or not taken) and "items" in table and not 1 <= len(items) <= MAX_ITEMS:
            table.wrong("items", f"hay {len(items)} elementos", f"Deja entre 1 y {MAX_ITEMS}")
        refuse_twins(table, "items", [item.id for item in items])
        corners = read_corners(table)
        first = table.text("first")
        if first and first not in corners:
            table.wrong("first", f"«{first[:40]}» no es una zona", "Copia uno de «corners»")
        return taken | {
            "items": items,
            "x": read_axis(table.table("x")),
            "y": read_axis(table.table("y")),
            "corners": corners,
            "highest": table.number("highest", 5, 10, 10),
            "first": first,
        }

    @property
    def offers(self) -> tuple[str, ...]:
        return () if self.alone else ("corner",)

    def items_problem(self, wanted: ItemsFrom) -> tuple[str, str] | None:
        if wanted.what == "corner" and (wanted.corner or self.first) not in self.corners:
            fix = f"Las que hay: {', '.join(self.corners)}"
            return f"«{(wanted.corner or '')[:40]}» no es una zona de «{self.ref}»", fix
        return super().items_problem(wanted)

    def offered_items(self, source: Source, wanted: ItemsFrom) -> tuple[OfferedItem, ...]:
        tally = self.protect(self.tally(source.givens), source.k)
        corner = wanted.corner or self.first
        found = tuple(
            OfferedItem(item.text, self.card_of(item.id), said=f"en «{corner}»")
            for item in self.items_in(tally, self.corners.index(corner))
            if not self.is_withdrawn(item.id)
        )
        return found[: wanted.top]

    @property
    def alone(self) -> bool:
        """Do people place themselves? With one item, everybody who answers rates it."""
        return len(self.items) == 1

    @property
    def splits(self) -> bool:  # type: ignore[override]
        """Only where people place themselves."""
        return self.alone

    @property
    def hand_rows(self) -> tuple[HandRow, ...]:
        """The corners, where people place themselves: hands show a corner, not a point."""
        if not self.alone:
            return ()
        return tuple(map(HandRow, CORNERS, self.corners, self.corners))

    @property
    def middle(self) -> float:
        """The mark at which the lines cross: fixed, whatever the answers."""
        return (1 + self.highest) / 2

    def parse(self, raw: Any) -> dict[str, list[int]]:
        if type(raw) is not dict or not raw or not all(type(key) is str for key in raw):
            raise InvalidAnswer("answer_malformed")
        ids = [item.id for item in self.items]
        if not raw.keys() <= set(ids):
            raise InvalidAnswer("option_unknown")
        return {key: self._pair(raw[key]) for key in ids if key in raw}

    def imagine(self, person: Person) -> dict[str, list[int]]:
        return {
            item.id: [person.mark(1, self.highest, f"{item.id}{axis}") for axis in "xy"]
            for item in self.items
        }

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "items": {item: {"n", "x", "y", "sd", "sure"}}, "spots": [[x, y, people]], …}.

        "sd" are the standard deviations (S-25); "sure" is False where the 95 % interval of a mean
        crosses its middle line. "spots" and "corners" (people in each) only for a single item.
        "first": how many put each item into the quadrant that is looked at first.
        """
        values = [given.value for given in givens]
        pairs = {
            item.id: sorted(tuple(value[item.id]) for value in values if item.id in value)
            for item in self.items
        }
        alone = pairs[self.items[0].id] if self.alone else []
        corners = [self.corner(x, y) for x, y in alone]
        return {
            "n": len(values),
            "items": {key: self._point(found) for key, found in pairs.items()},
            "spots": [[*spot, alone.count(spot)] for spot in sorted(set(alone))],
            "corners": [corners.count(at) for at in range(len(CORNERS))],
            "first": {key: self._in_first(found) for key, found in pairs.items()},
        }

    def protect(self, tally: Mapping[str, Any], k: int) -> dict[str, Any]:
        """Items that fewer than k people rated are marked: grey, and in no quadrant's list."""
        few = [key for key, point in tally["items"].items() if 0 < point["n"] < k]
        first = {key: n for key, n in tally.get("first", {}).items() if key not in few}
        return dict(tally) | {"few": few, "first": first}

    def sides_of(self, tally: Mapping[str, Any]) -> tuple[Mapping[str, int], int]:
        """People by item to look at first; for a single item, by quadrant."""
        if self.alone:
            corners = tally["corners"]
            return {str(at): people for at, people in enumerate(corners)}, sum(corners)
        return tally.get("first", {}), tally["n"]

    def corner(self, x: float, y: float) -> int:
        """The quadrant of a point, 0 to 3; on a line it belongs to the right and to the top."""
        return (0 if y >= self.middle else 2) + (1 if x >= self.middle else 0)

    def items_in(self, tally: Mapping[str, Any], at: int) -> tuple[NamedOption, ...]:
        """The items of a quadrant that enough people rated."""
        few = tally.get("few", ())
        found = []
        for item in self.items:
            point = tally["items"][item.id]
            if point["n"] and item.id not in few and self.corner(point["x"], point["y"]) == at:
                found.append(item)
        return tuple(found)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """One ruler for each axis, with every item on it."""
        return tuple(
            Measure(
                tuple(
                    Figure(f"{name}:{item.id}", item.text, str(at))
                    for at, item in enumerate(self.items, 1)
                ),
                1,
                self.highest,
                title=axis.text,
                ends=(axis.low, axis.high),
            )
            for name, axis in (("x", self.x), ("y", self.y))
        )

    def figures_of(self, value: Any) -> dict[str, float]:
        """An item that was left out has no figure."""
        return {
            f"{name}:{key}": mark
            for key, marks in value.items()
            for name, mark in zip("xy", marks, strict=True)
        }

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per item: how many rated it, and where it stands; of one item, the quadrants."""
        n = tally["n"]
        if self.alone:
            return rows_of(self.corners, CORNERS, tally["corners"], n)
        rows = []
        for item in self.items:
            point = tally["items"][item.id]
            count, share = point["n"], point["n"] / n if n else 0.0
            note = self._where(item.id, point, tally) if count else ""
            rows.append(Row(item.text, count, share, item.id, note, percent(count, n)))
        return tuple(rows)

    def needs(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """Rows of what people have to learn, most needed first: those below each axis's middle.

        The note says which need it is; as many people make the same need, and nobody makes none.
        """
        n = tally["n"]
        below = [
            sum(people for *marks, people in tally["spots"] if marks[axis] < self.middle)
            for axis in (0, 1)
        ]
        rows = []
        for key, axis, people in zip(AXES, (self.x, self.y), below, strict=True):
            rank = 1 + sum(other > people for other in below)
            note = f"{rank}.ª necesidad" if people else ""
            share = people / n if n else 0.0
            rows.append(Row(axis.text, people, share, key, note, percent(people, n)))
        return tuple(sorted(rows, key=lambda row: -row.count))

    def breakdown(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """Rows of what the room has to learn, where people place themselves."""
        return self.needs(tally) if self.alone else ()

    def segment_rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """Rows of what one segment has to learn, in the order of the axes."""
        return tuple(sorted(self.needs(tally), key=lambda row: row.key))

    def dots(self, tally: Mapping[str, Any]) -> tuple[tuple[float, float], ...]:
        """Points (x, y) of each person's dot, in marks; () where they are more than a map can take.

        Sunflower seeds around the spot: always the same, so that a page drawn twice does not move.
        """
        if tally["n"] > MAX_DOTS:
            return ()
        return tuple(
            (self._beside(x, reach * math.cos(turn)), self._beside(y, reach * math.sin(turn)))
            for x, y, people in tally["spots"]
            for reach, turn in seeds(people)
        )

    def say(self, value: Any) -> str:
        texts = {item.id: item.text for item in self.items}
        return " · ".join(f"{texts[key]}: {x} y {y}" for key, (x, y) in value.items())

    def _beside(self, mark: int, offset: float) -> float:
        """A mark on the line is drawn on the side where it counts: to the right, and above."""
        return round(mark + (0.28 + 0.4 * offset if mark == self.middle else offset), 3)

    def _pair(self, raw: Any) -> list[int]:
        if type(raw) is not list or len(raw) != 2 or not all(type(each) is int for each in raw):
            raise InvalidAnswer("answer_malformed")
        if not all(1 <= each <= self.highest for each in raw):
            raise InvalidAnswer("number_out_of_range", min=1, max=self.highest)
        return list(raw)

    def _in_first(self, pairs: Sequence[tuple[int, int]]) -> int:
        if not self.first:
            return 0
        wanted = self.corners.index(self.first)
        return sum(self.corner(x, y) == wanted for x, y in pairs)

    def _point(self, pairs: Sequence[tuple[int, int]]) -> dict[str, Any]:
        if not pairs:
            return {"n": 0, "x": None, "y": None, "sd": None, "sure": False}
        columns = [[pair[at] for pair in pairs] for at in (0, 1)]
        means = [statistics.fmean(column) for column in columns]
        spread = [statistics.stdev(column) if len(pairs) > 1 else 0.0 for column in columns]
        margins = [margin(sd, len(pairs)) for sd in spread]
        return {
            "n": len(pairs),
            "x": round(means[0], 4),
            "y": round(means[1], 4),
            "sd": [round(sd, 4) for sd in spread],
            "sure": len(pairs) > 1
            and all(abs(m - self.middle) > e for m, e in zip(means, margins, strict=True)),
        }

    def _where(self, key: str, point: Mapping[str, Any], tally: Mapping[str, Any]) -> str:
        if key in tally.get("few", ()):
            return "pocas respuestas"
        place = self.corners[self.corner(point["x"], point["y"])]
        figures = f"{point['x']:.1f} y {point['y']:.1f}".replace(".", ",")
        return f"{place} ({figures})" + ("" if point["sure"] else ", cuadrante inseguro")


def _item(table: TableReader, taken: Mapping[str, Any]) -> NamedOption:
    longest = MAX_TEXT_CHARS if taken else 80  # what people wrote is measured as readers count
    return NamedOption(read_id(table), table.text("text", required=True, longest=longest))
