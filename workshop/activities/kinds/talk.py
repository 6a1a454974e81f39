"""Talk: people speak in pairs or fours while the wall keeps the time; nobody answers."""

from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.shared_keys import MAX_TIME_LIMIT_S
from workshop.activities.parts.timed_phases import TalkPhase, TimedInPhases

MAX_GROUP_PEOPLE = 100  # people; «everybody» in a hall


@dataclass(frozen=True, kw_only=True)
class Talk(TimedInPhases, Activity):
    """A chain of conversations (1-2-4). ``seconds`` is always the sum of its phases."""

    kind: ClassVar[str] = "talk"
    name: ClassVar[str] = "Conversación"
    takes_answers: ClassVar[bool] = False
    family: ClassVar[str] = "talk"

    phases: tuple[TalkPhase, ...]
    quote: str = ""  # what the wall says large
    tip: str = ""  # what the wall says small

    def __post_init__(self) -> None:
        object.__setattr__(self, "seconds", sum(phase.seconds for phase in self.phases))

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        phases = tuple(
            TalkPhase(
                phase.text("label", required=True),
                phase.number("people", 1, MAX_GROUP_PEOPLE, 2, required=True) or 2,
                phase.number("seconds", 5, MAX_TIME_LIMIT_S, 5, required=True) or 5,
                phase.text("note"),
            )
            for phase in table.tables("phases", required=True)
        )
        if "phases" in table and not phases:
            table.wrong("phases", "no hay ninguna fase", "Escribe al menos una")
        total = sum(phase.seconds for phase in phases)
        if table.number("seconds", 5, MAX_TIME_LIMIT_S, total) != total:
            table.wrong(
                "seconds", f"las fases suman {total} segundos", "Quita «seconds»: se suma solo"
            )
        return {
            "phases": phases,
            "quote": table.text("quote"),
            "tip": table.text("tip"),
            "seconds": None,
        }
