"""Seconds that phones were connected, and how fast a room was, on their way to the database."""

import logging
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from realtime.answers.commit import ROUNDS
from realtime.state.cluster import cluster_presence
from realtime.state.open_rounds import open_rounds
from workshop.models import ballot_store
from workshop.persistence.cluster_tables import store_own_seconds
from workshop.persistence.unit_of_work import writing_transaction

log = logging.getLogger("mano_alzada.attendance")


def save_attendance() -> None:
    """Store the seconds that phones were connected, for those still short of counting."""
    rows = []
    saved = []
    for live in open_rounds.all():
        seconds, live.unsaved = live.unsaved, {}
        saved.append((live, seconds))
        rows += [
            {"round_id": live.id, "ballot_key": key, "seconds": round(seconds[key], 3)}
            for key in sorted(seconds)
        ]
    if not rows:
        return
    try:
        with writing_transaction() as connection:
            ballot_store.add_attendance(connection, _of_open_rounds(connection, rows))
    except SQLAlchemyError:
        log.debug("attendance could not be stored; it will be tried again")
        for live, seconds in saved:
            for key, more in seconds.items():
                live.unsaved[key] = live.unsaved.get(key, 0.0) + more


def save_pace() -> None:
    """Store how fast this process's room answered, for the process that closes the round."""
    for live in open_rounds.all():
        count = len(live.first_seconds)
        if count == live.paced:
            continue
        seconds = sorted(round(second, 1) for second in live.first_seconds.values())
        try:
            with writing_transaction() as connection:
                store_own_seconds(connection, live.id, cluster_presence.process_id, seconds)
            live.paced = count
        except SQLAlchemyError:
            log.debug("the pace of a round could not be stored; it will be tried again")


def _of_open_rounds(connection: Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what belongs to a round that closed meanwhile: nothing is kept beside those."""
    wanted = {"round_ids": list({row["round_id"] for row in rows})}
    open_ids = {row.id for row in connection.execute(ROUNDS, wanted) if row.phase == "open"}
    return [row for row in rows if row["round_id"] in open_ids]
