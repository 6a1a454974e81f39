"""Votes that end with one card, and the later question that is about it."""

from collections.abc import Iterable, Mapping
from typing import Any

from workshop.activities.parts.answer_input import GivenAnswer


class PicksCard:
    """A vote on the texts of an earlier activity."""

    def winner(self, givens: Iterable[GivenAnswer]) -> tuple[str, str]:
        """The text that the room picked: its card's name and its words; ("", "") of nothing."""
        raise NotImplementedError

    def votes_on(self, ref: str, tally: Mapping[str, Any]) -> Mapping[str, int] | None:
        """The votes that each text of the activity ``ref`` got; None if they were not voted on."""
        raise NotImplementedError


class AsksAboutCard:
    """A question about the one text that was picked."""

    def is_about(self, card: str, pile: str) -> bool:
        """Does it ask about this text, by its name or by that of the pile it was put in?"""
        raise NotImplementedError
