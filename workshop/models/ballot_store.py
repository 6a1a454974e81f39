"""Ballots of open rounds in the database: of each, the newest revision of any process stays."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, String, and_, any_, literal, or_, select
from sqlalchemy.dialects import sqlite

from workshop.models.ballot import Attendance, Ballot
from workshop.persistence.postgresql import arrays_of, insert_arrays, is_postgresql

BallotId = tuple[int, str]  # (round, ballot key)


def ballots_at(
    connection: Connection, places: Iterable[BallotId]
) -> dict[BallotId, dict[str, Any]]:
    """Return the stored ballots among these, each as its columns by name."""
    keys: dict[int, list[str]] = {}
    for round_id, key in places:
        keys.setdefault(round_id, []).append(key)
    if not keys:
        return {}
    wanted = or_(
        *(
            and_(Ballot.round_id == round_id, _is_one_of(connection, found))
            for round_id, found in keys.items()
        )
    )
    rows = connection.execute(select(*Ballot.__table__.columns).where(wanted))
    return {(row.round_id, row.ballot_key): dict(row._mapping) for row in rows}


def upsert_ballots(connection: Connection, rows: Iterable[dict[str, Any]]) -> set[BallotId]:
    """Insert or update ballots, given as columns by name. Returns those with a newer one stored.

    They are written in one order everywhere, or two processes could wait for each other.
    """
    ordered = sorted(rows, key=lambda row: (row["round_id"], row["ballot_key"]))
    if not ordered:
        return set()
    statement = _upsert_newest(connection.dialect.name)
    if not is_postgresql(connection):  # one writer, and what it read is what there is
        connection.execute(statement, ordered)
        return set()
    written = connection.execute(statement, arrays_of(Ballot.__table__, ordered))
    return {(row["round_id"], row["ballot_key"]) for row in ordered} - {
        (row.round_id, row.ballot_key) for row in written
    }


def add_attendance(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Add seconds that phones were connected: {"round_id", "ballot_key", "seconds"} each.

    They are added to what is stored: a phone may have been at another process before.
    """
    if not rows:
        return
    statement = _upsert_attendance(connection.dialect.name)
    arrays = is_postgresql(connection)
    connection.execute(statement, arrays_of(Attendance.__table__, rows) if arrays else rows)


def _is_one_of(connection: Connection, keys: list[str]) -> ColumnElement[bool]:
    if is_postgresql(connection):  # one array, however many they are
        return Ballot.ballot_key == any_(literal(keys, ARRAY(String)))
    return Ballot.ballot_key.in_(keys)


# cache: building a statement costs more than running it; there are two dialects
@lru_cache
def _upsert_newest(dialect: str):
    statement = _insert(dialect, Ballot)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["round_id", "ballot_key"],
        set_={
            "answer_id": new.answer_id,
            "revision": new.revision,
            "state": new.state,
            "value": new.value,
            "moderation": new.moderation,
            "flags": new.flags,
        },
        where=new.revision > Ballot.revision,
    )
    if dialect == "postgresql":
        return statement.returning(Ballot.round_id, Ballot.ballot_key)
    return statement


# cache: as above
@lru_cache
def _upsert_attendance(dialect: str):
    statement = _insert(dialect, Attendance)
    return statement.on_conflict_do_update(
        index_elements=["round_id", "ballot_key"],
        set_={"seconds": Attendance.seconds + statement.excluded.seconds},
    )


def _insert(dialect: str, model):
    if dialect == "postgresql":
        return insert_arrays(model.__table__)
    return sqlite.insert(model)
