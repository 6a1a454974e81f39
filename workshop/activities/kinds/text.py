"""Text: a few words of one's own, which may be held before the wall shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import GivenAnswer, InvalidAnswer
from workshop.activities.kinds.choice import Option
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.offers_texts import OffersTexts
from workshop.activities.parts.rows import Row, row_percents, rows_of
from workshop.activities.parts.text_cleaning import read_text

MAX_CHARS = 2_000  # characters; what a trainer may ask for at most
MIN_CODES, MAX_CODES = 2, 8
MAX_CODE_CHARS = 40  # characters; a label of a bar


@dataclass(frozen=True, kw_only=True)
class Text(OffersTexts):
    """Write up to ``maximum`` characters as a reader counts them. The value is clean text."""

    kind: ClassVar[str] = "text"
    name: ClassVar[str] = "Texto"
    moderated: ClassVar[bool] = True
    family: ClassVar[str] = "write"

    maximum: int = 280
    codes: tuple[str, ...] = ()  # the categories its texts are coded into, live

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        codes = table.texts("codes")
        if codes and not MIN_CODES <= len(codes) <= MAX_CODES:
            fix = f"Deja entre {MIN_CODES} y {MAX_CODES}, o quita la clave"
            table.wrong("codes", f"hay {len(codes)} categorías", fix)
        for position, code in enumerate(codes):
            if len(code) > MAX_CODE_CHARS:
                table.wrong(("codes", position), "la categoría es muy larga", "Acórtala")
            if code in codes[:position]:
                table.wrong(("codes", position), f"«{code[:40]}» está dos veces", "Quita una")
        return {"maximum": table.number("maximum", 1, MAX_CHARS, 280), "codes": codes}

    @property
    def piles(self) -> tuple[str, ...]:
        return self.codes or super().piles

    @property
    def rows_are_texts(self) -> bool:
        return not self.codes

    @property
    def coded_options(self) -> tuple[Option, ...]:
        """The codes as a chart of options draws them."""
        return tuple(Option(code, code) for code in self.codes)

    @property
    def piles_are_fixed(self) -> bool:
        return bool(self.codes)

    def parse(self, raw: Any) -> str:
        """The cleaned text. Codes: answer_malformed, text_empty, text_too_long (n, max)."""
        text = read_text(raw, self.maximum)
        if not text:
            raise InvalidAnswer("text_empty")
        return text

    def imagine(self, person: Person) -> str:
        return person.says(self.ref)[: self.maximum]

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n": all, "texts": [{"card", "text"}] shown, by card, "held": n, "hidden": n}.

        With codes also "coded": {code: n} and "uncoded": n; a hidden text counts in neither.
        """
        given = list(givens)
        shown = sorted((each.card, each.value) for each in given if each.moderation == "shown")
        tally: dict[str, Any] = {
            "n": len(given),
            "texts": [{"card": card, "text": text} for card, text in shown],
            "held": sum(each.moderation == "held" for each in given),
            "hidden": sum(each.moderation == "hidden" for each in given),
        }
        if self.codes:
            seen = [each.pile for each in given if each.moderation != "hidden"]
            tally["coded"] = {code: seen.count(code) for code in self.codes}
            tally["uncoded"] = len(seen) - sum(tally["coded"].values())
        return tally

    def sides_of(self, tally: Mapping[str, Any]) -> tuple[Mapping[str, int], int]:
        """Texts in each category; those without one take no side yet."""
        coded = tally.get("coded", {})
        return coded, sum(coded.values())

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per shown text; each is one answer of n. With codes, one row per code."""
        n = tally["n"]
        if self.codes:
            counts = [tally["coded"][code] for code in self.codes]
            return rows_of(self.codes, self.codes, counts, sum(counts))
        return tuple(Row(each["text"], 1, 1 / n, each["card"]) for each in tally["texts"])

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        return row_percents(self.rows(tally)) if self.codes else {}

    def say(self, value: Any) -> str:
        return value
