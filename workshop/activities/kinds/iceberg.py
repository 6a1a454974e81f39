"""Iceberg: what is seen above the water, and below it what causes it, each text in its zone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.kinds.text import Text
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.made_of_rounds import MadeOfRounds, Source
from workshop.activities.parts.offers_texts import OffersTexts
from workshop.activities.parts.options import NamedOption, read_named_options
from workshop.activities.parts.pictured_zones import PicturedZones
from workshop.activities.parts.rows import Row, row_percents, rows_of

MAX_ZONES = 6  # a wall that says more of them says nothing
MAX_CHARS = 180  # characters: a card that the wall can still show
ZONES = (
    NamedOption("visible", "Lo visible"),
    NamedOption("clima", "Cultura y clima"),
    NamedOption("colaboracion", "Colaboración"),
    NamedOption("comunicacion", "Comunicación"),
    NamedOption("liderazgo", "Liderazgo"),
)


@dataclass(frozen=True)
class FloatingText:
    """A text of an earlier activity that floats above the water."""

    card: str
    text: str
    moderation: str = "shown"


@dataclass(frozen=True, kw_only=True)
class Iceberg(PicturedZones, OffersTexts, MadeOfRounds):
    """The value is {"text", "zone"}. The first ``waterline`` zones lie above the water.

    ``above`` names an earlier activity whose texts float there too, if it was held at all.
    """

    kind: ClassVar[str] = "iceberg"
    name: ClassVar[str] = "Iceberg"
    moderated: ClassVar[bool] = True
    family: ClassVar[str] = "write"
    source_keys: ClassVar[tuple[str, ...]] = ("act_of", "above")

    maximum: int = MAX_CHARS
    zones: tuple[NamedOption, ...] = ZONES
    waterline: int = 1
    above: str = ""
    afloat: tuple[FloatingText, ...] = ()  # filled when its round opens

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        zones = read_named_options(table, "zones", 1, MAX_ZONES) if "zones" in table else ZONES
        return {
            "maximum": table.number("maximum", 20, MAX_CHARS, MAX_CHARS),
            "zones": zones,
            "waterline": table.number("waterline", 0, max(len(zones), 1), 1),
            "above": table.text("above", longest=20),
            "afloat": tuple(
                FloatingText(
                    each.text("card", required=True),
                    each.text("text", longest=20_000),
                    each.text("moderation") or "shown",
                )
                for each in table.tables("afloat")
            ),
        }

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(zone.id for zone in own["zones"])

    def source_problem(self, key: str, source: Activity) -> tuple[str, str] | None:
        if key == "above" and not source.moderated:
            return f"«{source.ref}» no recoge textos", "Nombra una actividad de texto"
        return super().source_problem(key, source)

    @property
    def needed(self) -> tuple[str, ...]:
        return tuple(ref for ref in self.sources if ref != self.above)

    @property
    def rows_are_texts(self) -> bool:
        return False  # they count zones

    @property
    def seen(self) -> tuple[NamedOption, ...]:
        """The zones above the water."""
        return self.zones[: self.waterline]

    @property
    def sunken(self) -> tuple[NamedOption, ...]:
        """The zones below it."""
        return self.zones[self.waterline :]

    @property
    def floating(self) -> tuple[FloatingText, ...]:
        """The texts that float above and may be shown."""
        return tuple(each for each in self.afloat if each.moderation == "shown")

    @property
    def edition(self) -> int:
        return len(self.floating)

    def prepared(self, sources: Mapping[str, Source]) -> Self:
        source = sources.get(self.above)
        if source is None:
            return self
        return replace(
            self,
            afloat=tuple(
                FloatingText(given.card, source.activity.text_of(given.value), given.moderation)
                for given in sorted(source.givens, key=lambda given: given.card)
                if source.activity.text_of(given.value)
            ),
        )

    def moderating(self, card: str, moderation: str) -> Self:
        if card not in {each.card for each in self.afloat}:
            return self
        return replace(
            self,
            afloat=tuple(
                replace(each, moderation=moderation) if each.card == card else each
                for each in self.afloat
            ),
        )

    def parse(self, raw: Any) -> dict[str, str]:
        if type(raw) is not dict or raw.keys() != {"text", "zone"}:
            raise InvalidAnswer("answer_malformed")
        if type(raw["zone"]) is not str:
            raise InvalidAnswer("answer_malformed")
        if raw["zone"] not in {zone.id for zone in self.zones}:
            raise InvalidAnswer("option_unknown")
        words = Text(ref=self.ref, title=self.title, maximum=self.maximum)
        return {"text": words.parse(raw["text"]), "zone": raw["zone"]}

    def imagine(self, person: Person) -> dict[str, str]:
        words = person.says(self.ref)[: self.maximum]
        return {"text": words, "zone": person.pick(self.zones).id}

    def text_of(self, value: Any) -> str:
        return value["text"]

    def zone_of(self, value: Any) -> str:
        return value["zone"]

    @property
    def picture(self) -> tuple[tuple[NamedOption, ...], int]:
        return self.zones, self.waterline

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "zones": {zone: people}, "texts": [{"card", "text", "zone"}] shown, by card, …}."""
        given = list(givens)
        shown = [{"card": each.card} | each.value for each in given if each.moderation == "shown"]
        return {
            "n": len(given),
            "zones": {
                zone.id: sum(each.value["zone"] == zone.id for each in given) for zone in self.zones
            },
            "texts": sorted(shown, key=lambda each: (each["card"], each["zone"], each["text"])),
            "held": sum(each.moderation == "held" for each in given),
            "hidden": sum(each.moderation == "hidden" for each in given),
        }

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per zone, from the top down."""
        keys = [zone.id for zone in self.zones]
        counts = [tally["zones"][key] for key in keys]
        return rows_of([zone.text for zone in self.zones], keys, counts, tally["n"])

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        return row_percents(self.rows(tally))

    def say(self, value: Any) -> str:
        zone = {zone.id: zone.text for zone in self.zones}[value["zone"]]
        return f"{value['text']} · {zone}" if len(self.zones) > 1 else value["text"]
