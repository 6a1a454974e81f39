"""Certainty of an answer, asked on the same screen: 1 (not at all) to 5 (wholly)."""

from typing import Any

from workshop.activities.base import InvalidAnswer

MAX_CERTAINTY = 5
MIN_CONVINCED_MARK = (
    4  # from here on a conviction; in a quiz, a misconception and not a doubt (S-26)
)


def parts_of(raw: Any) -> tuple[Any, int]:
    """The option, still to be checked, and the certainty. Raises `InvalidAnswer`."""
    if type(raw) is not dict or raw.keys() != {"option", "certainty"}:
        raise InvalidAnswer("answer_malformed")
    if type(raw["certainty"]) is not int:
        raise InvalidAnswer("answer_malformed")
    if not 1 <= raw["certainty"] <= MAX_CERTAINTY:
        raise InvalidAnswer("number_out_of_range", min=1, max=MAX_CERTAINTY)
    return raw["option"], raw["certainty"]


def said(certainty: int) -> str:
    """After the option's words."""
    return f" · seguridad {certainty} de {MAX_CERTAINTY}"
