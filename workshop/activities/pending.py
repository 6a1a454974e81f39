"""Pending: an activity whose kind is still to come; its text is kept whole for that day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from workshop.activities.base import Activity
from workshop.activities.fields import Fields

# kind → (Spanish name, family); "" stands for a kind that was misspelt
PENDING = {
    "": ("Sin tipo", "vote"),
    "ranking": ("Ordenar", "vote"),
    "grid": ("Parrilla", "vote"),
    "number": ("Número", "write"),
    "quadrant": ("Mapa de dos ejes", "vote"),
    "network": ("Quién usa mi trabajo", "vote"),
    "predict": ("Lo que digo y lo que supongo", "vote"),
    "two_hats": ("Dos sombreros", "vote"),
}


@dataclass(frozen=True, kw_only=True)
class Pending(Activity):
    """What the run skips for now. ``raw`` holds the keys that only its kind will understand."""

    takes_answers: ClassVar[bool] = False

    kind: str  # type: ignore[misc]  # here the kind belongs to the object, not to the class
    raw: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def name(self) -> str:  # type: ignore[override]
        return PENDING[self.kind][0]

    @property
    def family(self) -> str:  # type: ignore[override]
        return PENDING[self.kind][1]

    @classmethod
    def read(cls, table: Fields) -> "Pending":
        common = cls._read_common(table, {})
        kind = table.text("kind")
        return cls(kind=kind if kind in PENDING else "", raw=table.rest(), **common)

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> None:
        return None

    def to_content(self) -> dict[str, Any]:
        content = super().to_content()
        return content.pop("raw") | content
