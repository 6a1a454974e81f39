"""Ending before anything serves: one line for people, and a number for whoever started us."""

import sys
from typing import NoReturn

TRY_AGAIN = 1  # it may become right by itself: a database that starts later
MEND_FIRST = 2  # it cannot: somebody has to change a setting


def say(line: str) -> None:
    """Something to know before a workshop, that keeps nobody from holding it."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - nothing that logs is there yet


def leave(line: str, code: int = TRY_AGAIN) -> NoReturn:
    """Say it, and end."""
    say(line)
    raise SystemExit(code)
