"""Unknown: stands for an activity whose kind was misspelt, so that its other slips are told too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity
from workshop.activities.parts.fields import TableReader


@dataclass(frozen=True, kw_only=True)
class Unknown(Activity):
    """Never asked: the table it was read from has a problem at its kind, and is refused whole."""

    opinion: ClassVar[bool] = True  # who repeats it is told of its kind, not of this

    @classmethod
    def read(cls, table: TableReader) -> "Unknown":
        common = cls.read_shared(table, {})
        table.ignore_the_rest()  # only its kind could judge that
        return cls(**common)

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> None:
        return None
