"""Staircase: what is said, what I hold, what I did. The last step needs a fact."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.kinds.text import Text
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.options import NamedOption, read_named_options
from workshop.activities.parts.rating import whole
from workshop.activities.parts.rows import Row, row_percents
from workshop.activities.parts.text_cleaning import length
from workshop.statistics.proportions import percent

MIN_STEPS, MAX_STEPS = 2, 4  # steps that a wall shows as stairs
MIN_CHARS, MAX_CHARS = 20, 200  # characters of the fact: more than «atendí bien», less than a story
DAY_NAMES = (
    "Hoy",
    "Ayer",
    "Hace 2 o 3 días",
    "Hace 4 a 7 días",
)  # a fact is of the last seven days


@dataclass(frozen=True, kw_only=True)
class Staircase(Activity):
    """The value is {"steps": [ids], "fact": text, "when": 0 to 3}; without the last step no fact.

    Nobody has to climb in order: who did something may not believe it. The shares are of people
    and add up to what they add up to.
    """

    kind: ClassVar[str] = "staircase"
    name: ClassVar[str] = "Escalera"
    moderated: ClassVar[bool] = True

    options: tuple[NamedOption, ...]
    ask: str = "¿Qué hiciste y cuándo?"
    maximum: int = MAX_CHARS

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        return {
            "options": read_named_options(table, "options", MIN_STEPS, MAX_STEPS),
            "ask": table.text("ask", longest=80) or cls.ask,
            "maximum": table.number("maximum", 2 * MIN_CHARS, MAX_CHARS, MAX_CHARS),
        }

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(option.id for option in own["options"])

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple("abcd"[: len(self.options)])

    @property
    def shortest(self) -> int:
        """The fewest characters of a fact."""
        return MIN_CHARS

    @property
    def days(self) -> tuple[str, ...]:
        """Days on which a fact may have happened."""
        return DAY_NAMES

    @property
    def rows_are_texts(self) -> bool:
        return False  # they count steps

    def parse(self, raw: Any) -> dict[str, Any]:
        """Codes: answer_malformed, option_unknown, text_too_short (n, min), and those of a text."""
        if type(raw) is not dict or raw.keys() - {"when"} != {"steps", "fact"}:
            raise InvalidAnswer("answer_malformed")
        steps, fact = raw["steps"], raw["fact"]
        if type(steps) is not list or not all(type(step) is str for step in steps):
            raise InvalidAnswer("answer_malformed")
        ids = [option.id for option in self.options]
        if len(set(steps)) != len(steps) or not set(steps) <= set(ids):
            raise InvalidAnswer("option_unknown")
        climbed = {"steps": [each for each in ids if each in steps]}
        if ids[-1] not in steps:
            if fact != "" or "when" in raw:
                raise InvalidAnswer("answer_malformed")
            return climbed | {"fact": ""}
        if "when" not in raw:
            raise InvalidAnswer("answer_malformed")
        when = whole(raw["when"], 0, len(DAY_NAMES) - 1)
        text = Text(ref=self.ref, title=self.title, maximum=self.maximum).parse(fact)
        if length(text) < MIN_CHARS:
            raise InvalidAnswer("text_too_short", n=length(text), min=MIN_CHARS)
        return climbed | {"fact": text, "when": when}

    def imagine(self, person: Person) -> dict[str, Any]:
        """Fewer at every step, as rooms are."""
        ids = [option.id for option in self.options]
        steps = [each for at, each in enumerate(ids) if person.likely(0.9 - 0.25 * at)]
        if ids[-1] not in steps:
            return {"steps": steps, "fact": ""}
        fact = person.says(self.ref)
        if length(fact) < MIN_CHARS:
            fact += ": llamé para contar cómo quedó"
        fact = fact[: self.maximum]
        return {"steps": steps, "fact": fact, "when": person.chance.randrange(len(DAY_NAMES))}

    def text_of(self, value: Any) -> str:
        return value["fact"]

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "counts": {step: people}, "none": people, "facts": [{"card", "text", "when"}], …}.

        The counts are of everyone; the facts only those that may be shown.
        """
        given = list(givens)
        counts = Counter(step for each in given for step in each.value["steps"])
        told = [each for each in given if each.value["fact"]]
        return {
            "n": len(given),
            "counts": {option.id: counts[option.id] for option in self.options},
            "none": sum(not each.value["steps"] for each in given),
            "facts": sorted(
                (
                    {
                        "card": each.card,
                        "text": each.value["fact"],
                        "when": DAY_NAMES[each.value["when"]],
                    }
                    for each in told
                    if each.moderation == "shown"
                ),
                key=lambda fact: (fact["card"], fact["text"], fact["when"]),
            ),
            "held": sum(each.moderation == "held" for each in told),
            "hidden": sum(each.moderation == "hidden" for each in told),
        }

    def sides_of(self, tally: Mapping[str, Any]) -> tuple[Mapping[str, int], int]:
        return tally["counts"], tally["n"]

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per step, each of all the people: they need not sum to 100."""
        n = tally["n"]
        return tuple(
            Row(
                option.text,
                tally["counts"][option.id],
                tally["counts"][option.id] / n if n else 0.0,
                option.id,
                percent=percent(tally["counts"][option.id], n),
            )
            for option in self.options
        )

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        return row_percents(self.rows(tally))

    def say(self, value: Any) -> str:
        texts = [option.text for option in self.options if option.id in value["steps"]]
        words = " · ".join(texts) or "Ninguna por ahora"
        return (
            f"{words}: {value['fact']} ({DAY_NAMES[value['when']].lower()})"
            if value["fact"]
            else words
        )
