"""Two hats: the same person marks 0 to 10 as a customer and as an employee; the gap is drawn."""

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.measures import Figure, Measure
from workshop.activities.parts.number_format import decimal
from workshop.activities.parts.rating import whole
from workshop.activities.parts.rows import Row
from workshop.statistics.proportions import percent
from workshop.statistics.recommendation import (
    MIN_ANSWERS,
    Recommendation,
    leaning,
    paired_difference,
    recommendation,
)

MAX_MARK = 10
MIN_PEOPLE_TO_TEST = 10  # people; under this no difference is tested


@dataclass(frozen=True, kw_only=True)
class TwoHats(Activity):
    """Two marks 0–10 by the same person. The value is [as a customer, as an employee]."""

    kind: ClassVar[str] = "two_hats"
    name: ClassVar[str] = "Dos sombreros"
    opinion: ClassVar[bool] = True

    first: str
    second: str
    lowest: str
    highest: str
    recommends: bool = False

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        return {
            "first": table.text("first") or "Como cliente",
            "second": table.text("second") or "Como quien trabaja aquí",
            "lowest": table.text("lowest") or "Nada probable",
            "highest": table.text("highest") or "Muy probable",
            "recommends": table.flag("recommends"),
        }

    @property
    def hats(self) -> tuple[str, str]:
        """The question of each hat."""
        return self.first, self.second

    def parse(self, raw: Any) -> list[int]:
        """Two whole marks, 0 to 10."""
        if type(raw) is not list or len(raw) != 2:
            raise InvalidAnswer("answer_malformed")
        return [whole(mark, 0, MAX_MARK) for mark in raw]

    def imagine(self, person: Person) -> list[int]:
        return [person.mark(0, MAX_MARK, at) for at in (0, 1)]

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "counts": [[0 … 10], [0 … 10]], "means", "gap", "higher": [1st, same, 2nd], …}.

        "leanings" counts the pairs of promoter (+1), passive (0) and detractor (−1): the paired
        difference of the two scores needs nothing else.
        """
        values = [given.value for given in givens]
        columns = [[value[at] for value in values] for at in (0, 1)]
        means = [statistics.fmean(sorted(column)) if column else None for column in columns]
        return {
            "n": len(values),
            "counts": [[column.count(mark) for mark in range(MAX_MARK + 1)] for column in columns],
            "means": means,
            "gap": sum(a - b for a, b in values) / len(values) if values else None,
            "higher": [
                sum(a > b for a, b in values),
                sum(a == b for a, b in values),
                sum(a < b for a, b in values),
            ],
            "leanings": [
                [sum((leaning(a), leaning(b)) == (i, j) for a, b in values) for j in (-1, 0, 1)]
                for i in (-1, 0, 1)
            ],
        }

    def scores(self, tally: Mapping[str, Any]) -> tuple[Recommendation, ...]:
        """Both recommendation scores with their intervals; () under 30 people (S-05)."""
        if not self.recommends or tally["n"] < MIN_ANSWERS:
            return ()
        return tuple(
            found
            for counts in tally["counts"]
            if (found := recommendation(sum(counts[9:]), sum(counts[7:9]), sum(counts[:7])))
        )

    def difference(self, tally: Mapping[str, Any]) -> tuple[int, float, float] | None:
        """(pairs, points, half width) between the two scores, same people; None under ten."""
        if not self.recommends or tally["n"] < MIN_PEOPLE_TO_TEST:
            return None
        marks = {-1: 0, 0: 7, 1: 9}
        return paired_difference(
            (marks[i - 1], marks[j - 1])
            for i, row in enumerate(tally["leanings"])
            for j, people in enumerate(row)
            for _ in range(people)
        )

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The mean of each hat."""
        figures = (Figure("first", self.first), Figure("second", self.second))
        return (Measure(figures, 0, MAX_MARK, ends=(self.lowest, self.highest)),)

    def figures_of(self, value: Any) -> dict[str, float]:
        return {"first": value[0], "second": value[1]}

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """People who mark more with each hat; the notes say both means."""
        n = tally["n"]
        labels = (f"Más alto: {self.first}", "Igual con los dos", f"Más alto: {self.second}")
        notes = ["", "", ""]
        if n:
            notes[0] = f"promedio {decimal(tally['means'][0])}"
            notes[1] = f"diferencia {decimal(tally['gap'])}"
            notes[2] = f"promedio {decimal(tally['means'][1])}"
        return tuple(
            Row(
                label,
                people,
                people / n if n else 0.0,
                key,
                note,
                percent(people, n),
            )
            for label, people, key, note in zip(
                labels, tally["higher"], ("first", "same", "second"), notes, strict=True
            )
        )

    def say(self, value: Any) -> str:
        return f"{self.first}: {value[0]} · {self.second}: {value[1]}"
