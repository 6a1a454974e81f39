"""Recommend: how likely one would recommend it, 0 to 10; promoters, passives and detractors."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import GivenAnswer
from workshop.activities.parts.rating import Rating, RatingGroup
from workshop.statistics.recommendation import MIN_ANSWERS, Recommendation, recommendation


@dataclass(frozen=True, kw_only=True)
class Recommend(Rating):
    """A mark 0–10. With fewer than 30 answers only the three counts are told, never one number."""

    kind: ClassVar[str] = "recommend"
    name: ClassVar[str] = "Recomendación 0–10"
    words: ClassVar[tuple[str, str]] = ("Nada probable", "Muy probable")
    groups: ClassVar[tuple[RatingGroup, ...]] = (
        RatingGroup("No lo recomiendan", 0, 6),
        RatingGroup("Ni sí ni no", 7, 8),
        RatingGroup("Lo recomiendan", 9, 10),
    )

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """That of a rating, and "score": −100…100, or None under 30 answers (S-05)."""
        tally = super().tally(givens)
        found = self.margin(tally)
        return tally | {"score": found.score if found else None}

    def margin(self, tally: dict[str, Any]) -> Recommendation | None:
        """The score with its interval, for the trainer and HR; None under 30 answers."""
        detractors, passives, promoters = tally["groups"]
        if tally["n"] < MIN_ANSWERS:
            return None
        return recommendation(promoters, passives, detractors)
