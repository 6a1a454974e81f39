"""A flood: more new seats within seconds than people walk in. The trainer can take them back.

Its seats are known no more, and what they gave in the open round is not counted. What is closed
stays as it was: of an anonymous round nobody knows whose an answer is.
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

GAP = timedelta(seconds=2)  # a longer pause ends a flood
REACH = timedelta(minutes=10)  # an older one is nobody's question any more
MOST_SEATS = 2_000  # that are looked at
MANY = {"lobby": 60, "running": 20}  # seats in one go: before the start a whole room comes at once
ENOUGH_SEATS = max(MANY.values())  # so many in one go are a flood, whenever it was
BETWEEN = ","  # in no participant's id


@dataclass(frozen=True)
class Flood:
    """So many seats in so many seconds, since a moment."""

    count: int
    seconds: int
    since: datetime


def flood_in(run: Run, now: datetime) -> Flood | None:
    """The newest flood of a run, if there was one in the last minutes.

    Reads no more seats than tell whether there was, and all of them only where there was.
    """
    flood = newest_burst(_newest(run, now, ENOUGH_SEATS))
    if flood is None or flood.count < _many(run, flood.since):
        return None
    return flood if flood.count < ENOUGH_SEATS else newest_burst(_newest(run, now, MOST_SEATS))


def _newest(run: Run, now: datetime, most: int) -> Sequence[datetime]:
    """When the last ones came in these minutes, the newest first."""
    return db.session.scalars(
        select(Participant.joined_at)
        .where(Participant.run_id == run.id, Participant.removed_at.is_(None))
        .where(Participant.joined_at > now - REACH)
        .order_by(Participant.joined_at.desc())
        .limit(most)
    ).all()


def _many(run: Run, since: datetime) -> float:
    """Seats in one go that are too many for where the run was then: a start makes no flood."""
    if run.phase == "running" and run.started_at is not None and since < run.started_at:
        return MANY["lobby"]
    return MANY.get(run.phase, math.inf)


def newest_burst(moments: Sequence[datetime]) -> Flood | None:
    """Newest burst of ``moments``, newest first: none of its pauses is longer than GAP."""
    if not moments:
        return None
    count = 1
    while count < len(moments) and moments[count - 1] - moments[count] <= GAP:
        count += 1
    since = moments[count - 1]
    return Flood(count, max(1, math.ceil((moments[0] - since).total_seconds())), since)


def take_back(run: Run, now: datetime) -> None:
    """Nobody who came with the newest flood has a seat any more. Raises Refused("no_flood")."""
    flood = flood_in(run, now)
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
    record(SeatsRemoved(run.id, BETWEEN.join(people)))
    record(RosterChanged(run.id))
    run.bump_version()


def forget_given(round_id: int, keys: Collection[str]) -> bool:
    """Count nothing under these keys in an open round. Returns whether it is still open."""
    round = db.session.get(Round, round_id, with_for_update=True)
    if round is None or round.phase != "open":
        return False
    for kept in (Ballot, Attendance, Handout):
        db.session.execute(delete(kept).where(kept.round_id == round_id, kept.ballot_key.in_(keys)))
    db.session.execute(
        delete(Approval).where(Approval.round_id == round_id, Approval.approver.in_(keys))
    )
    return True


def removed_among(run_id: int, people: Collection[str]) -> list[str]:
    """Which of these have lost their seat."""
    gone = select(Participant.id).where(
        Participant.run_id == run_id, Participant.removed_at.is_not(None)
    )
    return [person for person in db.session.scalars(gone) if person in people]


def _forget_empty_tables(run: Run, people: Collection[str]) -> None:
    """A table at which nobody is left has given nothing."""
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
        forget_given(round.id, [table_key(round.mode, number, key) for number in empty])
