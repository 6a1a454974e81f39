"""Scale: one point of an ordered scale whose points all have words."""

import math
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.hand_countable import HandCountable, HandRow
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.rows import Row, row_percents, rows_of

MIN_POINTS, MAX_POINTS = 2, 11  # points; 0–10 is the longest scale in use


@dataclass(frozen=True, kw_only=True)
class Scale(HandCountable, Activity):
    """Pick a point, 1 (lowest) to len(points). The value is an int."""

    kind: ClassVar[str] = "scale"
    name: ClassVar[str] = "Escala"
    opinion: ClassVar[bool] = True
    splits: ClassVar[bool] = True

    points: tuple[str, ...]

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        points = table.texts("points", required=True)
        if points and not MIN_POINTS <= len(points) <= MAX_POINTS:
            table.wrong(
                "points", f"hay {len(points)} puntos", f"Deja entre {MIN_POINTS} y {MAX_POINTS}"
            )
        if len(set(points)) != len(points):
            table.wrong(
                "points",
                "hay dos puntos con el mismo texto",
                "Escribe un texto distinto en cada punto",
            )
        return {"points": points}

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(str(point) for point in range(1, len(own["points"]) + 1))

    @property
    def letters(self) -> tuple[str, ...]:
        return self.categories()

    @property
    def hand_rows(self) -> tuple[HandRow, ...]:
        return tuple(
            HandRow(point, text, point)
            for point, text in zip(self.categories(), self.points, strict=True)
        )

    def parse(self, raw: Any) -> int:
        """An int between 1 and the number of points. True, 3.0 and "3" are not ints here."""
        out_of_range = InvalidAnswer("number_out_of_range", min=1, max=len(self.points))
        if type(raw) is float and not (math.isfinite(raw) and raw.is_integer()):
            raise out_of_range
        if type(raw) is not int:
            raise InvalidAnswer("answer_malformed")
        if not 1 <= raw <= len(self.points):
            raise out_of_range
        return raw

    def imagine(self, person: Person) -> int:
        return person.mark(1, len(self.points))

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "counts": [lowest … highest], "mean", "median"}; both None without answers."""
        values = sorted(given.value for given in givens)
        return {
            "n": len(values),
            "counts": [values.count(point) for point in range(1, len(self.points) + 1)],
            "mean": statistics.fmean(values) if values else None,
            "median": float(statistics.median(values)) if values else None,
        }

    def categories(self) -> tuple[str, ...]:
        return tuple(str(point) for point in range(1, len(self.points) + 1))

    def category_of(self, value: Any) -> str:
        return str(value)

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        return rows_of(self.points, self.categories(), tally["counts"], tally["n"])

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        return row_percents(self.rows(tally))

    def say(self, value: Any) -> str:
        return self.points[value - 1]
