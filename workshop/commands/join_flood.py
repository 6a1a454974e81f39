"""Seat floods: more new seats within seconds than people walk in; the trainer can remove them.

What a removed seat gave in the open round is not counted. What is closed stays as it was: of an
anonymous round nobody knows whose an answer is.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from workshop.models.ballot import Attendance, Ballot
from workshop.models.group_tables import (
    Approval,
    GroupTable,
    anonymous_key,
    table_key,
)
from workshop.models.handout import Handout
from workshop.models.logbook import log
from workshop.models.participant import Participant
from workshop.models.round import Round
from workshop.persistence.db import db
from workshop.persistence.events import RosterChanged, SeatsRemoved
from workshop.persistence.unit_of_work import record
from workshop.refused import Refused

if TYPE_CHECKING:
    from workshop.models.run import Run

MAX_GAP = timedelta(seconds=2)  # between two seats of one flood
FLOOD_LOOKBACK = timedelta(minutes=10)  # an older one is nobody's question any more
MAX_SEATS_READ = 2_000  # that are looked at
# Seats in one go: before the start a whole room comes at once.
FLOOD_SEATS = {"lobby": 60, "running": 20}
SURE_FLOOD_SEATS = max(FLOOD_SEATS.values())  # so many in one go are a flood, whenever it was
ID_SEPARATOR = ","  # in no participant's id


@dataclass(frozen=True)
class Flood:
    """A burst of ``count`` new seats within ``seconds``, since a moment."""

    count: int
    seconds: int
    since: datetime


def find_flood(run: Run, now: datetime) -> Flood | None:
    """Return the newest flood of a run within FLOOD_LOOKBACK, if there was one.

    Reads no more seats than it takes to tell, and all of them only where there was one.
    """
    flood = newest_burst(_newest_joins(run, now, SURE_FLOOD_SEATS))
    if flood is None or flood.count < _flood_threshold(run, flood.since):
        return None
    return (
        flood
        if flood.count < SURE_FLOOD_SEATS
        else newest_burst(_newest_joins(run, now, MAX_SEATS_READ))
    )


def _newest_joins(run: Run, now: datetime, most: int) -> Sequence[datetime]:
    """Return the moments of the last joins within FLOOD_LOOKBACK, the newest first."""
    return db.session.scalars(
        select(Participant.joined_at)
        .where(Participant.run_id == run.id, Participant.removed_at.is_(None))
        .where(Participant.joined_at > now - FLOOD_LOOKBACK)
        .order_by(Participant.joined_at.desc())
        .limit(most)
    ).all()


def _flood_threshold(run: Run, since: datetime) -> float:
    """Return the seats in one go that are a flood, by the phase that the run was in ``since``."""
    if run.phase == "running" and run.started_at is not None and since < run.started_at:
        return FLOOD_SEATS["lobby"]
    return FLOOD_SEATS.get(run.phase, math.inf)


def newest_burst(moments: Sequence[datetime]) -> Flood | None:
    """Return the newest burst of ``moments``, newest first: no pause is longer than MAX_GAP."""
    if not moments:
        return None
    count = 1
    while count < len(moments) and moments[count - 1] - moments[count] <= MAX_GAP:
        count += 1
    since = moments[count - 1]
    return Flood(count, max(1, math.ceil((moments[0] - since).total_seconds())), since)


def remove_flood_seats(run: Run, now: datetime) -> None:
    """Remove the seats of the newest flood. Raises Refused("no_flood")."""
    flood = find_flood(run, now)
    if flood is None:
        raise Refused("no_flood")
    came = select(Participant.id).where(
        Participant.run_id == run.id,
        Participant.removed_at.is_(None),
        Participant.joined_at >= flood.since,
    )
    people = db.session.scalars(came).all()
    _forget_empty_tables(run, people)
    db.session.execute(
        update(GroupTable)
        .where(GroupTable.run_id == run.id, GroupTable.writer_id.in_(people))
        .values(writer_id=None)
    )
    db.session.execute(
        update(Participant)
        .where(Participant.id.in_(people))
        .values(removed_at=now, table_number=None)
        .execution_options(synchronize_session=False)
    )
    log(run.id, now, "seats_taken_back", count=len(people))
    record(SeatsRemoved(run.id, ID_SEPARATOR.join(people)))
    record(RosterChanged(run.id))
    run.bump_version()


def delete_given(round_id: int, keys: Collection[str]) -> bool:
    """Delete the ballots of these keys in an open round. Returns whether it is still open."""
    round = db.session.get(Round, round_id, with_for_update=True)
    if round is None or round.phase != "open":
        return False
    for kept in (Ballot, Attendance, Handout):
        db.session.execute(delete(kept).where(kept.round_id == round_id, kept.ballot_key.in_(keys)))
    db.session.execute(
        delete(Approval).where(Approval.round_id == round_id, Approval.approver.in_(keys))
    )
    return True


def removed_participants(run_id: int, people: Collection[str]) -> list[str]:
    """Return those of ``people`` whose seat was removed."""
    gone = select(Participant.id).where(
        Participant.run_id == run_id, Participant.removed_at.is_not(None)
    )
    return [person for person in db.session.scalars(gone) if person in people]


def _forget_empty_tables(run: Run, people: Collection[str]) -> None:
    """Delete what tables gave at which nobody is left."""
    round = run.open_round
    if round is None or not round.activity.by_table:
        return
    seated = db.session.execute(
        select(Participant.table_number, Participant.id).where(
            Participant.run_id == run.id, Participant.table_number.is_not(None)
        )
    ).all()
    gone = {number for number, person in seated if number and person in people}
    empty = gone - {number for number, person in seated if person not in people}
    key = anonymous_key(round)
    if empty and (round.mode != "A" or key is not None):
        delete_given(round.id, [table_key(round.mode, number, key) for number in empty])
