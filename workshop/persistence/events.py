"""Events: what became true with a commit, as small frozen dataclasses."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RunChanged:
    """A run's phase, step, round, wall or texts are no longer what they were."""

    run_id: int


@dataclass(frozen=True)
class AnswersRecorded:
    """Ballots of a round were committed."""

    run_id: int
    round_id: int


@dataclass(frozen=True)
class RosterChanged:
    """Somebody joined, arrived or left."""

    run_id: int


@dataclass(frozen=True)
class SeatsRemoved:
    """A flood was taken back: ``people`` are its participants' ids, with commas between."""

    run_id: int
    people: str


@dataclass(frozen=True)
class TableChanged:
    """Somebody sat down at a table or left it, took or passed its pen, answered or approved."""

    run_id: int
    number: int


@dataclass(frozen=True)
class PenAsked:
    """A participant wants to write for a table where somebody else does. It is never stored."""

    run_id: int
    number: int
    participant_id: str


@dataclass(frozen=True)
class DraftChanged:
    """A table's draft in a round, as JSON. It is sent and never stored."""

    run_id: int
    round_id: int
    number: int
    draft: str


@dataclass(frozen=True)
class RoundClosed:
    """A round's ballots became answers; what was kept about it in memory may go."""

    run_id: int
    round_id: int


@dataclass(frozen=True)
class RunRemoved:
    """A trial run and everything under it was deleted."""

    run_id: int


@dataclass(frozen=True)
class StaffLeft:
    """Somebody signed out of the console; ``digest`` is what was kept of their secret."""

    digest: str
