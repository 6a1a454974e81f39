"""A thousand people who write the worst that is taken, and the time that a step with it takes."""

import time
from collections.abc import Callable
from random import Random
from typing import Any

from workshop.activities import InvalidAnswer

PEOPLE = 1_000
MAX_CODE_POINTS = 7_000  # of a text; an event has 8,192


def _different(who: int) -> str:
    """Words of thirty letters that nobody else writes."""
    chance = Random(who)
    return " ".join("".join(chance.choices("abcdefghijlmnopqrst", k=30)) for _ in range(60))


NASTY: tuple[Callable[[int], str], ...] = (
    _different,
    lambda who: f"{who}" + "e\u0323\u0301" * MAX_CODE_POINTS,
    lambda who: f"{who} " + "\U0001f468\u200d\U0001f469\u200d\U0001f467 " * MAX_CODE_POINTS,
    lambda who: f"{who}" + " .;:!?¿¡-—" * MAX_CODE_POINTS,
    lambda who: f"{who}" + "a@" * MAX_CODE_POINTS,
    lambda who: f"{who}" + "1-" * MAX_CODE_POINTS,
    lambda who: f"a{who} " + "meses " * MAX_CODE_POINTS,
    lambda who: f"{who} " + "<b>&" * MAX_CODE_POINTS,
)


def in_milliseconds(step: Callable[[], Any]) -> float:
    """Of this process, the better of two."""
    best = float("inf")
    for _ in range(2):
        began = time.process_time()
        step()
        best = min(best, time.process_time() - began)
    return best * 1000


def longest(parse: Callable[[str], Any], otherwise: Any, nasty: str, sizes: dict, of: Any) -> Any:
    """Longest start of ``nasty`` that ``parse`` takes, parsed; ``otherwise`` where it takes none.

    ``sizes`` remembers under ``of`` how much it took before, so that a room is soon made.
    """
    size = sizes.get(of, len(nasty))
    while size > 0:
        try:
            taken = parse(nasty[:size])
        except InvalidAnswer as refused:
            if refused.code != "text_too_long":
                break
            most, is_long = refused.detail["max"], refused.detail["n"]
            size = min(size - 3, size * most // max(1, is_long))
        else:
            sizes[of] = size
            return taken
    sizes[of] = 0
    return otherwise
