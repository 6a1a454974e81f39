"""Grid: several statements on one scale, «No lo sé» outside it; dimensions for the radar."""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import GivenAnswer, InvalidAnswer
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.items_from import TakesItems
from workshop.activities.parts.measures import Figure, Measure
from workshop.activities.parts.number_format import decimal
from workshop.activities.parts.rating import whole
from workshop.activities.parts.rows import Row
from workshop.statistics.dimensions import dimension_score, interpolated_median
from workshop.statistics.gap import Gap, gap_of
from workshop.statistics.proportions import percent

MAX_STATEMENTS = 12  # statements; three screens of a phone, and what a wall can show
MAX_SCREEN_STATEMENTS = 4  # with their marks; six would scroll
DEFAULT_POINTS = ("Nunca", "Casi nunca", "A veces", "Casi siempre", "Siempre")
UNKNOWN_MARK = 0  # the value of «No lo sé»


@dataclass(frozen=True)
class Statement:
    """One row. ``dimension`` names the spoke of the radar it belongs to, if any."""

    text: str
    dimension: str = ""


@dataclass(frozen=True)
class Spoke:
    """One dimension of the radar, drawn in a circle of radius 40 around (0, 0)."""

    name: str
    mean: float | None
    angle: float  # clockwise from the top
    top: int

    @property
    def end(self) -> tuple[float, float]:
        """The point (x, y) where the spoke meets the rim."""
        return self.at(self.top)

    @property
    def dot(self) -> tuple[float, float]:
        """The point (x, y) of the mean; the centre when there is none."""
        return self.at(self.mean if self.mean is not None else 1)

    def at(self, value: float) -> tuple[float, float]:
        """The place of ``value`` on this spoke."""
        length = 40 * (value - 1) / (self.top - 1)
        return length * math.sin(self.angle), -length * math.cos(self.angle)

    @property
    def anchor(self) -> str:
        """The `text-anchor` that keeps its name outside the circle."""
        side = math.sin(self.angle)
        return "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"

    @property
    def lines(self) -> tuple[str, ...]:
        """The name in one line or two."""
        if len(self.name) <= 12 or " " not in self.name:
            return (self.name,)
        middle = min(
            (at for at, letter in enumerate(self.name) if letter == " "),
            key=lambda at: abs(at - len(self.name) / 2),
        )
        return self.name[:middle], self.name[middle + 1 :]


