"""Repeat: asks earlier activities again. Not a kind: a run makes one step of each of them."""

from dataclasses import dataclass
from typing import ClassVar

from workshop.activities.base import Activity


@dataclass(frozen=True, kw_only=True)
class Repeat(Activity):
    """The second round of the activities named in ``repeats``, in that order."""

    kind: ClassVar[str] = "repeat"
    name: ClassVar[str] = "Segunda vuelta"
    takes_answers: ClassVar[bool] = False
