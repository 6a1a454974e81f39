"""Submission: one revision of one phone's ballot, valid, on its way to the writer."""

from dataclasses import dataclass
from typing import Any

from realtime.state.connections import PhoneConnection
from realtime.state.open_rounds import LiveRound
from workshop.activities import DealsCards, InvalidAnswer
from workshop.models.ballot import MAX_REVISION
from workshop.refused import Refused

FIELDS = {"round", "answer_id", "revision", "state", "value"}
STATES = {"answer", "skip", "withdraw"}
HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class TableWriter:
    """Phone that writes for a table; ``signature`` is its own key, for its approval."""

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


def is_well_made(payload: Any) -> bool:
    """Say whether ``payload`` has the fields of an answer, each of its type and length."""
    if not isinstance(payload, dict) or payload.keys() != FIELDS:
        return False
    answer_id = payload["answer_id"]
    return (
        type(payload["round"]) is int
        and isinstance(answer_id, str)
        and len(answer_id) == 32
        and HEX.issuperset(answer_id)
        and type(payload["revision"]) is int
        and 1 <= payload["revision"] <= MAX_REVISION
        and isinstance(payload["state"], str)
        and payload["state"] in STATES
    )


def value_of(live: LiveRound, phone: PhoneConnection, payload: dict) -> Any:
    """Return the answer as its kind reads it, None for none. Raises Refused with its code."""
    if payload["state"] != "answer":
        return None
    try:
        value = live.activity.parse(payload["value"])
        if isinstance(live.activity, DealsCards):
            key = live.key_of(phone.participant_id, phone.token)
            live.activity.check(value, live.handed.get(key, ()))
        return value
    except InvalidAnswer as invalid:
        raise Refused(invalid.code, **invalid.detail) from None


def table_writer_of(live: LiveRound, phone: PhoneConnection) -> TableWriter:
    """Say which table this phone writes for, with its own key for the approval."""
    return TableWriter(
        live.tables[phone.participant_id],
        phone.participant_id,
        live.person_key(phone.participant_id, phone.token),
    )
