"""Contents of a round in the database, read behind the server's back."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from tools.history import Row, Stored
from tools.socket_client import Screen
from workshop import activities
from workshop.models.participant import token_digest

K = 5  # answers below which an anonymous result is not shown


@contextmanager
def database(place: Path | str) -> Iterator[Any]:
    """The main database, to read only: of a data folder, or of PostgreSQL."""
    if isinstance(place, str):
        with psycopg.connect(place, row_factory=dict_row, autocommit=True) as connection:
            yield Questions(connection)
        return
    file = f"file:{(place / 'mano_alzada.db').resolve()}?mode=ro"
    with closing(sqlite3.connect(file, uri=True, timeout=10)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


class Questions:
    """Lets PostgreSQL be asked with SQLite's question marks."""

    def __init__(self, connection):
        self._connection = connection

    def execute(self, query, values=()):
        return self._connection.execute(query.replace("?", "%s"), values)


def closed_round(place: Path | str, round_id: int, room, wall: Screen) -> Stored:
    """A closed round: its answers, its frozen figures, their recount, and what the wall shows."""
    with database(place) as db:
        round = db.execute("SELECT * FROM rounds WHERE id = ?", (round_id,)).fetchone()
        answers = db.execute("SELECT * FROM answers WHERE round_id = ?", (round_id,)).fetchall()
        phones = _phones(db, room)
    shown = wall.tally
    if shown is None and round["mode"] == "A" and round["answered"] < K:
        shown = _json(round["tally"])  # too few to show: the wall is right to be silent
    return Stored(
        round=round_id,
        rows=[Row(_owner(phones, a), a["state"], _value(a)) for a in answers],
        eligible=round["eligible"],
        answered=round["answered"],
        skipped=round["skipped"],
        silent=round["silent"],
        frozen=_json(round["tally"]),
        recount=_tally(round, ((a, a["id"]) for a in answers)),
        wall=shown,
        wall_counts=dict(wall.counts or {}),
    )


def open_round(place: Path | str, round_id: int) -> tuple[dict, dict[str, int], list[str]]:
    """An open round: the tally of its ballots, R and S, and the answer ids that are stored."""
    with database(place) as db:
        round = db.execute("SELECT * FROM rounds WHERE id = ?", (round_id,)).fetchone()
        ballots = db.execute("SELECT * FROM ballots WHERE round_id = ?", (round_id,)).fetchall()
    states = [ballot["state"] for ballot in ballots]
    counts = {"answered": states.count("answer"), "skipped": states.count("skip")}
    tally = _tally(round, ((ballot, ballot["card"]) for ballot in ballots))
    return tally, counts, [ballot["answer_id"] for ballot in ballots]


def _phones(db, room) -> dict[str, int]:
    """Participant id → number of the simulated phone."""
    rows = db.execute("SELECT token_hash, id FROM participants").fetchall()
    ids = {row["token_hash"]: row["id"] for row in rows}
    return {
        ids[token_digest(phone.auth["token"])]: phone.number
        for phone in room.phones
        if phone.auth and token_digest(phone.auth["token"]) in ids
    }


def _owner(phones: dict[str, int], answer) -> int | None:
    who = answer["participant_id"]
    return None if who is None else phones.get(who, -1)  # -1: somebody who is not of this room


def _tally(round, rows) -> dict:
    activity = activities.load(_json(round["content"]))
    tally = activity.tally(
        activities.GivenAnswer(_value(row), card, row["moderation"])
        for row, card in rows
        if row["state"] == "answer"
    )
    return json.loads(json.dumps(tally))


def _value(row):
    value = row["value"]
    if isinstance(row, dict):  # PostgreSQL's row, where JSON is what it says
        return value
    return json.loads(value) if isinstance(value, str) else value  # SQLite makes numbers of numbers


def _json(kept):
    """SQLite gives the text, PostgreSQL what it says."""
    return json.loads(kept) if isinstance(kept, str) else kept
