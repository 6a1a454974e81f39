"""Situation: a hard moment told without names, under a pseudonym that only its author keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import GivenAnswer, InvalidAnswer
from workshop.activities.kinds.text import Text
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.personal_data import flags_of
from workshop.activities.parts.return_code import imagined_way_back, read_way_back


@dataclass(frozen=True, kw_only=True)
class Situation(Text):
    """The value is {"text", "code"}: the code is made on the phone and read back by its author.

    It stands in no tally, page or file: whoever holds it can read the advice, and nothing else.
    """

    kind: ClassVar[str] = "situation"
    name: ClassVar[str] = "Situación difícil"
    way_back: ClassVar[str] = "/consejos"

    def parse(self, raw: Any) -> dict[str, str]:  # type: ignore[override]
        """Codes: answer_malformed, those of a text, text_names_somebody."""
        if type(raw) is not dict or raw.keys() != {"text", "code"}:
            raise InvalidAnswer("answer_malformed")
        code = read_way_back(raw["code"])
        text = super().parse(raw["text"])
        if flags_of(text):
            raise InvalidAnswer("text_names_somebody")
        return {"text": text, "code": code}

    def imagine(self, person: Person) -> dict[str, str]:  # type: ignore[override]
        code = imagined_way_back(person.chance)
        return {"text": person.says(self.prompt)[: self.maximum], "code": code}

    def text_of(self, value: Any) -> str:
        return value["text"]

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        return super().tally(
            GivenAnswer(each.value["text"], each.card, each.moderation, each.pile)
            for each in givens
        )

    def say(self, value: Any) -> str:
        return value["text"]
