"""Rating: a whole number on a ladder whose two ends have words. Not a kind: some kinds are one."""

import math
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.rows import Row, row_percents, rows_of
from workshop.statistics.proportions import percent


@dataclass(frozen=True)
class RatingGroup:
    """Neighbouring rungs that are read together: «Promotores», 9 to 10."""

    text: str
    first: int
    last: int

    @property
    def span(self) -> int:
        """The number of rungs."""
        return self.last - self.first + 1


@dataclass(frozen=True, kw_only=True)
class Rating(Activity):
    """Pick a rung, ``first`` to ``last``. The value is an int."""

    opinion: ClassVar[bool] = True
    splits: ClassVar[bool] = True
    first: ClassVar[int] = 0
    last: ClassVar[int] = 10
    groups: ClassVar[tuple[RatingGroup, ...]] = ()
    words: ClassVar[tuple[str, str]] = ("", "")  # what the ends say when the text does not

    lowest: str
    highest: str

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        return {
            "lowest": table.text("lowest") or cls.words[0],
            "highest": table.text("highest") or cls.words[1],
        }

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(map(str, cls.rungs()))

    @classmethod
    def rungs(cls) -> range:
        """Every number that may be picked, low to high."""
        return range(cls.first, cls.last + 1)

    @property
    def points(self) -> tuple[str, ...]:
        """The rungs as a screen names them."""
        return self.categories()

    @property
    def letters(self) -> tuple[str, ...]:
        return self.categories()

    def parse(self, raw: Any) -> int:
        """A rung. True, 3.0 and "3" are not ints here."""
        return whole(raw, self.first, self.last)

    def imagine(self, person: Person) -> int:
        return person.mark(self.first, self.last)

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "counts": [lowest … highest], "groups": [people in each], "mean", "median"}."""
        values = sorted(given.value for given in givens)
        return {
            "n": len(values),
            "counts": [values.count(rung) for rung in self.rungs()],
            "groups": [
                sum(group.first <= value <= group.last for value in values) for group in self.groups
            ],
            "mean": statistics.fmean(values) if values else None,
            "median": float(statistics.median(values)) if values else None,
        }

    def categories(self) -> tuple[str, ...]:
        return tuple(map(str, self.rungs()))

    def category_of(self, value: Any) -> str:
        return str(value)

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        return rows_of(self.points, self.categories(), tally["counts"], tally["n"])

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        """Also "groups": people in each of its groups."""
        groups = [percent(people, tally["n"]) for people in tally["groups"]]
        return row_percents(self.rows(tally)) | {"groups": groups}

    def say(self, value: Any) -> str:
        return f"{value} sobre {self.last}"


def whole(raw: Any, low: int, high: int) -> int:
    """``raw`` if it is an int from ``low`` to ``high``; otherwise `InvalidAnswer`."""
    out_of_range = InvalidAnswer("number_out_of_range", min=low, max=high)
    if type(raw) is float and not (math.isfinite(raw) and raw.is_integer()):
        raise out_of_range
    if type(raw) is not int:
        raise InvalidAnswer("answer_malformed")
    if not low <= raw <= high:
        raise out_of_range
    return raw
