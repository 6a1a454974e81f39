"""Obstacles: a rule in the customer's way, where on the way, and what it does to people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import GivenAnswer, InvalidAnswer
from workshop.activities.kinds.text import Text
from workshop.activities.parts.feeds_register import FeedsRegister, RegisterText
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.journey import EFFECTS, PLACES, STAGES, USUAL_EFFECTS
from workshop.activities.parts.offers_texts import OffersTexts
from workshop.activities.parts.rows import Row, row_percents, rows_of

MAX_STAGES, MAX_EFFECTS = 8, 6
MAX_CHARS = 280  # characters: a card that the wall can still show


@dataclass(frozen=True, kw_only=True)
class Obstacles(FeedsRegister, OffersTexts):
    """The value is {"text", "stage", "effect"}, the last two in the words of the content."""

    kind: ClassVar[str] = "obstacles"
    name: ClassVar[str] = "Normas que estorban"
    moderated: ClassVar[bool] = True
    family: ClassVar[str] = "write"

    maximum: int = MAX_CHARS
    stages: tuple[str, ...] = STAGES
    effects: tuple[str, ...] = USUAL_EFFECTS

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        return {
            "maximum": table.number("maximum", 20, MAX_CHARS, MAX_CHARS),
            "stages": _names(table, "stages", STAGES, MAX_STAGES),
            "effects": _names(table, "effects", USUAL_EFFECTS, MAX_EFFECTS),
        }

    @property
    def rows_are_texts(self) -> bool:
        return False  # they count stages of the way

    def parse(self, raw: Any) -> dict[str, str]:
        if type(raw) is not dict or raw.keys() != {"text", "stage", "effect"}:
            raise InvalidAnswer("answer_malformed")
        if type(raw["stage"]) is not str or type(raw["effect"]) is not str:
            raise InvalidAnswer("answer_malformed")
        if raw["stage"] not in self.stages or raw["effect"] not in self.effects:
            raise InvalidAnswer("option_unknown")
        text = Text(ref=self.ref, title=self.title, maximum=self.maximum).parse(raw["text"])
        return {"text": text, "stage": raw["stage"], "effect": raw["effect"]}

    def imagine(self, person: Person) -> dict[str, str]:
        return {
            "text": person.says(self.ref)[: self.maximum],
            "stage": person.pick(self.stages),
            "effect": person.pick(self.effects),
        }

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "stages": {stage: n}, "effects": {effect: n}, "texts": the shown cards, …}.

        The counts are of everyone's; the texts only of those that may be shown.
        """
        given = list(givens)
        shown = sorted((g for g in given if g.moderation == "shown"), key=_by_card)
        return {
            "n": len(given),
            "stages": {s: sum(g.value["stage"] == s for g in given) for s in self.stages},
            "effects": {e: sum(g.value["effect"] == e for g in given) for e in self.effects},
            "texts": [{"card": each.card} | each.value for each in shown],
            "held": sum(each.moderation == "held" for each in given),
            "hidden": sum(each.moderation == "hidden" for each in given),
        }

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per stage of the way."""
        counts = [tally["stages"][stage] for stage in self.stages]
        return rows_of(self.stages, self.stages, counts, tally["n"])

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        return row_percents(self.rows(tally))

    @property
    def vocabulary(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        return {"stages": (self.stages, PLACES), "effects": (self.effects, EFFECTS)}

    def for_register(self, value: Any) -> RegisterText:
        return RegisterText(value["text"], value["stage"], value["effect"])

    def say(self, value: Any) -> str:
        return f"{value['text']} · {value['stage']} · {value['effect']}"


def _by_card(given: GivenAnswer) -> tuple[str, ...]:
    return (given.card, *(given.value[key] for key in ("text", "stage", "effect")))


def _names(table: TableReader, key: str, usual: tuple[str, ...], most: int) -> tuple[str, ...]:
    names = table.texts(key) or usual
    if not 2 <= len(names) <= most:
        table.wrong(key, f"hay {len(names)} en «{key}»", f"Deja entre 2 y {most}")
    if len(set(names)) != len(names):
        table.wrong(key, f"en «{key}» hay dos iguales", "Escribe un texto distinto en cada uno")
    return names
