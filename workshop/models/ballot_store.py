"""The ballot box: of each ballot the newest revision lies in it, whoever else puts one in."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, String, and_, any_, literal, or_, select
from sqlalchemy.dialects import sqlite

from workshop.models.ballot import Attendance, Ballot
from workshop.persistence.postgresql import arrays_of, insert_arrays, is_postgresql

Place = tuple[int, str]  # (round, ballot key)


def lying(connection: Connection, places: Iterable[Place]) -> dict[Place, dict[str, Any]]:
    """What lies at these places: a ballot's columns by name."""
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


def put(connection: Connection, rows: Iterable[dict[str, Any]]) -> set[Place]:
    """Put ballots in. Returns the places where another process had put a newer one.

    In one order everywhere, or two processes could each wait for the other.
    """
    ordered = sorted(rows, key=lambda row: (row["round_id"], row["ballot_key"]))
    if not ordered:
        return set()
    statement = _newest(connection.dialect.name)
    if not is_postgresql(connection):  # one writer, and what it read is what there is
        connection.execute(statement, ordered)
        return set()
    written = connection.execute(statement, arrays_of(Ballot.__table__, ordered))
    return {(row["round_id"], row["ballot_key"]) for row in ordered} - {
        (row.round_id, row.ballot_key) for row in written
    }


def add_seconds(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Add to the seconds that phones were connected: {"round_id", "ballot_key", "seconds"} each.

    To what is there: a phone may have been at another process before.
    """
    if not rows:
        return
    statement = _longer(connection.dialect.name)
    arrays = is_postgresql(connection)
    connection.execute(statement, arrays_of(Attendance.__table__, rows) if arrays else rows)


def _is_one_of(connection: Connection, keys: list[str]) -> ColumnElement[bool]:
    if is_postgresql(connection):  # one array, however many they are
        return Ballot.ballot_key == any_(literal(keys, ARRAY(String)))
    return Ballot.ballot_key.in_(keys)


# Built once: building a statement costs more than running it.


@lru_cache
def _newest(dialect: str):
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


@lru_cache
def _longer(dialect: str):
    statement = _insert(dialect, Attendance)
    return statement.on_conflict_do_update(
        index_elements=["round_id", "ballot_key"],
        set_={"seconds": Attendance.seconds + statement.excluded.seconds},
    )


def _insert(dialect: str, model):
    if dialect == "postgresql":
        return insert_arrays(model.__table__)
    return sqlite.insert(model)