@dataclass(frozen=True, kw_only=True)
class Grid(TakesItems):
    """Mark each statement. The value is a list of ints: 1…len(points), or 0 for «No lo sé»."""

    kind: ClassVar[str] = "grid"
    name: ClassVar[str] = "Parrilla"
    opinion: ClassVar[bool] = True
    splits: ClassVar[bool] = True
    items_key: ClassVar[str] = "statements"
    fewest_items: ClassVar[int] = 1
    most_items: ClassVar[int] = MAX_STATEMENTS

    statements: tuple[Statement, ...]
    points: tuple[str, ...] = DEFAULT_POINTS

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        taken = cls.read_items(table)
        statements = tuple(
            Statement(each.text("text", required=True), each.text("dimension"))
            for each in table.tables("statements", required=not taken)
        )
        counted = "statements" in table and (statements or not taken)
        if counted and not 1 <= len(statements) <= MAX_STATEMENTS:
            table.wrong("statements", f"hay {len(statements)}", f"Deja entre 1 y {MAX_STATEMENTS}")
        points = table.texts("points") or DEFAULT_POINTS
        if not 3 <= len(points) <= 7:
            table.wrong("points", f"hay {len(points)} puntos", "Deja entre 3 y 7")
        return taken | {"statements": statements, "points": points}

    @classmethod
    def item_of(cls, key: str, text: str) -> Statement:
        return Statement(text)

    @property
    def pages(self) -> tuple[tuple[tuple[int, Statement], ...], ...]:
        """The statements with their positions, in screens of even length."""
        numbered = tuple(enumerate(self.statements))
        screens = max(1, -(-len(numbered) // MAX_SCREEN_STATEMENTS))
        size = max(1, -(-len(numbered) // screens))
        return tuple(numbered[at : at + size] for at in range(0, len(numbered), size))

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions in the order in which they first appear."""
        return tuple(dict.fromkeys(each.dimension for each in self.statements if each.dimension))

    def parse(self, raw: Any) -> list[int]:
        """One mark for each statement, 0 for «No lo sé»; not only zeros."""
        if type(raw) is not list or len(raw) != len(self.statements):
            raise InvalidAnswer("answer_malformed")
        return [whole(mark, UNKNOWN_MARK, len(self.points)) for mark in raw]

    def imagine(self, person: Person) -> list[int]:
        return [
            UNKNOWN_MARK if person.likely(0.08) else person.mark(1, len(self.points), each.text)
            for each in self.statements
        ]

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "counts": [[low … high], …], "unknown", "means", "medians", "dimensions"}.

        «No lo sé» is in no mean. A person counts in a dimension with 75 % of it answered (S-14).
        """
        values = [given.value for given in givens]
        columns = [[value[at] for value in values] for at in range(len(self.statements))]
        marks = [[mark for mark in column if mark != UNKNOWN_MARK] for column in columns]
        counts = [[each.count(at + 1) for at in range(len(self.points))] for each in marks]
        return {
            "n": len(values),
            "counts": counts,
            "unknown": [column.count(UNKNOWN_MARK) for column in columns],
            "means": [statistics.fmean(each) if each else None for each in marks],
            "medians": [interpolated_median(each) for each in counts],
            "dimensions": [self._dimension(name, values) for name in self.dimensions],
        }

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The mean of each statement, on the fixed scale."""
        figures = tuple(
            Figure(str(at), statement.text, str(at))
            for at, statement in enumerate(self.statements, 1)
        )
        return (Measure(figures, 1, len(self.points), ends=(self.points[0], self.points[-1])),)

    def figures_of(self, value: Any) -> dict[str, float]:
        """«No lo sé» is no figure."""
        return {str(at): mark for at, mark in enumerate(value, 1) if mark != UNKNOWN_MARK}

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per statement: people who marked the two highest points, of all who answered."""
        n = tally["n"]
        return tuple(
            Row(
                label=statement.text,
                count=sum(counts[-2:]),
                share=sum(counts[-2:]) / n if n else 0.0,
                key=str(at),
                note=self._note(tally, at),
                percent=percent(sum(counts[-2:]), n),
            )
            for at, (statement, counts) in enumerate(
                zip(self.statements, tally["counts"], strict=True), 1
            )
        )

    def spokes(self, tally: Mapping[str, Any]) -> tuple["Spoke", ...]:
        """The radar's spokes, from the centre (1) to the rim (the last point), never rescaled."""
        found = tally["dimensions"]
        return tuple(
            Spoke(each["name"], each["mean"], 2 * math.pi * at / len(found), len(self.points))
            for at, each in enumerate(found)
        )

    def unknown_share(self, tally: Mapping[str, Any]) -> int | None:
        """«No lo sé» among all the marks, in whole per cent; None where nobody answered."""
        marks = tally["n"] * len(self.statements)
        return percent(sum(tally["unknown"]), marks) if marks else None

    def gaps(
        self, ones: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]], k: int
    ) -> list[Gap | None]:
        """Each statement's gap between two sides; None where fewer than ``k`` of one marked it."""
        found = []
        for at in range(len(self.statements)):
            sides = [
                [sum(points) for points in zip(*(each["counts"][at] for each in side), strict=True)]
                for side in (ones, others)
            ]
            enough = all(sum(side) >= k for side in sides)
            found.append(gap_of(*sides) if enough else None)
        return found

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        """ "cells": of each statement the marks at each point; "unknown": «No lo sé», of people."""
        return {
            "cells": [[percent(each, sum(row)) for each in row] for row in tally["counts"]],
            "unknown": [percent(each, tally["n"]) for each in tally["unknown"]],
        }

    def say(self, value: Any) -> str:
        return " · ".join(
            f"{each.text}: {self.points[mark - 1] if mark else 'No lo sé'}"
            for each, mark in zip(self.statements, value, strict=True)
        )

    def _dimension(self, name: str, values: list[list[int]]) -> dict[str, Any]:
        places = [at for at, each in enumerate(self.statements) if each.dimension == name]
        people = [
            score
            for value in values
            if (score := dimension_score([value[at] or None for at in places])) is not None
        ]
        mean = statistics.fmean(sorted(people)) if people else None
        return {"name": name, "mean": mean, "people": len(people), "rows": places}

    def _note(self, tally: Mapping[str, Any], at: int) -> str:
        mean, unknown = tally["means"][at - 1], tally["unknown"][at - 1]
        said = [f"promedio {decimal(mean)}"] if mean is not None else []
        if unknown:
            said.append(f"{percent(unknown, tally['n'])}\u202f% no lo sabe")
        return "; ".join(said)
