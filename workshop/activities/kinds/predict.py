"""Predict: what do I say, and how many of every ten here will say it? The gap is the point."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.measures import PERCENT, Figure, Measure
from workshop.activities.parts.number_format import decimal, half_up, median_of
from workshop.activities.parts.rating import whole
from workshop.activities.parts.rows import Row
from workshop.statistics.proportions import percent

MAX_OF_TEN = 10


@dataclass(frozen=True, kw_only=True)
class Predict(Activity):
    """The value is ["yes" or "no", 0…10]: one's own answer, and how many of ten say yes."""

    kind: ClassVar[str] = "predict"
    name: ClassVar[str] = "Predicción"
    opinion: ClassVar[bool] = True

    others: str
    yes: str
    no: str

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        return {
            "others": table.text("others") or "De cada 10 personas aquí, ¿cuántas dirán que sí?",
            "yes": table.text("yes") or "Sí",
            "no": table.text("no") or "No",
        }

    def parse(self, raw: Any) -> list[Any]:
        """["yes", 7]."""
        if type(raw) is not list or len(raw) != 2 or type(raw[0]) is not str:
            raise InvalidAnswer("answer_malformed")
        if raw[0] not in ("yes", "no"):
            raise InvalidAnswer("option_unknown")
        return [str(raw[0]), whole(raw[1], 0, MAX_OF_TEN)]

    def imagine(self, person: Person) -> list[Any]:
        return ["yes" if person.likely(0.6) else "no", person.mark(0, 7)]

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "yes", "guesses": [people who said 0 … 10], "real", "believed", "gap"} (S-19).

        "real" and "believed" are on 0–100; the gap is positive when people are better than thought.
        """
        values = [given.value for given in givens]
        guesses = [value[1] for value in values]
        yes = sum(value[0] == "yes" for value in values)
        real = 100 * yes / len(values) if values else None
        middle = median_of(guesses)
        believed = None if middle is None else MAX_OF_TEN * middle
        return {
            "n": len(values),
            "yes": yes,
            "guesses": [guesses.count(guess) for guess in range(MAX_OF_TEN + 1)],
            "real": real,
            "believed": believed,
            "gap": None if real is None or believed is None else real - believed,
        }

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Two figures: the room's own answer, and the one it believed."""
        figures = (
            Figure("real", f"Responden «{self.yes}»"),
            Figure("believed", "Lo que la sala cree", middle="median"),
        )
        return (Measure(figures, 0, 100, unit=PERCENT),)

    def figures_of(self, value: Any) -> dict[str, float]:
        return {"real": 100 if value[0] == "yes" else 0, "believed": MAX_OF_TEN * value[1]}

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """People who say yes and no, then those who predicted each number of ten."""
        n = tally["n"]
        note = ""
        if n:
            gap = f"brecha {decimal(tally['gap'], 0)} puntos"
            note = f"la sala creía {decimal(tally['believed'], 0)}\u202f%; {gap}"
        own = ((self.yes, tally["yes"], "yes", note), (self.no, n - tally["yes"], "no", ""))
        said = (
            (f"Cree que {guess} de 10", people, str(guess), "")
            for guess, people in enumerate(tally["guesses"])
        )
        return tuple(
            Row(
                label,
                people,
                people / n if n else 0.0,
                key,
                text,
                percent(people, n),
            )
            for label, people, key, text in (*own, *said)
        )

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        """ "real": people who say yes; "believed": what the room thought, already a per cent."""
        believed = tally["believed"]
        return {
            "real": percent(tally["yes"], tally["n"]),
            "believed": 0 if believed is None else half_up(believed),
        }

    def say(self, value: Any) -> str:
        return f"{self.yes if value[0] == 'yes' else self.no} · creo que {value[1]} de cada 10"
