"""Turnout of a round (S-01): the one place that does this sum."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Participation:
    """Shares of those who counted in a round, each 0..1; None when nobody counted."""

    answered: float | None
    skipped: float | None
    silent: float | None


@dataclass(frozen=True)
class Turnout:
    """People (or tables) of a round: ``eligible`` = answered + skipped + silent (design.md §8.3).

    ``eligible`` counts who was there long enough or gave something, ``answered`` who gave an
    answer, ``skipped`` who preferred not to.
    """

    eligible: int = 0
    answered: int = 0
    skipped: int = 0

    @property
    def silent(self) -> int:
        """People who were there and gave nothing; never below zero."""
        return max(0, self.eligible - self.answered - self.skipped)

    def participation(self) -> Participation:
        """R/E, S/E and Z/E. Raises ValueError when R + S exceeds E."""
        if self.answered + self.skipped + self.silent != self.eligible:
            raise ValueError("answered and skipped must fit within eligible")
        if self.eligible == 0:
            return Participation(None, None, None)
        parts = (self.answered, self.skipped, self.silent)
        return Participation(*(part / self.eligible for part in parts))

    def to_json(self) -> dict[str, int]:
        """The four numbers by name, as they go over the wire."""
        return {
            "eligible": self.eligible,
            "answered": self.answered,
            "skipped": self.skipped,
            "silent": self.silent,
        }
