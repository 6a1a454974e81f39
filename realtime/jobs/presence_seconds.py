"""Seconds that each phone was connected while a round was open: it counts even in silence."""

import time
from collections.abc import Callable

from realtime.answers import attendance
from realtime.fanout.tally_ticker import tally_ticker
from realtime.protocol.audiences import PARTICIPANT, namespace_of
from realtime.protocol.background import run_forever
from realtime.protocol.socketio_server import socketio
from realtime.state.cluster import cluster_presence
from realtime.state.connections import PhoneConnection, phone_connections
from realtime.state.open_rounds import open_rounds
from workshop.models.closing import ELIGIBLE_AFTER_S

TICK_INTERVAL_S = 1.0  # seconds
MAX_TICK_S = 3.0  # a longer one means that nobody was served


def credit_seconds(elapsed: float) -> None:
    """Credit ``elapsed`` seconds to every phone connected now, until it has enough."""
    for live in open_rounds.all():
        if not live.activity.takes_answers:
            continue
        keys = {
            live.key_of(phone.participant_id, phone.token)
            for phone in phone_connections.phones(live.run_id)
        }
        for key in keys - {""}:  # a table once, however many phones lie on it
            seconds = live.attended.get(key, 0.0)
            if seconds < ELIGIBLE_AFTER_S:
                live.attended[key] = seconds + elapsed
                live.unsaved[key] = live.unsaved.get(key, 0.0) + elapsed


def socket_check() -> Callable[[PhoneConnection], bool]:
    """Return a function that says whether the table of sockets still knows a phone's."""
    sid_of, namespace = socketio.server.manager.sid_from_eio_sid, namespace_of(PARTICIPANT)
    return lambda phone: sid_of(phone.eio_sid, namespace) == phone.sid


def start(app) -> None:
    """Count once a second, and store what was counted."""

    last = time.monotonic()

    def watch():
        nonlocal last
        time.sleep(TICK_INTERVAL_S)
        now = time.monotonic()
        elapsed, last = now - last, now
        credit_seconds(min(elapsed, MAX_TICK_S))
        attendance.save_attendance()
        if cluster_presence.is_shared:
            attendance.save_pace()
        for run_id in phone_connections.remove_gone(socket_check()):
            tally_ticker.send_roster_soon(run_id)

    run_forever(app, watch)
