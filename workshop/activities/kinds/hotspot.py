"""Hotspot: touch the place in a picture, or choose it from the list; with words, if wanted."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.kinds.text import Text
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.options import read_id, refuse_twins
from workshop.activities.parts.rows import Row, row_percents, rows_of

MIN_ZONES, MAX_ZONES = 3, 6  # zones a thumb can tell apart on a phone
COORDINATE_DECIMALS = 3  # of a coordinate: finer than any thumb
# templates/scenes/: a ring that closes, a way from left to right, and lanes beside one another.
SCENES = ("circle", "path", "channels")
LANES_HEIGHT_SHARE = 0.9  # of the picture's height; under them it says what lies at either end
MAX_CHARS = 140  # characters of what may be said of a place
RING_RADII = (0.36, 0.34)  # of the picture's width and height


@dataclass(frozen=True)
class Zone:
    """One place in the picture."""

    id: str
    text: str

    @property
    def undecided(self) -> bool:
        """A place is a place."""
        return False


@dataclass(frozen=True, kw_only=True)
class Hotspot(Activity):
    """The value is {"zone": "a"}, with "x" and "y" where the picture was touched, 0 to 1.

    With ``ask`` it may have a "text" besides; nobody has to write one.
    """

    kind: ClassVar[str] = "hotspot"
    name: ClassVar[str] = "Lugar en una imagen"
    opinion: ClassVar[bool] = True

    zones: tuple[Zone, ...]
    scene: str = "circle"
    ask: str = ""  # what may be written of the place; "": nothing
    maximum: int = MAX_CHARS

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        zones = tuple(_zone(zone) for zone in table.tables("zones", required=True))
        if "zones" in table and not MIN_ZONES <= len(zones) <= MAX_ZONES:
            table.wrong("zones", f"hay {len(zones)} zonas", f"Deja entre {MIN_ZONES} y {MAX_ZONES}")
        refuse_twins(table, "zones", [zone.id for zone in zones])
        return {
            "zones": zones,
            "scene": table.one_of("scene", SCENES, SCENES[0]),
            "ask": table.text("ask", longest=80),
            "maximum": table.number("maximum", 20, MAX_CHARS, MAX_CHARS),
        }

    @property
    def moderated(self) -> bool:  # type: ignore[override]  # only with words
        return bool(self.ask)

    @property
    def rows_are_texts(self) -> bool:
        return False  # they count places

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(zone.id for zone in own["zones"])

    @property
    def options(self) -> tuple[Zone, ...]:
        """The zones, as everything that speaks of options knows them."""
        return self.zones

    @property
    def slots(self) -> tuple[int, ...]:
        return tuple(range(1, len(self.options) + 1))

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple("abcdef"[: len(self.zones)])

    @property
    def places(self) -> tuple[tuple[float, float], ...]:
        """The centre (x, y) of each zone in the picture, from 0 to 1."""
        of = len(self.zones)
        if self.scene == "path":
            return tuple((round((at + 0.5) / of, COORDINATE_DECIMALS), 0.5) for at in range(of))
        if self.scene == "channels":
            return tuple(
                (0.5, round(LANES_HEIGHT_SHARE * (at + 0.5) / of, COORDINATE_DECIMALS))
                for at in range(of)
            )
        angles = [2 * math.pi * at / of - math.pi / 2 for at in range(of)]
        return tuple(
            (
                round(0.5 + RING_RADII[0] * math.cos(a), COORDINATE_DECIMALS),
                round(0.5 + RING_RADII[1] * math.sin(a), COORDINATE_DECIMALS),
            )
            for a in angles
        )

    def zone_at(self, x: float, y: float) -> str:
        """The zone whose centre is nearest."""
        far = [math.hypot(x - cx, y - cy) for cx, cy in self.places]
        return self.zones[far.index(min(far))].id

    def parse(self, raw: Any) -> dict[str, Any]:
        own = raw.keys() - {"text"} if type(raw) is dict and self.ask else raw
        if type(raw) is not dict or set(own) not in ({"zone"}, {"zone", "x", "y"}):
            raise InvalidAnswer("answer_malformed")
        if type(raw["zone"]) is not str:
            raise InvalidAnswer("answer_malformed")
        if raw["zone"] not in self.categories():
            raise InvalidAnswer("option_unknown")
        value: dict[str, Any] = {"zone": raw["zone"]}
        if "x" in raw:
            value |= {axis: _coordinate(raw[axis]) for axis in "xy"}
            if self.zone_at(value["x"], value["y"]) != raw["zone"]:
                raise InvalidAnswer("answer_malformed")
        if "text" in raw:
            words = Text(ref=self.ref, title=self.title, maximum=self.maximum)
            value["text"] = words.parse(raw["text"])
        return value

    def imagine(self, person: Person) -> dict[str, Any]:
        """Half of the people choose from the list."""
        zone = person.pick(self.zones)
        if person.likely(0.5):
            return {"zone": zone.id}
        centre = self.places[self.zones.index(zone)]
        x, y = (round(person.chance.gauss(at, 0.02), COORDINATE_DECIMALS) for at in centre)
        if not (0 <= x <= 1 and 0 <= y <= 1) or self.zone_at(x, y) != zone.id:
            x, y = centre
        return {"zone": zone.id, "x": x, "y": y}

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "counts": {zone: n}, "taps": [[x, y]] of those who touched the picture}.

        With ``ask`` also "texts": [{"card", "zone", "text"}] that may be shown, "held", "hidden".
        """
        given = list(givens)
        values = [each.value for each in given]
        counts = {zone.id: sum(value["zone"] == zone.id for value in values) for zone in self.zones}
        taps = sorted([value["x"], value["y"]] for value in values if "x" in value)
        return {"n": len(values), "counts": counts, "taps": taps} | self._told(given)

    def categories(self) -> tuple[str, ...]:
        return tuple(zone.id for zone in self.zones)

    def category_of(self, value: Any) -> str:
        return value["zone"]

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        texts = [zone.text for zone in self.zones]
        keys = self.categories()
        return rows_of(texts, keys, [tally["counts"][key] for key in keys], tally["n"])

    def ranked(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """The rows, most touched first; among equals in the picture's order."""
        return tuple(sorted(self.rows(tally), key=lambda row: -row.count))

    def text_of(self, value: Any) -> str:
        return value.get("text", "")

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        return row_percents(self.rows(tally))

    def say(self, value: Any) -> str:
        place = {zone.id: zone.text for zone in self.zones}[value["zone"]]
        return f"{place}: {value['text']}" if "text" in value else place

    def _told(self, given: list[GivenAnswer]) -> dict[str, Any]:
        if not self.ask:
            return {}
        told = [each for each in given if "text" in each.value]
        return {
            "texts": sorted(
                (
                    {"card": each.card, "zone": each.value["zone"], "text": each.value["text"]}
                    for each in told
                    if each.moderation == "shown"
                ),
                key=lambda text: (text["card"], text["zone"], text["text"]),
            ),
            "held": sum(each.moderation == "held" for each in told),
            "hidden": sum(each.moderation == "hidden" for each in told),
        }


def _coordinate(raw: Any) -> float:
    if type(raw) not in (int, float):
        raise InvalidAnswer("answer_malformed")
    if not 0 <= raw <= 1:  # not a number is not between them either
        raise InvalidAnswer("number_out_of_range", min=0, max=1)
    return round(float(raw), COORDINATE_DECIMALS) + 0.0  # no minus zero


def _zone(table: TableReader) -> Zone:
    return Zone(read_id(table), table.text("text", required=True, longest=60))
