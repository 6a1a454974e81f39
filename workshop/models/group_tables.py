"""Tables of people who answer together: the people at each, its writer and its approvals.

A table's ballot lies under the table's key and counts once. Approvals are beside it: they name the
answer they approve, so that a changed answer starts without any, and never keep it from counting.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from workshop.models.ballot import GIVEN, Ballot
from workshop.models.participant import Participant
from workshop.models.round import Round
from workshop.models.round_key import round_key
from workshop.persistence.db import db

MOST_TABLES = 99  # two figures on a card; a larger hall has rows, not tables
MARK = "mesa:"


class Seating(db.Model):
    """One table of a run, and whose phone writes for it; None: whoever wants to."""

    __tablename__ = "seatings"
    __table_args__ = {"sqlite_with_rowid": False}

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    writer_id: Mapped[str | None] = mapped_column(
        ForeignKey("participants.id", ondelete="SET NULL")
    )


class Approval(db.Model):
    """Whether one phone agrees with what its table sent. It ends when its round closes."""

    __tablename__ = "approvals"
    __table_args__ = {"sqlite_with_rowid": False}  # a rowid would keep the order of arrival

    round_id: Mapped[int] = mapped_column(
        ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    approver: Mapped[str] = mapped_column(String(32), primary_key=True)
    answer_id: Mapped[str] = mapped_column(String(32), index=True)


@dataclass(frozen=True)
class TableState:
    """One table in a round, without whose phone is which: ``state`` is "" before it answers."""

    number: int
    seated: int
    state: str = ""
    approved: int = 0


def table_key(mode: str, number: int, key: bytes | None) -> str:
    """Under which key a table's ballot lies; in mode A only the round's key can make it again."""
    mark = f"{MARK}{number}"
    if mode != "A":
        return mark
    if key is None:
        raise ValueError("an anonymous round has a key")
    return hmac.new(key, mark.encode(), hashlib.sha256).hexdigest()[:32]


def number_in(key: str) -> int | None:
    """The table whose ballot lies under ``key``; None where it may not be known."""
    number = key.removeprefix(MARK)
    return int(number) if number != key else None


def tables_in(run_id: int) -> dict[str, int]:
    """Participant → table, of everyone who has taken a place."""
    rows = db.session.execute(
        select(Participant.id, Participant.table_number).where(
            Participant.run_id == run_id, Participant.table_number.is_not(None)
        )
    )
    return {person: number for person, number in rows if number is not None}


def states_of(round: Round) -> list[TableState]:
    """Every table of an open round with what it has done so far; no state in mode A."""
    seated = _seated(round.run_id)
    if round.mode == "A":
        return [TableState(number, people) for number, people in sorted(seated.items())]
    approved = approvals_in(round.id)
    ballots = {
        number_in(ballot.ballot_key): ballot
        for ballot in db.session.scalars(select(Ballot).where(Ballot.round_id == round.id))
        if ballot.state in GIVEN
    }
    return [
        TableState(
            number,
            people,
            ballots[number].state if number in ballots else "",
            approved.get(ballots[number].answer_id, 0) if number in ballots else 0,
        )
        for number, people in sorted(seated.items())
    ]


def freeze(round: Round) -> list[list[int]]:
    """[table, approved, seated] of each table that answered; of anonymous ones only the sums."""
    seated, approved = _seated(round.run_id), approvals_in(round.id)
    key = key_of_round(round)
    if lost_key(round, key):
        return []  # a restored copy has no keys: which table is whose cannot be told any more
    numbers = {table_key(round.mode, number, key): number for number in seated}
    rows = [
        [numbers[key], approved.get(answer_id, 0), seated[numbers[key]]]
        for key, answer_id in db.session.execute(
            select(Ballot.ballot_key, Ballot.answer_id).where(
                Ballot.round_id == round.id, Ballot.state == "answer"
            )
        )
        if key in numbers
    ]
    if round.mode == "A":
        return [[0, sum(row[1] for row in rows), sum(row[2] for row in rows)]]
    return sorted(rows)


def approvals_in(round_id: int) -> dict[str, int]:
    """Answer → how many approve it."""
    rows = db.session.execute(
        select(Approval.answer_id, func.count())
        .where(Approval.round_id == round_id)
        .group_by(Approval.answer_id)
    )
    return {answer_id: people for answer_id, people in rows}


def seated_at(run_id: int, number: int) -> int:
    """How many have taken a place at a table."""
    return _seated(run_id).get(number, 0)


def writer_of(run_id: int, number: int) -> str | None:
    """Whose phone writes for a table."""
    return db.session.scalar(
        select(Seating.writer_id).where(Seating.run_id == run_id, Seating.number == number)
    )


def key_of_round(round: Round) -> bytes | None:
    """The round's key where it has one; None also where it was lost (recovery.py)."""
    return round_key(round.id) if round.mode == "A" else None


def lost_key(round: Round, key: bytes | None) -> bool:
    """Can nobody tell any more whose ballot is whose? Then it is about to be closed."""
    return round.needs_key and key is None


def as_told(rows: list[list[Any]] | None) -> tuple[TableState, ...]:
    """What a closed round kept of its tables."""
    return tuple(TableState(number, of, "answer", yes) for number, yes, of in rows or ())


# --- helpers ------------------------------------------------------------------------------------


def _seated(run_id: int) -> dict[int, int]:
    rows = db.session.execute(
        select(Participant.table_number, func.count())
        .where(Participant.run_id == run_id, Participant.table_number.is_not(None))
        .group_by(Participant.table_number)
    )
    return {number: people for number, people in rows if number is not None}
