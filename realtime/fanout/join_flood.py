"""Floods of joins: the console's notice, and what follows when the trainer removes them."""

import time
from collections import deque

from realtime.answers.writer import writer
from realtime.protocol.audiences import PARTICIPANT
from realtime.protocol.emit import emit_to_run
from realtime.protocol.socketio_server import socketio
from realtime.state.connections import PhoneConnection, phone_connections
from realtime.state.joins import join_batcher
from realtime.state.live_state import proxy_to
from realtime.state.open_rounds import LiveRound, open_rounds
from realtime.views.notices import flood_notice
from web.refusals import refusal
from workshop.commands.join_flood import (
    FLOOD_SEATS,
    ID_SEPARATOR,
    delete_given,
)
from workshop.models.ballot import ballot_key
from workshop.models.group_tables import table_by_participant
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.event_bus import publish
from workshop.persistence.events import AnswersRecorded, SeatsRemoved
from workshop.persistence.unit_of_work import unit_of_work

SUSPICION_WINDOW_S = 10.0  # MIN_SUSPICIOUS_JOINS within that are worth reading more
READ_INTERVAL_S = 1.0  # while people come in
MIN_SUSPICIOUS_JOINS = min(FLOOD_SEATS.values())


class JoinFloodMonitor:
    """Floods of joins, as the consoles of this process were last sent them."""

    def __init__(self) -> None:
        self._joined: dict[int, deque[tuple[float, int]]] = {}  # run → (when, how many by then)
        self._floods: dict[int, dict | None] = {}
        self._read_at: dict[int, float] = {}
        self._put_off: set[int] = set()  # runs that people joined right after a reading

    def take_due(self) -> set[int]:
        """Return the runs whose reading was put off and is due now, and forget them."""
        before = time.monotonic() - READ_INTERVAL_S
        due = {run_id for run_id in self._put_off if self._read_at.get(run_id, before) <= before}
        self._put_off -= due
        return due

    def notice(self, run_id: int, joined: int) -> dict:
        """Return {flood: {count, seconds} or None}; nothing at all where there was never one.

        ``joined`` is how many have joined by now. Needs an app context.
        """
        at = time.monotonic()
        past = self._joined.setdefault(run_id, deque([(at, 0)]))
        past.append((at, joined))
        while past[1][0] < at - SUSPICION_WINDOW_S:
            past.popleft()
        grew = joined - past[0][1] >= MIN_SUSPICIOUS_JOINS
        last = self._read_at.get(run_id, -READ_INTERVAL_S)
        if grew or run_id in self._floods:
            if at - last < READ_INTERVAL_S:
                self._put_off.add(run_id)
            else:
                self._put_off.discard(run_id)
                self._read_at[run_id] = at
                self._read(run_id)
        return {"flood": self._floods[run_id]} if run_id in self._floods else {}

    def forget(self, run_id: int) -> None:
        """Read the newest flood again at the next chance."""
        self._read_at.pop(run_id, None)
        self._joined.pop(run_id, None)

    def _read(self, run_id: int) -> None:
        run = db.session.get(Run, run_id)
        found = flood_notice(run) if run is not None else None
        if found or run_id in self._floods:
            self._floods[run_id] = found


join_flood_monitor = proxy_to(JoinFloodMonitor)


def disconnect_removed(event: SeatsRemoved) -> None:
    """Close their phones, and forget what they gave in the open round as far as known here."""
    people = set(event.people.split(ID_SEPARATOR))
    join_batcher.drop(people)
    gone = [
        phone for phone in phone_connections.sockets(event.run_id) if phone.participant_id in people
    ]
    live = open_rounds.of_run(event.run_id)
    keys = keys_of(live, people, gone) if live is not None else set()
    for phone in gone:
        emit_to_run(PARTICIPANT, event.run_id, "replaced", refusal("seat_removed"), only=phone.sid)
        phone_connections.remove(phone.sid)
        socketio.server.disconnect(phone.sid, namespace="/participant")
    join_flood_monitor.forget(event.run_id)
    if live is None or not live.activity.takes_answers:
        return
    writer.drain()  # what they had sent is there now, and nothing comes after it
    with unit_of_work():
        is_open = delete_given(live.id, keys)
    for key in keys:
        for kept in (live.attended, live.unsaved, live.first_seconds, live.handed):
            kept.pop(key, None)
    if live.activity.by_table:
        live.sit(table_by_participant(event.run_id))
    if is_open:
        publish([AnswersRecorded(event.run_id, live.id)])


def keys_of(live: LiveRound, people: set[str], here: list[PhoneConnection]) -> set[str]:
    """Return the keys these people gave something under; of an anonymous round those met here."""
    if live.mode != "A":
        return set(people)
    if live.key is None:
        return set()
    own = {ballot_key("A", each.participant_id, each.token, live.key) for each in here}
    return own if live.activity.by_table else own | live.keys_met(people)
