"""State machines of run, step and round: the moves that are allowed, by phase."""

from workshop.refused import Refused

STAGED = "staged"

RUN_MOVES = {
    "lobby": {"running", "ended"},
    "running": {"ended"},
    "ended": set(),
}

# An end taken back (commands/reopen_run.py); nothing else leads out of it.
REOPEN_MOVES = {
    "lobby": set(),
    "running": set(),
    "ended": {"lobby", "running"},
}

STEP_MOVES = {
    "planned": {STAGED, "skipped"},
    STAGED: {"done", "skipped", "planned"},
    "done": {STAGED},  # back one step; its rounds stay as they are
    "skipped": {STAGED},
}

ROUND_MOVES = {
    "open": {"closed", "annulled"},
    "closed": {"revealed", "annulled"},
    "revealed": {"annulled"},
    "annulled": set(),  # never reopened: asking again is a new round
}


def move(noun, moves: dict[str, set[str]], phase: str) -> None:
    """Set ``noun.phase`` if ``moves`` allow it. Raises Refused("cannot_move") otherwise."""
    if phase not in moves[noun.phase]:
        raise Refused("cannot_move", what=type(noun).__name__.lower(), was=noun.phase, to=phase)
    noun.phase = phase
