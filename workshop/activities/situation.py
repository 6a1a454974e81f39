"""Situation: a hard moment told without names, under a pseudonym that only its author keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Given, InvalidAnswer
from workshop.activities.commitment import CODE
from workshop.activities.person import Person
from workshop.activities.personal_data import flags_of
from workshop.activities.text import Text

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, kw_only=True)
class Situation(Text):
    """The value is {"text", "code"}: the code is made on the phone and read back by its author.

    It stands in no tally, page or file: whoever holds it can read the advice, and nothing else.
    """

    kind: ClassVar[str] = "situation"
    name: ClassVar[str] = "Situación difícil"

    def parse(self, raw: Any) -> dict[str, str]:  # type: ignore[override]
        """Codes: answer_malformed, those of a text, text_names_somebody."""
        if type(raw) is not dict or raw.keys() != {"text", "code"}:
            raise InvalidAnswer("answer_malformed")
        if type(raw["code"]) is not str or not CODE.fullmatch(raw["code"]):
            raise InvalidAnswer("answer_malformed")
        text = super().parse(raw["text"])
        if flags_of(text):
            raise InvalidAnswer("text_names_somebody")
        return {"text": text, "code": raw["code"]}

    def imagine(self, person: Person) -> dict[str, str]:  # type: ignore[override]
        code = "".join(person.chance.choice(LETTERS) for _ in range(8))
        words = person.says(self.prompt)[: self.maximum]
        return {"text": words, "code": f"{code[:4]}-{code[4:]}"}

    def text_of(self, value: Any) -> str:
        return value["text"]

    def tally(self, givens: Iterable[Given]) -> dict[str, Any]:
        return super().tally(
            Given(each.value["text"], each.card, each.moderation, each.pile) for each in givens
        )

    def say(self, value: Any) -> str:
        return value["text"]
