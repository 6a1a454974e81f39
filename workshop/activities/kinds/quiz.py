"""Quiz: one option is right. The key and the explanations stay here until the reveal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.parts.certainty import (
    MAX_CERTAINTY,
    MIN_CONVINCED_MARK,
    parts_of,
    said,
)
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.guide import HIT_CONDITIONS
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.options import read_id, refuse_twins
from workshop.activities.parts.rows import Row, row_percents, rows_of

MIN_OPTIONS, MAX_OPTIONS = 2, 8  # options; each has an explanation to read
# Of the room: below, explain again; above, go on; between, talk in pairs.
FEW_HITS_SHARE, MANY_HITS_SHARE = 0.3, 0.7


@dataclass(frozen=True)
class QuizOption:
    """One option, and why it is right or wrong."""

    id: str
    text: str
    why: str

    @property
    def undecided(self) -> bool:
        """An option of a quiz always takes a side."""
        return False


@dataclass(frozen=True, kw_only=True)
class Quiz(Activity):
    """The value is "b"; where certainty is asked too, {"option": "b", "certainty": 4}."""

    kind: ClassVar[str] = "quiz"
    name: ClassVar[str] = "Pregunta con clave"
    opinion: ClassVar[bool] = True  # asked again after the pairs have talked
    splits: ClassVar[bool] = True

    options: tuple[QuizOption, ...]
    key: str
    certainty: bool = False
    shuffle: bool = True

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        options = tuple(_option(option) for option in table.tables("options", required=True))
        if "options" in table and not MIN_OPTIONS <= len(options) <= MAX_OPTIONS:
            table.wrong(
                "options",
                f"hay {len(options)} opciones",
                f"Deja entre {MIN_OPTIONS} y {MAX_OPTIONS}",
            )
        ids = [option.id for option in options]
        refuse_twins(table, "options", ids)
        key = table.text("key", required=True)
        if key and key not in ids:
            fix = f"Las que hay: {', '.join(ids) or 'ninguna'}"
            table.wrong("key", f"la opción «{key[:40]}» no existe", fix)
        if "show" in table and table.text("show") == "live":
            fix = 'Escribe show = "close"'
            table.wrong("show", "el resultado en vivo diría cuál es la correcta", fix)
        return {
            "options": options,
            "key": key,
            "certainty": table.flag("certainty"),
            "shuffle": table.flag("shuffle") if "shuffle" in table else True,
        }

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(option.id for option in own["options"])

    @property
    def slots(self) -> tuple[int, ...]:
        return tuple(range(1, len(self.options) + 1))

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple("abcdefgh"[: len(self.options)])

    def parse(self, raw: Any) -> str | dict[str, Any]:
        if not self.certainty:
            return self._known(raw)
        option, certainty = parts_of(raw)
        return {"option": self._known(option), "certainty": certainty}

    def imagine(self, person: Person) -> str | dict[str, Any]:
        """Six in ten find the key at first, and eight in ten when they have talked."""
        ids = [option.id for option in self.options]
        right = person.likely(0.8 if person.again else 0.6) and not person.weights
        option = self.key if right else person.pick(ids)
        return (
            {"option": option, "certainty": person.mark(1, MAX_CERTAINTY)}
            if self.certainty
            else option
        )

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "counts" in the options' order, "right", "sure_wrong": wrong with certainty 4–5}.

        ``sure_wrong`` is None where nobody was asked how certain they are.
        """
        counts = {option.id: 0 for option in self.options}
        sure_wrong = 0
        for given in givens:
            picked = self.category_of(given.value)
            counts[picked] += 1
            if self.certainty and picked != self.key:
                sure_wrong += given.value["certainty"] >= MIN_CONVINCED_MARK
        return {
            "n": sum(counts.values()),
            "counts": counts,
            "right": counts[self.key],
            "sure_wrong": sure_wrong if self.certainty else None,
        }

    def categories(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)

    def category_of(self, value: Any) -> str:
        return value["option"] if isinstance(value, dict) else value

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per option; the note of the right one says so."""
        texts = [option.text for option in self.options]
        keys = self.categories()
        return rows_of(texts, keys, [tally["counts"][key] for key in keys], tally["n"])

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        return row_percents(self.rows(tally))

    def say(self, value: Any) -> str:
        texts = {option.id: option.text for option in self.options}
        words = texts[self.category_of(value)]
        return words + said(value["certainty"]) if isinstance(value, dict) else words

    def conditions(self, tally: Mapping[str, Any]) -> tuple[str, ...]:
        """The move of the 30–70 rule: explain and ask again, talk in pairs, or go on."""
        if not tally["n"]:
            return ()
        return (hits(tally["right"] / tally["n"]),)

    def _known(self, raw: Any) -> str:
        if type(raw) is not str:
            raise InvalidAnswer("answer_malformed")
        if not any(raw == option.id for option in self.options):
            raise InvalidAnswer("option_unknown")
        return raw


def hits(share: float) -> str:
    """The condition of a guide's branch for this share of right answers."""
    few, some, many = HIT_CONDITIONS
    return few if share < FEW_HITS_SHARE else some if share <= MANY_HITS_SHARE else many


def _option(table: TableReader) -> QuizOption:
    return QuizOption(
        read_id(table), table.text("text", required=True), table.text("why", required=True)
    )
