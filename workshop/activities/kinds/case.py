"""Case: what would you do here? Told in acts; a later act opens when the one before is closed."""

from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.kinds.choice import Choice
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.read_aloud import ReadAloud

MAX_ACTS = 5


@dataclass(frozen=True, kw_only=True)
class Case(ReadAloud, Choice):
    """A choice after a short story. The next act names this one in its `act_of`."""

    kind: ClassVar[str] = "case"
    asks_more: ClassVar[bool] = False

    story: str
    case: str = ""  # the case's name, the same in every act
    act: int = 1

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        act = table.number("act", 1, MAX_ACTS, 1) or 1
        if act > 1 and "act_of" not in table:
            table.wrong("act", f"es el acto {act} y no dice cuál va antes", 'Añade act_of = "…"')
        return super().read_own(table) | {
            "story": table.text("story", required=True),
            "case": table.text("case", longest=80),
            "act": act,
        }

    @property
    def name(self) -> str:  # type: ignore[override]
        return "Caso por actos"
