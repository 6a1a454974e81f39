"""Submission: one revision of one phone's ballot, valid, on its way to the writer."""

from dataclasses import dataclass
from typing import Any

from realtime.state.open_rounds import LiveRound


@dataclass(frozen=True, slots=True)
class TableWriter:
    """Who writes for which table; ``signature`` is this phone's own key, for its approval."""

    table: int
    participant_id: str
    signature: str


@dataclass(slots=True)
class Submission:
    """One revision of one phone's ballot, already found valid by its kind."""

    live: LiveRound
    ballot_key: str
    answer_id: str
    revision: int
    state: str
    value: Any
    eio_sid: str
    ack_id: int | None
    received: float
    table_writer: TableWriter | None = None  # where a table answers

    def stored(self) -> dict:
        return {
            "answer_id": self.answer_id,
            "revision": self.revision,
            "state": self.state,
            "value": self.value,
        }
