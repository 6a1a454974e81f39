"""Commitment: if…, then I will…, before…. The words stay with whoever wrote them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.kinds.text import Text
from workshop.activities.parts.dated import Dated
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.rows import Row, row_percents, rows_of

MAX_CHARS = 160  # characters of one part
MAX_SOON_DAYS = 90  # days; later than this nobody will remember (S-22)
MAX_AHEAD_DAYS = 366  # days; a date beyond is a slip of the finger
MIN_READY_PARTS = 5  # of six parts: ready to be done
MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
PARTS = {
    "cue": ("Si…", "La situación que lo pone en marcha"),
    "action": ("entonces…", "Una acción que se pueda ver"),
    "date": ("antes del…", "Una fecha"),
    "evidence": ("se notará en…", "La evidencia"),
    "support": ("me apoya…", "Una persona o un rol"),
    "obstacle": ("puede frenarme…", "Un obstáculo"),
}
# What begins like this cannot be seen from outside: intentions, states and improvements.
VAGUE = tuple(
    """intentar procurar tratar querer pensar creer ser estar mejorar seguir esforzarme
    comprometerme concienciar concienciarme reflexionar considerar""".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Part:
    """One line of the card: how it begins, and what helps to write it."""

    id: str
    text: str
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class Commitment(Dated, Activity):
    """The value is {part: text, "date": "2026-11-28"}; parts may lack.

    A "code" beside them, as phones sent one before, is dropped: its author comes back with the
    participant's return code.
    """

    kind: ClassVar[str] = "commitment"
    name: ClassVar[str] = "Compromiso"
    way_back: ClassVar[str] = "/compromiso"
    private: ClassVar[bool] = True
    family: ClassVar[str] = "write"

    parts: tuple[Part, ...]
    days: int = 7
    vague: tuple[str, ...] = VAGUE
    asked: str = ""  # the day it was asked; dates are judged from here

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        parts = tuple(_part(part) for part in table.tables("parts"))
        ids = [part.id for part in parts]
        if "parts" in table and "action" not in ids:
            table.wrong("parts", "falta la parte «action»", "Sin una acción no hay compromiso")
        if len(set(ids)) != len(ids):
            table.wrong("parts", "hay una parte repetida", "Deja una de cada")
        asked = table.text("asked")
        if asked and _day(asked) is None:
            table.wrong("asked", f"«{asked[:20]}» no es una fecha", 'Escríbela así: "2026-11-28"')
        return {
            "parts": parts or tuple(Part(key, *words) for key, words in PARTS.items()),
            "days": table.number("days", 1, MAX_SOON_DAYS, 7),
            "vague": table.texts("vague") or VAGUE,
            "asked": asked,
        }

    def asked_on(self, day: date) -> Self:
        return replace(self, asked=day.isoformat())

    @property
    def usual(self) -> str:
        """The date a phone proposes."""
        return self._after(self.days)

    @property
    def latest(self) -> str:
        """The last date a phone offers."""
        return self._after(MAX_AHEAD_DAYS)

    @property
    def soon(self) -> str:
        """The last date that counts as soon."""
        return self._after(MAX_SOON_DAYS)

    @property
    def enough(self) -> int:
        """The number of parts that make a commitment ready to be done."""
        return max(1, len(self.parts) - (len(PARTS) - MIN_READY_PARTS))

    def parse(self, raw: Any) -> dict[str, str]:
        ids = [part.id for part in self.parts]
        if type(raw) is not dict or not raw.keys() <= {*ids, "code"}:
            raise InvalidAnswer("answer_malformed")
        if not all(type(value) is str for value in raw.values()):
            raise InvalidAnswer("answer_malformed")
        text = Text(ref=self.ref, title=self.title, maximum=MAX_CHARS)
        value = {}
        for key in ids:
            if key == "action" or raw.get(key, "").strip():
                value[key] = text.parse(raw.get(key, ""))
        if "date" in value:
            self._check(value["date"])
        return value

    def good(self, value: Mapping[str, str]) -> tuple[str, ...]:
        """The parts that are good enough, one point of quality each (S-22)."""
        return tuple(part.id for part in self.parts if self._is_good(part.id, value))

    def imagine(self, person: Person) -> dict[str, str]:
        """Some leave a part out, as people do; the date is the one that was proposed."""
        value = {"action": person.says("action")}
        for part in self.parts:
            if part.id not in value and person.likely(0.85):
                value[part.id] = self.usual if part.id == "date" else person.says(part.id)
        return {key: words[:MAX_CHARS] for key, words in value.items() if words}

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "parts": {part: how many are good}, "quality": [n with 0, 1, … parts], "ready"}."""
        good = [self.good(given.value) for given in givens]
        return {
            "n": len(good),
            "parts": {part.id: sum(part.id in each for each in good) for part in self.parts},
            "quality": [sum(len(each) == q for each in good) for q in range(len(self.parts) + 1)],
            "ready": sum(len(each) >= self.enough for each in good),
        }

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per part: in how many commitments it is good."""
        labels = [part.help or part.text for part in self.parts]
        keys = [part.id for part in self.parts]
        return rows_of(labels, keys, [tally["parts"][key] for key in keys], tally["n"])

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        return row_percents(self.rows(tally))

    def say(self, value: Any) -> str:
        """The whole sentence."""
        words = [
            f"{p.text.rstrip('… .')} {_in_words(p.id, value)}" for p in self.parts if p.id in value
        ]
        return ", ".join(words) + "."

    def _is_good(self, key: str, value: Mapping[str, str]) -> bool:
        words = value.get(key, "").lower().split()
        if key == "date":
            return bool(words) and (not self.asked or value[key] <= self.soon)
        if key == "action":
            return len(words) > 1 and words[0] not in self.vague
        return len(words) > 1 if key in ("cue", "evidence") else bool(words)

    def _check(self, text: str) -> None:
        day = _day(text)
        if day is None:
            raise InvalidAnswer("answer_malformed")
        if self.asked and not self.asked <= text <= self.latest:
            raise InvalidAnswer("date_out_of_range")

    def _after(self, days: int) -> str:
        asked = _day(self.asked)
        return (asked + timedelta(days=days)).isoformat() if asked else ""


def _part(table: TableReader) -> Part:
    key = table.one_of("id", tuple(PARTS), "")
    if not key and "id" not in table:
        table.wrong(None, "falta «id»", f"Las que valen: {', '.join(PARTS)}")
    return Part(key, table.text("text", required=True), table.text("help"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-28") else None
    except ValueError:
        return None


def _in_words(key: str, value: Mapping[str, str]) -> str:
    day = _day(value[key]) if key == "date" else None
    return f"{day.day} de {MONTHS.split()[day.month - 1]}" if day else value[key].rstrip(" .")
