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

from workshop.models.ballot import COUNTED_STATES, Ballot
from workshop.models.participant import Participant
from workshop.models.round import Round
from workshop.models.round_key import round_key
from workshop.persistence.db import db

MAX_TABLES = 99  # two figures on a card; a larger hall has rows, not tables
KEY_PREFIX = "mesa:"


class GroupTable(db.Model):
    """A group table of a run and the participant who writes for it, if there is one."""

    __tablename__ = "seatings"
    __table_args__ = {"sqlite_with_rowid": False}

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    writer_id: Mapped[str | None] = mapped_column(
        ForeignKey("participants.id", ondelete="SET NULL")
    )


class Approval(db.Model):
    """Agreement of one phone with its table's answer. It is deleted when its round closes."""

    __tablename__ = "approvals"
    __table_args__ = {"sqlite_with_rowid": False}  # a rowid would keep the order of arrival

    round_id: Mapped[int] = mapped_column(
        ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    approver: Mapped[str] = mapped_column(String(32), primary_key=True)
    answer_id: Mapped[str] = mapped_column(String(32), index=True)


@dataclass(frozen=True)
class TableState:
    """Numbers of a table in a round, of nobody in particular; ``state`` is "" before it answers."""

    number: int
    seated: int
    state: str = ""
    approved: int = 0


def table_key(mode: str, number: int, key: bytes | None) -> str:
    """Return the ballot key of a table; in mode A only the round's ``key`` can make it again."""
    mark = f"{KEY_PREFIX}{number}"
    if mode != "A":
        return mark
    if key is None:
        raise ValueError("an anonymous round has a key")
    return hmac.new(key, mark.encode(), hashlib.sha256).hexdigest()[:32]


def table_number_of(key: str) -> int | None:
    """Return the number of the table with this ballot key; None in mode A."""
    number = key.removeprefix(KEY_PREFIX)
    return int(number) if number != key else None


def table_by_participant(run_id: int) -> dict[str, int]:
    """Return {participant id: table number} of everyone who sits at a table."""
    rows = db.session.execute(
        select(Participant.id, Participant.table_number).where(
            Participant.run_id == run_id, Participant.table_number.is_not(None)
        )
    )
    return {person: number for person, number in rows if number is not None}


def table_states(round: Round) -> list[TableState]:
    """Return the state of every table in an open round; in mode A only the people at each."""
    seated = _people_by_table(round.run_id)
    if round.mode == "A":
        return [TableState(number, people) for number, people in sorted(seated.items())]
    approved = approvals_by_answer(round.id)
    ballots = {
        table_number_of(ballot.ballot_key): ballot
        for ballot in db.session.scalars(select(Ballot).where(Ballot.round_id == round.id))
        if ballot.state in COUNTED_STATES
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


def freeze_tables(round: Round) -> list[list[int]]:
    """Return [table, approved, seated] of each table that answered; in mode A only the sums."""
    seated, approved = _people_by_table(round.run_id), approvals_by_answer(round.id)
    key = anonymous_key(round)
    if has_lost_key(round, key):
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


def approvals_by_answer(round_id: int) -> dict[str, int]:
    """Return {answer id: number of approvals}."""
    rows = db.session.execute(
        select(Approval.answer_id, func.count())
        .where(Approval.round_id == round_id)
        .group_by(Approval.answer_id)
    )
    return {answer_id: people for answer_id, people in rows}


def people_at_table(run_id: int, number: int) -> int:
    """Return the number of people at a table."""
    return _people_by_table(run_id).get(number, 0)


def table_writer(run_id: int, number: int) -> str | None:
    """Return the id of the participant who writes for a table, if there is one."""
    return db.session.scalar(
        select(GroupTable.writer_id).where(GroupTable.run_id == run_id, GroupTable.number == number)
    )


def anonymous_key(round: Round) -> bytes | None:
    """Return the key of an anonymous round; None in other modes and where it was lost."""
    return round_key(round.id) if round.mode == "A" else None


def has_lost_key(round: Round, key: bytes | None) -> bool:
    """Does an anonymous round miss its key? Then recovery is about to close it."""
    return round.needs_key and key is None


def frozen_table_states(rows: list[list[Any]] | None) -> tuple[TableState, ...]:
    """Return the states in ``rows``, which `freeze_tables` made for a closed round."""
    return tuple(TableState(number, of, "answer", yes) for number, yes, of in rows or ())


# --- helpers ------------------------------------------------------------------------------------


def _people_by_table(run_id: int) -> dict[int, int]:
    rows = db.session.execute(
        select(Participant.table_number, func.count())
        .where(Participant.run_id == run_id, Participant.table_number.is_not(None))
        .group_by(Participant.table_number)
    )
    return {number: people for number, people in rows if number is not None}
