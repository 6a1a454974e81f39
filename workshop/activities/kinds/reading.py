"""Reading: something to look at together; nobody answers."""

from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity
from workshop.activities.parts.fields import TableReader


@dataclass(frozen=True, kw_only=True)
class Reading(Activity):
    """Paragraphs for every screen; with ``compares``, the two rounds of earlier activities.

    With ``turnouts``, how many answered in earlier activities, one bar each: aloud, by phone.
    """

    kind: ClassVar[str] = "reading"
    name: ClassVar[str] = "Lectura"
    takes_answers: ClassVar[bool] = False
    family: ClassVar[str] = "read"

    paragraphs: tuple[str, ...] = ()

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        return {"paragraphs": table.texts("paragraphs")}
