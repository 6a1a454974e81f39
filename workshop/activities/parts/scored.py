"""Scored: an answer with a key of several parts; the score is the parts that are right."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, GivenAnswer
from workshop.activities.kinds.quiz import hits
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.rows import Row, row_percents, rows_of


@dataclass(frozen=True, kw_only=True)
class Scored(Activity):
    """Base of `sequence` and `matching`. Key and reasons stay here until the reveal."""

    opinion: ClassVar[bool] = True  # asked again after the pairs have talked

    @property
    def top(self) -> int:
        """The highest score."""
        raise NotImplementedError

    def score(self, value: Any) -> int:
        """Count the parts of ``value`` that are right, 0 to `top`."""
        raise NotImplementedError

    @property
    def letters(self) -> tuple[str, ...]:
        return self.categories()

    def categories(self) -> tuple[str, ...]:
        return tuple(str(score) for score in range(self.top + 1))

    def category_of(self, value: Any) -> str:
        return str(self.score(value))

    def scores(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "scores": [people with 0 right, with 1…], "mean": parts right, None of nobody}."""
        found = Counter(self.score(given.value) for given in givens)
        people = [found[score] for score in range(self.top + 1)]
        n = sum(people)
        right = sum(score * count for score, count in enumerate(people))
        return {"n": n, "scores": people, "mean": right / n if n else None}

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per score, 0 first: how many people have it."""
        labels = [f"{score} de {self.top}" for score in range(self.top + 1)]
        return rows_of(labels, self.categories(), tally["scores"], tally["n"])

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        return row_percents(self.rows(tally))

    def conditions(self, tally: Mapping[str, Any]) -> tuple[str, ...]:
        """The move of the 30–70 rule, by the share of parts that the room has right."""
        return (hits(tally["mean"] / self.top),) if tally["n"] else ()


def refuse_live(table: TableReader) -> None:
    """A result that moves would tell which part is right."""
    if "show" in table and table.text("show") == "live":
        fix = 'Escribe show = "close"'
        table.wrong("show", "el resultado en vivo diría cuál es la respuesta", fix)
