"""The tables of allowed moves (design.md §8.1). What is not here cannot happen."""

from workshop.refused import Refused

STAGED = "staged"

RUN = {
    "lobby": {"running", "ended"},
    "running": {"ended"},
    "ended": set(),
}

# An end taken back (reopening.py); no other verb leads out of it.
REOPENING = {
    "lobby": set(),
    "running": set(),
    "ended": {"lobby", "running"},
}

STEP = {
    "planned": {STAGED, "skipped"},
    STAGED: {"done", "skipped", "planned"},
    "done": {STAGED},  # back one step; its rounds stay as they are
    "skipped": {STAGED},
}

ROUND = {
    "open": {"closed", "annulled"},
    "closed": {"revealed", "annulled"},
    "revealed": {"annulled"},
    "annulled": set(),  # never reopened: asking again is a new round
}


def enter(noun, moves: dict[str, set[str]], phase: str) -> None:
    """Move ``noun`` to ``phase``, or refuse with ``cannot_move``."""
    if phase not in moves[noun.phase]:
        raise Refused("cannot_move", what=type(noun).__name__.lower(), was=noun.phase, to=phase)
    noun.phase = phase
