"""Number: one quantity or a few with their unit; the far ones are flagged and still counted."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.measures import Figure, Measure
from workshop.activities.parts.number_format import amount
from workshop.activities.parts.rows import Row
from workshop.statistics.proportions import percent
from workshop.statistics.quantities import nice_axis, spread

MAX_NUMBER = 1_000_000_000
MAX_COLUMNS = 40  # columns of dots
MEDIAN = "Mediana de la sala"
MAX_QUANTITIES = 3  # quantities; one question, one screen


@dataclass(frozen=True)
class Quantity:
    """One box to fill in."""

    text: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Number(Activity):
    """Write a number. The value is a JSON number, or a list where there are several quantities."""

    kind: ClassVar[str] = "number"
    name: ClassVar[str] = "Número"
    family: ClassVar[str] = "write"
    opinion: ClassVar[bool] = True

    unit: str = ""
    minimum: int = 0
    maximum: int = 1_000_000
    decimals: int = 0
    quantities: tuple[Quantity, ...] = ()

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        low = table.number("minimum", -MAX_NUMBER, MAX_NUMBER, 0)
        high = table.number("maximum", -MAX_NUMBER, MAX_NUMBER, 1_000_000)
        if low is not None and high is not None and low >= high:
            table.wrong("maximum", f"va de {low} a {high}", "Escribe un máximo mayor")
        quantities = tuple(
            Quantity(each.text("text", required=True), each.text("unit"))
            for each in table.tables("quantities")
        )
        if len(quantities) > MAX_QUANTITIES:
            table.wrong("quantities", f"hay {len(quantities)}", f"Deja {MAX_QUANTITIES} como mucho")
        return {
            "unit": table.text("unit"),
            "minimum": low,
            "maximum": high,
            "decimals": table.number("decimals", 0, 2, 0),
            "quantities": quantities,
        }

    @property
    def asks(self) -> tuple[Quantity, ...]:
        """The boxes, one at least."""
        return self.quantities or (Quantity("", self.unit),)

    def parse(self, raw: Any) -> float | list[float]:
        """Finite, within the range, with no more decimals than asked. "3", True: malformed."""
        if not self.quantities:
            return self._number(raw)
        if type(raw) is not list or len(raw) != len(self.quantities):
            raise InvalidAnswer("answer_malformed")
        return [self._number(each) for each in raw]

    def imagine(self, person: Person) -> float | list[float]:
        """Small numbers mostly, and now and then one that is far out."""
        highest = min(self.maximum, self.minimum + (200 if person.likely(0.04) else 24))
        given: list[float] = [
            person.mark(self.minimum, highest, at) for at in range(len(self.asks))
        ]
        return given if self.quantities else given[0]

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "columns": [{"median", "q1", "q3", "far", "axis", "bins", "values"}, …]}."""
        values = [given.value for given in givens]
        lists = [value if self.quantities else [value] for value in values]
        return {
            "n": len(values),
            "columns": [self._column([each[at] for each in lists]) for at in range(len(self.asks))],
        }

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Each quantity on a ruler of its own, by its median: the far ones do not pull it."""
        return tuple(
            Measure((Figure(str(at), ask.text or MEDIAN, middle="median"),), unit=ask.unit)
            for at, ask in enumerate(self.asks, 1)
        )

    def figures_of(self, value: Any) -> dict[str, float]:
        given = value if self.quantities else [value]
        return {str(at): number for at, number in enumerate(given, 1)}

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """People in each stretch of the axis, and each far number by itself."""
        return tuple(
            row
            for ask, column in zip(self.asks, tally["columns"], strict=True)
            for row in self._stretches(ask, column, tally["n"])
        )

    def say(self, value: Any) -> str:
        given = value if self.quantities else [value]
        return " · ".join(
            f"{ask.text}: {amount(each, ask.unit)}" if ask.text else amount(each, ask.unit)
            for ask, each in zip(self.asks, given, strict=True)
        )

    def _number(self, raw: Any) -> float:
        out_of_range = InvalidAnswer("number_out_of_range", min=self.minimum, max=self.maximum)
        if type(raw) is float and not math.isfinite(raw):
            raise out_of_range
        if (
            type(raw) not in (int, float)
            or type(raw) is float
            and raw.is_integer()
            and not self.decimals
        ):
            raise InvalidAnswer("answer_malformed")
        if not self.minimum <= raw <= self.maximum:
            raise out_of_range
        value = round(raw, self.decimals)
        if abs(value - raw) > 1e-9:
            raise out_of_range
        return int(value) if float(value).is_integer() else value

    def _column(self, numbers: Sequence[float]) -> dict[str, Any]:
        found = spread(numbers)
        if found is None:
            return {"median": None, "q1": None, "q3": None, "far": [], "values": [], "bins": []} | {
                "axis": []
            }
        near = [number for number in numbers if not found.is_far(number)]
        axis = nice_axis(min(near), max(near), whole=not self.decimals)
        low, high = axis[0], axis[-1]
        bins = [0] * MAX_COLUMNS
        for number in near:
            bins[min(MAX_COLUMNS - 1, int(MAX_COLUMNS * (number - low) / (high - low)))] += 1
        return {
            "median": found.median,
            "q1": found.q1,
            "q3": found.q3,
            "far": _counted(number for number in numbers if found.is_far(number)),
            "values": _counted(near),
            "bins": bins,
            "axis": axis,
        }

    def _stretches(self, ask: Quantity, column: Mapping[str, Any], n: int) -> Iterable[Row]:
        name = f"{ask.text}: " if ask.text else ""
        axis = column["axis"]
        note = ""
        if n:
            middle = f"{amount(column['q1'])} a {amount(column['q3'])}"
            note = f"mediana {amount(column['median'], ask.unit)}; la mitad central, de {middle}"
        for low, high in zip(axis, axis[1:], strict=False):
            last = high == axis[-1]
            people = sum(
                count
                for value, count in column["values"]
                if low <= value < high or last and value == high
            )
            until = (
                f"hasta {amount(high, ask.unit)}"
                if last
                else f"a menos de {amount(high, ask.unit)}"
            )
            yield _row(f"{name}de {amount(low)} {until}", people, n, note)
            note = ""
        for value, people in column["far"]:
            yield _row(
                f"{name}{amount(value, ask.unit)}", people, n, "muy lejos del resto; cuenta igual"
            )


def _row(label: str, people: int, n: int, note: str) -> Row:
    return Row(label, people, people / n, note=note, percent=percent(people, n))


def _counted(numbers: Iterable[float]) -> list[list[float]]:
    return [[value, count] for value, count in sorted(Counter(numbers).items())]
