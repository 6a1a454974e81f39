"""The desk where answers are handed in: is it well made, from somebody seated, to an open round?"""

from typing import Any

from flask import Flask

from realtime.answers.submission import Submission, TableWriter
from realtime.answers.writer import Writer, received_now
from realtime.protocol.packet_guard import PATIENCE
from realtime.state.cluster import ClusterPresence
from realtime.state.connections import PhoneConnection
from realtime.state.live_state import live_state_of
from realtime.state.open_rounds import LiveRound, OpenRounds
from workshop.activities import CountedByHand, DealsCards, InvalidAnswer
from workshop.models.ballot import MAX_REVISION
from workshop.refused import Refused

FIELDS = {"round", "answer_id", "revision", "state", "value"}
STATES = {"answer", "skip", "withdraw"}
HEX = frozenset("0123456789abcdef")


class AnswerHandler:
    """Takes the answers of one app, which it asks for its memory: no app context is pushed here."""

    def __init__(self, app: Flask):
        self._app = app

    def submit_answer(self, seat: PhoneConnection, ack_id: int | None, payload: Any) -> dict | None:
        """Take one ``submit_answer``. None: the writer will acknowledge it after COMMIT.

        What was counted before its round closed is acknowledged again at once: the phone missed it.
        Raises Refused with the code of what is wrong. Needs no app context: this is the hot path.
        """
        if not seat.bucket.take():
            raise Refused("too_fast", seconds=seat.bucket.seconds_to_next())
        if not _well_made(payload):
            raise Refused("answer_malformed")
        memory = live_state_of(self._app)
        live = memory[OpenRounds].get(payload["round"])
        if live is None or live.run_id != seat.run_id:
            return self._acknowledge_again(payload)
        if live.has_lost_its_key:
            raise Refused("round_not_open")
        if not live.activity.takes_answers or isinstance(live.activity, CountedByHand):
            raise Refused("answer_malformed")
        if live.activity.by_table and not live.tables.get(seat.participant_id):
            raise Refused("no_table_yet")
        value = _value(live, seat, payload)
        if live.activity.moderated and value is not None and live.activity.text_of(value):
            self._app.extensions["text_limiter"].require(seat.participant_id)
        memory[Writer].submit(
            Submission(
                live=live,
                ballot_key=live.key_of(seat.participant_id, seat.token),
                answer_id=payload["answer_id"],
                revision=payload["revision"],
                state=payload["state"],
                value=value,
                eio_sid=seat.eio_sid,
                ack_id=ack_id,
                received=received_now(),
                table_writer=_table_writer(live, seat) if live.activity.by_table else None,
            )
        )
        return None

    def _acknowledge_again(self, payload: dict) -> dict:
        """Of a round that is not open here: what it counted. Raises Refused if it did not."""
        memory = live_state_of(self._app)
        open_rounds = memory[OpenRounds]
        if open_rounds.has_counted(payload["round"], payload["answer_id"], payload["revision"]):
            return {"ok": True, "dup": True, **payload}
        if memory[ClusterPresence].is_shared and payload["round"] > open_rounds.newest:
            raise Refused("storage_unavailable")  # opened elsewhere a moment ago: the phone waits
        raise Refused("round_not_open")


def _value(live: LiveRound, seat: PhoneConnection, payload: dict) -> Any:
    if payload["state"] != "answer":
        return None
    try:
        value = live.activity.parse(payload["value"])
        if isinstance(live.activity, DealsCards):
            key = live.key_of(seat.participant_id, seat.token)
            live.activity.check(value, live.handed.get(key, ()))
        return value
    except InvalidAnswer as invalid:
        raise Refused(invalid.code, **invalid.detail) from None


def _table_writer(live: LiveRound, seat: PhoneConnection) -> TableWriter:
    return TableWriter(
        live.tables[seat.participant_id],
        seat.participant_id,
        live.person_key(seat.participant_id, seat.token),
    )


def exceeds_event_rate(seat: PhoneConnection) -> bool:
    """Has this socket been refused for speed so often that it is cut?"""
    return seat.bucket.refused > PATIENCE


def _well_made(payload: Any) -> bool:
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
