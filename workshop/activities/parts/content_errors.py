"""Problems of a course text, with the place and the mending of each."""

from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]

TYPE_NAMES = {
    str: "un texto",
    bool: "true o false",
    int: "un número entero",
    float: "un número con decimales",
    list: "una lista",
    dict: "una tabla",
}


@dataclass(frozen=True)
class ContentProblem:
    """One problem: where (path of keys and positions), what, and how to mend it (Spanish)."""

    path: Path
    what: str
    fix: str


class InvalidContent(ValueError):
    """Course text that cannot be used. ``problems`` holds them all; the rest is the first."""

    def __init__(self, key: str, problem: str, fix: str, problems: tuple[ContentProblem, ...] = ()):
        super().__init__(f"{key}: {problem} {fix}")
        self.key, self.problem, self.fix = key, problem, fix
        self.problems = problems or (ContentProblem((key,), problem, fix),)


def in_words(value: Any) -> str:
    """The TOML type of ``value`` as a trainer would call it."""
    return TYPE_NAMES.get(type(value), "una fecha u otro valor")
