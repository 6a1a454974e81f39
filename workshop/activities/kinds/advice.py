"""Advice: what each would do first in the situation that the room picked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from workshop.activities.base import Activity
from workshop.activities.kinds.text import Text
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.made_of_rounds import MadeOfRounds, Source
from workshop.activities.parts.picks_card import AsksAboutCard, PicksCard


@dataclass(frozen=True, kw_only=True)
class Advice(AsksAboutCard, MadeOfRounds, Text):
    """A text about the winner of ``about``, a vote on cards; a later vote lifts the best."""

    kind: ClassVar[str] = "advice"
    name: ClassVar[str] = "Consejos"
    source_keys: ClassVar[tuple[str, ...]] = ("act_of", "about")

    about: str
    case: str = ""  # what was picked, filled when its round opens
    card: str = ""  # and the name of its text; "" for a pile with a name of its own
    moderation: str = "shown"

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        return super().read_own(table) | {
            "about": table.text("about", required=True, longest=20),
            "case": table.text("case", longest=20_000),
            "card": table.text("card"),
            "moderation": table.text("moderation") or "shown",
        }

    def source_problem(self, key: str, source: Activity) -> tuple[str, str] | None:
        if key == "about" and not isinstance(source, PicksCard):
            return f"«{source.ref}» no elige una tarjeta", "Nombra un voto sobre tarjetas"
        return super().source_problem(key, source)

    @property
    def ready(self) -> bool:
        return bool(self.case)

    @property
    def edition(self) -> int:
        return int(self.moderation == "shown")

    @property
    def told(self) -> str:
        """The situation, while it may be shown."""
        return self.case if self.moderation == "shown" else ""

    def is_about(self, card: str, pile: str) -> bool:
        return self.card == card or bool(pile) and self.case == pile

    def prepared(self, sources: Mapping[str, Source]) -> Self:
        picked = sources[self.about]
        card, text = "", ""
        if isinstance(picked.activity, PicksCard):
            card, text = picked.activity.winner(picked.givens)
        return replace(self, case=text, card=card)

    def moderating(self, card: str, moderation: str) -> Self:
        return replace(self, moderation=moderation) if card and card == self.card else self
