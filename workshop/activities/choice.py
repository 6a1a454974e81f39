"""Choice: pick one of the options, or up to a few of them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, Given, InvalidAnswer
from workshop.activities.fields import Fields
from workshop.activities.person import Person
from workshop.activities.rows import Row, rows_of
from workshop.activities.rulers import PERCENT, Figure, Ruler

FEWEST, MOST = 2, 12  # options; more than twelve do not fit a phone without getting lost
OPTION_ID = re.compile(r"[a-z0-9_]{1,12}")


@dataclass(frozen=True)
class Option:
    """One option. ``undecided`` marks the one that takes no side («Todavía no lo sé»)."""

    id: str
    text: str
    undecided: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice(Activity):
    """Pick one option (its value is "b"), or up to ``maximum`` (its value is ["a", "c"])."""

    kind: ClassVar[str] = "choice"
    opinion: ClassVar[bool] = True

    options: tuple[Option, ...]
    maximum: int = 1
    shuffle: bool = False

    @classmethod
    def read_own(cls, table: Fields) -> dict[str, Any]:
        options = tuple(_option(option) for option in table.tables("options", required=True))
        if "options" in table and not FEWEST <= len(options) <= MOST:
            table.wrong("options", f"hay {len(options)} opciones", f"Deja entre {FEWEST} y {MOST}")
        seen: set[str] = set()
        for position, option in enumerate(options):
            if option.id in seen:
                table.wrong(
                    ("options", position, "id"),
                    f"el id «{option.id}» está repetido",
                    "Usa otra letra",
                )
            seen.add(option.id)
        if sum(option.undecided for option in options) > 1:
            table.wrong("options", "hay más de una opción con undecided = true", "Deja solo una")
        maximum = table.number("maximum", 1, max(len(options), 1), 1)
        return {"options": options, "maximum": maximum, "shuffle": table.flag("shuffle")}

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(option.id for option in own["options"])

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
    def undecided(self) -> tuple[str, ...]:
        """The ids of the options that take no side."""
        return tuple(option.id for option in self.options if option.undecided)

    def parse(self, raw: Any) -> str | list[str]:
        """ "b" when one may be picked, a sorted list of ids when several may."""
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
        return person.several(ids, self.maximum) if self.several else person.pick(ids)

    def tally(self, givens: Iterable[Given]) -> dict[str, Any]:
        """{"n": 37, "counts": {"a": 6, "b": 13, …}} in the options' order; n counts people."""
        counts = {option.id: 0 for option in self.options}
        n = 0
        for given in givens:
            n += 1
            for picked in given.value if isinstance(given.value, list) else (given.value,):
                counts[picked] += 1
        return {"n": n, "counts": counts}

    def categories(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options) if self.maximum == 1 else ()

    def category_of(self, value: Any) -> str:
        return value if self.maximum == 1 else ""

    def sides_of(self, tally: Mapping[str, Any]) -> tuple[Mapping[str, int], int]:
        return tally["counts"], tally["n"]

    @property
    def rulers(self) -> tuple[Ruler, ...]:
        """Where several may be picked: the share of people who picked each."""
        if not self.several:
            return ()
        figures = tuple(
            Figure(option.id, option.text, letter)
            for option, letter in zip(self.options, self.letters, strict=True)
        )
        return (Ruler(figures, low=0, unit=PERCENT),)

    def figures_of(self, value: Any) -> dict[str, float]:
        if not self.several:
            return {}
        return {option.id: 100.0 * (option.id in value) for option in self.options}

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per option; with several picks the shares of people may pass 1 together."""
        texts = [option.text for option in self.options]
        keys = [option.id for option in self.options]
        return rows_of(texts, keys, [tally["counts"][key] for key in keys], tally["n"])

    def say(self, value: Any) -> str:
        texts = {option.id: option.text for option in self.options}
        return " · ".join(
            texts[picked] for picked in (value if isinstance(value, list) else (value,))
        )

    def _known(self, raw: Any) -> str:
        if type(raw) is not str:
            raise InvalidAnswer("answer_malformed")
        if not any(raw == option.id for option in self.options):
            raise InvalidAnswer("option_unknown")
        return raw


def _option(table: Fields) -> Option:
    key = table.text("id", required=True, longest=12)
    if key and not OPTION_ID.fullmatch(key):
        table.wrong("id", f"«{key[:40]}» no sirve como id", 'Usa una letra minúscula, como "a"')
    return Option(key, table.text("text", required=True), table.flag("undecided"))
