"""A table on its phones: who writes, what is being written, what was sent, who agrees."""

import json
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from realtime.answers.pen_requests import asker_at, note_written, silence_left
from realtime.answers.table_drafts import read_draft
from realtime.protocol.emit import PARTICIPANT, tell
from realtime.protocol.packet_guard import StrictJSON
from realtime.state.connections import Seat, seats
from realtime.state.open_rounds import LiveRound, open_rounds
from workshop.models.ballot import Ballot
from workshop.models.group_tables import (
    Approval,
    approvals_in,
    seated_at,
    tables_in,
    writer_of,
)
from workshop.models.round import Round
from workshop.persistence.db import db
from workshop.persistence.event_bus import publish
from workshop.persistence.events import DraftChanged
from workshop.refused import Refused

log = logging.getLogger("mano_alzada.table")


def table_of(seat: Seat) -> dict | None:
    """What this phone knows of its table; None while nothing is asked of tables."""
    live = open_rounds.of_run(seat.run_id)
    if live is None or not live.activity.by_table:
        return None
    number = live.tables.get(seat.participant_id, 0)
    return _seen_by(live, seat, _state(live, number)) if number else _nowhere(live)


def _now_of(seat: Seat) -> dict:
    return table_of(seat) or {}


def tell_table(run_id: int, number: int) -> None:
    """Everyone at a table hears how it stands; a phone elsewhere hears nothing."""
    live = open_rounds.of_run(run_id)
    if live is None or not live.activity.by_table:
        return
    before, now = live.tables, tables_in(run_id)
    live.sit(now)
    state = _state(live, number)
    for seat in seats.sockets(run_id):
        if now.get(seat.participant_id) == number:
            _tell_one(seat, "table_changed", partial(_seen_by, live, seat, state))
        elif before.get(seat.participant_id) == number:
            _tell_one(seat, "table_changed", partial(_now_of, seat))


def tell_tables(run_id: int) -> None:
    """A question of tables opened, or changed: each phone hears where it sits in it."""
    live = open_rounds.of_run(run_id)
    if live is None or not live.activity.by_table:
        return
    live.sit(tables_in(run_id))
    states = {number: _state(live, number) for number in set(live.tables.values())}
    for seat in seats.sockets(run_id):
        number = live.tables.get(seat.participant_id)
        state = partial(_seen_by, live, seat, states[number]) if number else partial(_nowhere, live)
        _tell_one(seat, "table_changed", state)


def share_draft(run_id: int, participant_id: str, round_id: object, draft: Any) -> None:
    """The table reads along while its phone writes. Kept in memory: the writer has it too.

    Raises Refused: round_not_open, no_table_yet, not_the_writer, and those of `read_draft`.
    """
    live = open_rounds.get(round_id)
    if live is None or live.run_id != run_id or not live.activity.by_table:
        raise Refused("round_not_open")
    number = live.tables.get(participant_id)
    if not number:
        raise Refused("no_table_yet")
    if writer_of(run_id, number) != participant_id:
        raise Refused("not_the_writer")
    publish([DraftChanged(run_id, live.id, number, read_draft(draft))])


def tell_draft(run_id: int, round_id: int, number: int, draft: str) -> None:
    """Those who sit at a table and do not write read what is being written."""
    live = open_rounds.get(round_id)
    if live is None or live.run_id != run_id:
        return
    try:
        live.drafts[number] = json.loads(read_draft(StrictJSON.loads(draft)))
    except (ValueError, Refused):
        return  # of another process that read less strictly: the next one replaces it
    note_written(live, number)
    writer = writer_of(run_id, number)
    payload = {"round": live.id, "number": number, "draft": live.drafts[number]}
    for seat in seats.sockets(run_id):
        mate = live.tables.get(seat.participant_id) == number
        if mate and seat.participant_id != writer:
            _tell_one(seat, "table_draft", lambda: payload)


def _tell_one(seat: Seat, fact: str, payload: Callable[[], dict]) -> None:
    """Tell one phone; what goes wrong with it is logged, and the others at the table are told."""
    try:
        tell(PARTICIPANT, seat.run_id, fact, payload(), only=seat.sid)
    except SQLAlchemyError:
        raise  # the database is away for all of them
    except Exception:
        log.exception("one phone could not be told about its table")


def _nowhere(live: LiveRound) -> dict:
    """What a phone knows that has not said where it sits."""
    return {"round": live.id, "number": 0, "writing": False, "answer": None, "draft": None}


def _state(live: LiveRound, number: int) -> dict:
    """How a table stands, for all who sit at it."""
    ballot = db.session.get(Ballot, (live.id, live.table_key(number)), populate_existing=True)
    round = db.session.get(Round, live.id)
    answer = None
    if ballot is not None and round is not None:
        answer = {
            "answer_id": ballot.answer_id,
            "revision": ballot.revision,
            "state": ballot.state,
            "value": ballot.value,
            "question": round.activity.prompt,
            "say": round.activity.say(ballot.value) if ballot.state == "answer" else "",
        }
    return {
        "round": live.id,
        "number": number,
        "seated": seated_at(live.run_id, number),
        "approved": approvals_in(live.id).get(answer["answer_id"], 0) if answer else 0,
        "writer": writer_of(live.run_id, number),
        "answer": answer,
        "draft": live.drafts.get(number),
        "asker": asker_at(live, number),
    }


def _seen_by(live: LiveRound, seat: Seat, state: dict) -> dict:
    """The same without whose phone writes: only whether it is this one."""
    approver = live.person_key(seat.participant_id, seat.token)
    own = db.session.get(Approval, (live.id, approver), populate_existing=True)
    answer, asker = state["answer"], state["asker"]
    is_asker = asker == seat.participant_id
    told = {name: value for name, value in state.items() if name != "asker"}
    return told | {
        "asked": "" if asker is None else "you" if is_asker else "other",
        "free_in_ms": max(0, round(silence_left(live, state["number"]) * 1000)) if is_asker else 0,
        "writer": state["writer"] is not None,
        "writing": state["writer"] == seat.participant_id,
        "agreed": own is not None and answer is not None and own.answer_id == answer["answer_id"],
    }
