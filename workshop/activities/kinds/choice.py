"""Choice: pick one of the options, or up to a few of them; say how sure; say who one is here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from workshop.activities.base import GivenAnswer, InvalidAnswer
from workshop.activities.parts.certainty import (
    MAX_CERTAINTY,
    MIN_CONVINCED_MARK,
    parts_of,
    said,
)
from workshop.activities.parts.choice_keys import read_extras, refuse_what_names_options
from workshop.activities.parts.choice_of_options import ChoiceOfOptions
from workshop.activities.parts.choice_option import MAX_OPTIONS, Option, read_options
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.group_sums import GroupSum
from workshop.activities.parts.hand_countable import HandCountable, HandRow, rows_by_letter
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.items_from import (
    ITEM_IDS,
    OffersTop,
    Standing,
    Taken,
    TakesItems,
    counted,
)
from workshop.activities.parts.measures import PERCENT, Figure, Measure
from workshop.activities.parts.number_format import decimal
from workshop.activities.parts.rows import Row, row_percents, rows_of
from workshop.activities.parts.segment import Place, Segments
from workshop.statistics.proportions import percent
from workshop.statistics.suppression import withheld


@dataclass(frozen=True, kw_only=True)
class Choice(ChoiceOfOptions, Segments, HandCountable, OffersTop, TakesItems):
    """Pick one option (its value is "b"), or up to ``maximum`` (its value is ["a", "c"]).

    With ``certainty`` the value is {"option": "b", "certainty": 4}. With ``segment`` it says where
    somebody belongs («Área»), and later rounds of the run may be told by it.
    """

    kind: ClassVar[str] = "choice"
    opinion: ClassVar[bool] = True
    splits: ClassVar[bool] = True
    most_items: ClassVar[int] = MAX_OPTIONS
    asks_more: ClassVar[bool] = True  # may ask for a certainty, or be a segment

    options: tuple[Option, ...]
    maximum: int = 1
    shuffle: bool = False
    certainty: bool = False
    together: tuple[str, ...] = ()  # options that are also told as one
    together_as: str = ""  # what they are then called: «En los últimos 30 días»
    index: str = ""
    segment: str = ""

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        taken = cls.read_items(table)
        options = read_options(table, required=not taken)
        own = {
            "options": options,
            "maximum": table.number(
                "maximum", 1, MAX_OPTIONS if taken else max(len(options), 1), 1
            ),
            "shuffle": table.flag("shuffle"),
        }
        own |= read_extras(table, own, cls.asks_more)
        if taken:
            refuse_what_names_options(table, own)
        return own | taken

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> tuple[str, ...]:
        own_ids = tuple(option.id for option in own["options"])
        return own_ids + tuple(ITEM_IDS if own.get("items_from") else ())

    @classmethod
    def item_of(cls, key: str, text: str) -> Option:
        return Option(key, text)

    def asking(self, taken: Taken) -> Self:
        asked = super().asking(taken)
        return replace(asked, maximum=min(self.maximum, len(asked.options)))

    @property
    def offers(self) -> tuple[str, ...]:
        return () if self.segment else super().offers

    def standings(self, tally: Mapping[str, Any]) -> Iterable[Standing]:
        for key, votes in tally["counts"].items():
            if votes and key not in self.undecided:
                yield Standing(key, votes, votes, counted(votes, "voto", "votos"))

    @property
    def name(self) -> str:  # type: ignore[override]
        return "Varias opciones" if self.several else "Opción única"

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple("abcdefghijkl"[: len(self.options)])

    @property
    def several(self) -> bool:
        """More than one may be picked."""
        return self.maximum > 1

    @property
    def unanimous_rows(self) -> bool:  # type: ignore[override]
        """True where several may be picked: each row then stands alone."""
        return self.several

    @property
    def private(self) -> bool:  # type: ignore[override]
        """One answer would tell of a small group: where somebody is from, or how sure few are."""
        return bool(self.segment) or self.certainty

    @property
    def undecided(self) -> tuple[str, ...]:
        """The ids of the options that take no side."""
        return tuple(option.id for option in self.options if option.undecided)

    @property
    def slots(self) -> tuple[int, ...]:
        return tuple(0 if each.undecided else at for at, each in enumerate(self.options, 1))

    @property
    def segment_places(self) -> tuple[Place, ...]:
        options = self.options if self.segment else ()
        return tuple(Place(option.id, option.text, option.level) for option in options)

    @property
    def hand_rows(self) -> tuple[HandRow, ...]:
        """With one pick. A segment says where each phone belongs, and a hand belongs nowhere."""
        if self.several or self.segment:
            return ()
        return rows_by_letter(self.options, self.letters)

    def parse(self, raw: Any) -> str | list[str] | dict[str, Any]:
        """ "b" when one may be picked, a sorted list of ids when several may."""
        if self.certainty:
            option, certainty = parts_of(raw)
            return {"option": self._known(option), "certainty": certainty}
        if self.maximum == 1:
            return self._known(raw)
        if type(raw) is not list:
            raise InvalidAnswer("answer_malformed")
        if len(raw) > self.maximum:
            raise InvalidAnswer("too_many_options", n=len(raw), max=self.maximum)
        picked = {self._known(item) for item in raw}
        if not picked or len(picked) != len(raw):
            raise InvalidAnswer("option_unknown")
        return sorted(picked)

    def imagine(self, person: Person) -> Any:
        ids = [option.id for option in self.options]
        if self.certainty:
            return {"option": person.pick(ids), "certainty": person.mark(1, MAX_CERTAINTY)}
        return person.several(ids, self.maximum) if self.several else person.pick(ids)

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n": 37, "counts": {"a": 6, "b": 13, …}} in the options' order; n counts people.

        With ``certainty`` also "sure": {"a": [people at 1, …, at 5], …} and "high": those at 4–5.
        """
        counts = {option.id: 0 for option in self.options}
        sure = {option.id: [0] * MAX_CERTAINTY for option in self.options}
        n = 0
        for given in givens:
            n += 1
            for picked in self._picked(given.value):
                counts[picked] += 1
            if self.certainty:
                sure[given.value["option"]][given.value["certainty"] - 1] += 1
        if not self.certainty:
            return {"n": n, "counts": counts}
        return {"n": n, "counts": counts, "sure": sure, "high": sum(map(convinced, sure.values()))}

    def protect(self, tally: Mapping[str, Any], k: int) -> dict[str, Any]:
        """Leave out groups of a segment under ``k``, and the certainty of stances that fewer took.

        What is left out is named in "protected".
        """
        if not self.private:
            return dict(tally)
        hidden = withheld(tally["counts"], k)
        if self.certainty:
            told = {key: None if key in hidden else row for key, row in tally["sure"].items()}
            high = tally["high"] if tally["n"] >= k else None
            return dict(tally) | {"sure": told, "high": high}
        counts = {key: people for key, people in tally["counts"].items() if key not in hidden}
        return dict(tally) | {
            "counts": counts,
            "protected": [key for key in tally["counts"] if key in hidden],
        }

    def categories(self) -> tuple[str, ...]:
        one = self.maximum == 1 and not self.segment  # who moved between groups is nobody's matter
        return tuple(option.id for option in self.options) if one else ()

    def category_of(self, value: Any) -> str:
        if isinstance(value, dict):
            return value["option"]
        return value if self.maximum == 1 else ""

    def sides_of(self, tally: Mapping[str, Any]) -> tuple[Mapping[str, int], int]:
        return tally["counts"], tally["n"]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The share of people who picked each option, where several may be picked."""
        if not self.several:
            return ()
        figures = tuple(
            Figure(option.id, option.text, letter)
            for option, letter in zip(self.options, self.letters, strict=True)
        )
        return (Measure(figures, low=0, unit=PERCENT),)

    def figures_of(self, value: Any) -> dict[str, float]:
        if not self.several:
            return {}
        return {option.id: 100.0 * (option.id in value) for option in self.options}

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per option; with several picks the shares of people may pass 1 together."""
        texts = [option.text for option in self.options]
        keys = [option.id for option in self.options]
        hidden = tally.get("protected", ())
        rows = rows_of(texts, keys, [tally["counts"].get(key, 0) for key in keys], tally["n"])
        return tuple(
            replace(row, protected=row.key in hidden, note=self._note(tally, row.key))
            for row in rows
        )

    def checked(self, tally: Mapping[str, Any]) -> float | None:
        """Mean part of a checklist that people checked, 0 to 100; None where nobody did."""
        cells = tally["n"] * len(self.options)
        return 100 * sum(tally["counts"].values()) / cells if cells else None

    def sums(self, tally: Mapping[str, Any]) -> tuple[GroupSum, ...]:
        """Sums beside the rows: of a checklist its mean of 100, of ``together`` who picked one."""
        checked = self.checked(tally) if self.index else None
        part = "–" if checked is None else decimal(checked, 0)
        index = (GroupSum(self.index, part, "de 100"),) if self.index else ()
        joined = (GroupSum(self.together_as, people=self.joined(tally)),) if self.together else ()
        return index + joined

    def joined(self, tally: Mapping[str, Any]) -> int:
        """Count the people who picked one of the options that are told ``together``."""
        return sum(tally["counts"].get(key, 0) for key in self.together)

    def conditions(self, tally: Mapping[str, Any]) -> tuple[str, ...]:
        """A segment's small group is a minority: nobody is to be asked who they are."""
        return ("minoria",) if tally.get("protected") and tally["n"] else ()

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        """Also "sure": of each option the people sure of it; "together": those who picked one."""
        found: dict[str, Any] = row_percents(self.rows(tally))
        if self.certainty:
            found["sure"] = {
                key: None if row is None else percent(convinced(row), sum(row))
                for key, row in tally["sure"].items()
            }
        if self.together:
            found["together"] = percent(self.joined(tally), tally["n"])
        return found

    def say(self, value: Any) -> str:
        texts = {option.id: option.text for option in self.options}
        words = " · ".join(texts[picked] for picked in self._picked(value))
        return words + said(value["certainty"]) if isinstance(value, dict) else words

    def _picked(self, value: Any) -> Sequence[str]:
        if isinstance(value, dict):
            return (value["option"],)
        return value if isinstance(value, list) else (value,)

    def _note(self, tally: Mapping[str, Any], key: str) -> str:
        row = tally["sure"][key] if self.certainty else None
        if row is None or not sum(row):
            return ""
        return f"convicción alta {percent(convinced(row), sum(row))}\u202f%"

    def _known(self, raw: Any) -> str:
        if type(raw) is not str:
            raise InvalidAnswer("answer_malformed")
        if not any(raw == option.id for option in self.options):
            raise InvalidAnswer("option_unknown")
        return raw


def convinced(row: Sequence[int]) -> int:
    """Count the people who are sure, 4 and 5, in a row of people by certainty, 1 to 5."""
    return sum(row[MIN_CONVINCED_MARK - 1 :])
