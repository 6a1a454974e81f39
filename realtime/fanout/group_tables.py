"""Broadcasts to the phones of a table: how it stands, and the draft that is being written."""

import json
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from realtime.answers.table_drafts import read_draft
from realtime.answers.table_writer_requests import note_asked, note_written
from realtime.fanout.tally_ticker import tally_ticker
from realtime.protocol.audiences import PARTICIPANT
from realtime.protocol.emit import emit_to_run
from realtime.state.connections import PhoneConnection, phone_connections
from realtime.state.open_rounds import open_rounds
from realtime.views.group_tables import no_table, seen_by, table_of, table_state
from web.strict_json import StrictJSON
from workshop.models.group_tables import table_by_participant, table_writer
from workshop.persistence.event_bus import publish
from workshop.persistence.events import DraftChanged, PenAsked, TableChanged
from workshop.refused import Refused

log = logging.getLogger("mano_alzada.group_tables")


def show_table(event: TableChanged) -> None:
    """Show a table to everyone who sits there at once; to console and wall at the next tick."""
    send_table(event.run_id, event.number)
    tally_ticker.count_soon(event.run_id)


def show_asking(event: PenAsked) -> None:
    """Show a table's writer that somebody else asks for the pen."""
    live = open_rounds.of_run(event.run_id)
    if live is not None:
        note_asked(live, event.number, event.participant_id)
        send_table(event.run_id, event.number)


def send_table(run_id: int, number: int) -> None:
    """Send each phone at a table how it stands, and those that just left it where they are."""
    live = open_rounds.of_run(run_id)
    if live is None or not live.activity.by_table:
        return
    before, now = live.tables, table_by_participant(run_id)
    live.sit(now)
    state = table_state(live, number)
    for phone in phone_connections.sockets(run_id):
        if now.get(phone.participant_id) == number:
            _send_to_phone(phone, "table_changed", partial(seen_by, live, phone, state))
        elif before.get(phone.participant_id) == number:
            _send_to_phone(phone, "table_changed", partial(_table_now, phone))


def send_tables(run_id: int) -> None:
    """Send each phone where it sits, when a question of tables opens or changes."""
    live = open_rounds.of_run(run_id)
    if live is None or not live.activity.by_table:
        return
    live.sit(table_by_participant(run_id))
    states = {number: table_state(live, number) for number in set(live.tables.values())}
    for phone in phone_connections.sockets(run_id):
        number = live.tables.get(phone.participant_id)
        state = partial(seen_by, live, phone, states[number]) if number else partial(no_table, live)
        _send_to_phone(phone, "table_changed", state)


def share_draft(run_id: int, participant_id: str, round_id: object, draft: Any) -> None:
    """Publish what a table's phone is writing. It is kept in memory: the writer has it too.

    Raises Refused: round_not_open, no_table_yet, not_the_writer, and those of `read_draft`.
    """
    live = open_rounds.get(round_id)
    if live is None or live.run_id != run_id or not live.activity.by_table:
        raise Refused("round_not_open")
    number = live.tables.get(participant_id)
    if not number:
        raise Refused("no_table_yet")
    if table_writer(run_id, number) != participant_id:
        raise Refused("not_the_writer")
    publish([DraftChanged(run_id, live.id, number, read_draft(draft))])


def show_draft(event: DraftChanged) -> None:
    """Show what is being written to those who sit at the table and do not write."""
    live = open_rounds.get(event.round_id)
    if live is None or live.run_id != event.run_id:
        return
    number = event.number
    try:
        live.drafts[number] = json.loads(read_draft(StrictJSON.loads(event.draft)))
    except (ValueError, Refused):
        return  # of another process that read less strictly: the next one replaces it
    note_written(live, number)
    writer = table_writer(event.run_id, number)
    payload = {"round": live.id, "number": number, "draft": live.drafts[number]}
    for phone in phone_connections.sockets(event.run_id):
        mate = live.tables.get(phone.participant_id) == number
        if mate and phone.participant_id != writer:
            _send_to_phone(phone, "table_draft", lambda: payload)


def _table_now(phone: PhoneConnection) -> dict:
    return table_of(phone) or {}


def _send_to_phone(phone: PhoneConnection, fact: str, payload: Callable[[], dict]) -> None:
    """Send to one phone; what goes wrong with it is logged, and the other phones are told."""
    try:
        emit_to_run(PARTICIPANT, phone.run_id, fact, payload(), only=phone.sid)
    except SQLAlchemyError:
        raise  # the database is away for all of them
    except Exception:
        log.exception("one phone could not be told about its table")
