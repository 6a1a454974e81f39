"""Activities that run through stretches of time, counted down by their own picture."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TalkPhase:
    """One link of the chain: how many talk together, how long, and what announces it (``note``)."""

    label: str
    people: int
    seconds: int
    note: str = ""


class TimedInPhases:
    """Keeps its time by `phases`, not by the clock of a round. ``tip`` is a line for the wall."""

    phases: tuple[TalkPhase, ...]
    tip: str = ""
