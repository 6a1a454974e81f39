"""Activities whose shown texts go on to the company's register when their run has ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class RegisterText:
    """One answer as the register keeps it, in the words of the activity."""

    text: str
    stage: str = ""
    effect: str = ""


class FeedsRegister:
    """Says of each answer what the register keeps; phones say so before anybody writes."""

    register_kind: ClassVar[str] = "rule"  # one of workshop/register/moves.py

    @property
    def vocabulary(self) -> Mapping[str, tuple[Sequence[str], Sequence[str]]]:
        """Its keys that hold words of the register, each with its words and those there are."""
        return {}

    def for_register(self, value: Any) -> RegisterText:
        """Return what is kept of one answer: nothing about who gave it."""
        raise NotImplementedError
