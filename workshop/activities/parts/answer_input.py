"""Answers as a round takes them, and the error of one that cannot be taken."""

from dataclasses import dataclass
from typing import Any


class InvalidAnswer(ValueError):
    """An answer that cannot be taken: a ``code``, and ``detail`` for its text (n, min, max)."""

    def __init__(self, code: str, **detail: int):
        super().__init__(code)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class GivenAnswer:
    """One parsed answer. ``card`` names it on the wall; ``moderation`` is shown, held or hidden."""

    value: Any
    card: str = ""
    moderation: str = "shown"
    pile: str = ""  # the name of the pile or category the trainer put it in
    by: str = ""  # who gave it, where rounds may be joined; never frozen, never told
