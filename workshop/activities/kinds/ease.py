"""Ease: how far one agrees that it was made easy, 1 to 7; the mean and the share of 5 to 7."""

from dataclasses import dataclass
from typing import ClassVar

from workshop.activities.parts.rating import Rating, RatingGroup


@dataclass(frozen=True, kw_only=True)
class Ease(Rating):
    """A mark 1–7 (S-04). The last of the ``groups`` is the share to watch: 5, 6 and 7."""

    kind: ClassVar[str] = "ease"
    name: ClassVar[str] = "Facilidad 1–7"
    words: ClassVar[tuple[str, str]] = ("Nada de acuerdo", "Muy de acuerdo")
    first: ClassVar[int] = 1
    last: ClassVar[int] = 7
    groups: ClassVar[tuple[RatingGroup, ...]] = (
        RatingGroup("Difícil", 1, 3),
        RatingGroup("Neutro", 4, 4),
        RatingGroup("Fácil", 5, 7),
    )
