"""Answer handler: one packet of a connected phone, checked and handed to the writer."""

from typing import Any

from flask import Flask

from realtime.answers.submission import Submission, is_well_made, table_writer_of, value_of
from realtime.answers.writer import Writer, received_now
from realtime.state.cluster import ClusterPresence
from realtime.state.connections import PhoneConnection
from realtime.state.live_state import live_state_of
from realtime.state.open_rounds import OpenRounds
from realtime.state.phone_limits import TextLimiter
from workshop.activities import CountedByHand
from workshop.refused import Refused


class AnswerHandler:
    """Takes the answers of one app, which it asks for its memory: no app context is pushed here."""

    def __init__(self, app: Flask):
        self._app = app

    def submit_answer(
        self, phone: PhoneConnection, ack_id: int | None, payload: Any
    ) -> dict | None:
        """Take one ``submit_answer``. None: the writer will acknowledge it after COMMIT.

        What was counted before its round closed is acknowledged again at once: the phone missed it.
        Raises Refused with the code of what is wrong. Needs no app context: this is the hot path.
        """
        if not phone.bucket.take():
            raise Refused("too_fast", seconds=phone.bucket.seconds_to_next())
        if not is_well_made(payload):
            raise Refused("answer_malformed")
        memory = live_state_of(self._app)
        live = memory[OpenRounds].get(payload["round"])
        if live is None or live.run_id != phone.run_id:
            return self._acknowledge_again(payload)
        if live.has_lost_its_key:
            raise Refused("round_not_open")
        if not live.activity.takes_answers or isinstance(live.activity, CountedByHand):
            raise Refused("answer_malformed")
        if live.activity.by_table and not live.tables.get(phone.participant_id):
            raise Refused("no_table_yet")
        value = value_of(live, phone, payload)
        if live.activity.moderated and value is not None and live.activity.text_of(value):
            memory[TextLimiter].require(phone.participant_id)
        memory[Writer].submit(
            Submission(
                live=live,
                ballot_key=live.key_of(phone.participant_id, phone.token),
                answer_id=payload["answer_id"],
                revision=payload["revision"],
                state=payload["state"],
                value=value,
                eio_sid=phone.eio_sid,
                ack_id=ack_id,
                received=received_now(),
                table_writer=table_writer_of(live, phone) if live.activity.by_table else None,
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
