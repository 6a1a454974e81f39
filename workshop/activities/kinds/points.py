"""Points: a hundred points to share out among the options, all of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from workshop.activities.base import GivenAnswer, InvalidAnswer
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.items_from import ITEM_IDS, OffersTop, Standing, TakesItems, counted
from workshop.activities.parts.late_option import LATE_TITLE, TakesLateOption
from workshop.activities.parts.measures import Figure, Measure
from workshop.activities.parts.number_format import decimal, median_of
from workshop.activities.parts.options import NamedOption, read_named_options
from workshop.activities.parts.rows import Row, next_tenth
from workshop.statistics.concentration import effective_number
from workshop.statistics.proportions import percent

MIN_OPTIONS, MAX_OPTIONS = 2, 8  # options; more steppers do not fit a phone
MAX_POINTS = 1_000  # points


@dataclass(frozen=True, kw_only=True)
class Points(TakesLateOption, OffersTop, TakesItems):
    """Share out ``total``. The value is a list of ints in the options' order."""

    kind: ClassVar[str] = "points"
    name: ClassVar[str] = "Reparto de puntos"
    opinion: ClassVar[bool] = True
    most_items: ClassVar[int] = MAX_OPTIONS
    splits: ClassVar[bool] = True

    options: tuple[NamedOption, ...]
    total: int = 100
    step: int = 5
    late: str | None = None

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        total = table.number("total", 10, MAX_POINTS, 100) or 100
        step = table.number("step", 1, 100, 5) or 5
        if total % step:
            table.wrong("step", f"{total} no se reparte de {step} en {step}", "Usa 5 o 10")
        taken = cls.read_items(table)
        options = read_named_options(table, "options", MIN_OPTIONS, MAX_OPTIONS, required=not taken)
        late = table.text("late") or None
        if late and late not in [option.id for option in options]:
            table.wrong("late", f"«{late[:40]}» no es una opción", "Bórralo: lo pone late_option")
        return taken | {
            "options": options,
            "total": total,
            "step": step,
            "late": late,
        }

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> tuple[str, ...]:
        own_ids = tuple(option.id for option in own["options"])
        return own_ids + tuple(ITEM_IDS if own.get("items_from") else ())

    def standings(self, tally: Mapping[str, Any]) -> Iterable[Standing]:
        for key, given in tally["sums"].items():
            if given:
                yield Standing(key, given, given, counted(given, "punto", "puntos"))

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple("abcdefgh"[: len(self.options)])

    def parse(self, raw: Any) -> list[int]:
        """Whole points, one number for each option. Code points_unbalanced unless all are given."""
        if type(raw) is not list or len(raw) != len(self.options):
            raise InvalidAnswer("answer_malformed")
        if any(type(given) is not int for given in raw):
            raise InvalidAnswer("answer_malformed")
        if min(raw) < 0 or sum(raw) != self.total:
            raise InvalidAnswer("points_unbalanced", total=self.total)
        return raw

    def imagine(self, person: Person) -> list[int]:
        return person.share_out(self.total, self.step, len(self.options))

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "sums", "medians", "zeros": {id: …}, "effective": N or None} (S-17)."""
        values = [given.value for given in givens]
        columns = {
            option.id: [value[at] for value in values] for at, option in enumerate(self.options)
        }
        sums = {key: sum(given) for key, given in columns.items()}
        return {
            "n": len(values),
            "sums": sums,
            "medians": {key: median_of(given) for key, given in columns.items()},
            "zeros": {key: given.count(0) for key, given in columns.items()},
            "effective": effective_number(list(sums.values())),
        }

    def sides_of(self, tally: Mapping[str, Any]) -> tuple[Mapping[str, int], int]:
        """Points instead of people."""
        return tally["sums"], sum(tally["sums"].values())

    def with_late_option(self, option: NamedOption) -> Self:
        return replace(self, options=(*self.options, option), late=option.id)

    def late_option_problem(self, option: NamedOption) -> tuple[str, str] | None:
        if any(option.id == each.id for each in self.options):
            return f"«{option.id}» ya es una opción de «{self.ref}»", "Usa otra letra"
        if self.items_from is not None:
            return f"las opciones de «{self.ref}» salen de otro paso", "Quita late_option"
        if len(self.options) >= MAX_OPTIONS:
            return f"«{self.ref}» ya tiene {MAX_OPTIONS} opciones", "Quita una de ellas"
        return None

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The mean of the points each option is given; the late one's apart."""
        figures = tuple(
            Figure(option.id, option.text, letter)
            for option, letter in zip(self.options, self.letters, strict=True)
        )
        both = tuple(figure for figure in figures if figure.key != self.late)
        late = tuple(figure for figure in figures if figure.key == self.late)
        if not late:
            return (Measure(both, low=0, unit="puntos"),)
        common = Measure(both, low=0, high=self.total, unit="puntos")  # one scale for both
        return (common, replace(common, figures=late, title=LATE_TITLE))

    def figures_of(self, value: Any) -> dict[str, float]:
        """Points by option. With a late one, what is left for the others is scaled to the total.

        Who gave everything to the late one has no figures for the others.
        """
        given = {option.id: each for option, each in zip(self.options, value, strict=True)}
        if self.late is None:
            return given
        late = given.pop(self.late)
        left = self.total - late
        scaled = {key: each * self.total / left for key, each in given.items()} if left else {}
        return scaled | {self.late: late}

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per option: people who gave it anything, and its part of all the points."""
        n = tally["n"]
        sums = [tally["sums"][option.id] for option in self.options]
        return tuple(
            Row(
                label=option.text,
                count=n - tally["zeros"][option.id],
                share=points / (n * self.total) if n else 0.0,
                key=option.id,
                note=self._note(tally, option.id),
                percent=percent(points, n * self.total),
                of_people=False,
            )
            for option, points in zip(self.options, sums, strict=True)
        )

    def longest(self, tally: Mapping[str, Any]) -> float:
        """The share at which the chart ends: the tenth above its longest mean and median."""
        medians = [found / self.total for found in tally["medians"].values() if found is not None]
        shares = [row.share for row in self.rows(tally)]
        return next_tenth(max(*shares, *medians))

    def means(self, tally: Mapping[str, Any]) -> dict[str, float | None]:
        """Mean points of each option; None where nobody answered."""
        n = tally["n"]
        return {key: points / n if n else None for key, points in tally["sums"].items()}

    def own_bias(self, tallies: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
        """Points that people give their own segment minus the mean of the others' means (S-18).

        Only for segments that are also an option, and where another segment gave points too.
        """
        means = {key: self.means(tally) for key, tally in tallies.items() if tally["n"]}
        found = {}
        for own, given in means.items():
            others = [
                mean
                for key, each in means.items()
                if key != own and (mean := each.get(own)) is not None
            ]
            if others and (mine := given.get(own)) is not None:
                found[own] = mine - sum(others) / len(others)
        return found

    def say(self, value: Any) -> str:
        return " · ".join(
            f"{option.text} {given}"
            for option, given in zip(self.options, value, strict=True)
            if given
        )

    def _note(self, tally: Mapping[str, Any], key: str) -> str:
        n = tally["n"]
        if not n:
            return ""
        mean, median = decimal(tally["sums"][key] / n), decimal(tally["medians"][key])
        zero = percent(tally["zeros"][key], n)
        return f"promedio {mean}; mediana {median}; {zero}\u202f% da 0"
