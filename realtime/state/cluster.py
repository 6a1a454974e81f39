"""Presence in all processes together: each keeps its own list in the database, and reads the
others' when they have changed.

One process alone asks nobody. With PostgreSQL there may be others: a phone that has a tab here and
one there is one phone, and what a dead process wrote does not count.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from realtime.protocol.audiences import PARTICIPANT, PROJECTOR
from realtime.state.connections import phone_connections
from realtime.state.live_state import proxy_to
from web.clock import now
from workshop.persistence.cluster_tables import Presence, Process
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import writing_transaction

HEARTBEAT_INTERVAL = timedelta(seconds=1)  # between two signs of life
GONE_AFTER = timedelta(seconds=5)  # without a sign of life: nobody is inside there
FORGOTTEN_AFTER = timedelta(minutes=1)  # and then it is forgotten

Place = tuple[str, int]  # audience, run
People = dict[Place, frozenset[str]]  # who is where: participants, and walls' sockets
NOBODY: frozenset[str] = frozenset()
ID_SEPARATOR = ","  # in neither a participant's id nor a socket's


class ClusterPresence:
    """This process among those that serve the same database."""

    def __init__(self, is_shared: bool):
        self.process_id = secrets.token_hex(8)
        self.is_shared = is_shared  # may another process serve the same database?
        self._mine: People = {}  # as written
        self._edition = 0
        self._beaten: datetime | None = None
        self._read: dict[str, int] = {}  # other process → its edition that was read
        self._theirs: dict[str, People] = {}  # other process → its list
        self._elsewhere: People = {}  # all their lists together

    def inside(self, run_id: int) -> int:
        """Count a run's connected phones in all processes."""
        here = phone_connections.participant_ids(run_id)
        elsewhere = self._elsewhere.get((PARTICIPANT, run_id), NOBODY)
        return len(here) + len(elsewhere) - len(here & elsewhere)

    def is_inside(self, run_id: int, participant_id: str) -> bool:
        """Is this phone connected, wherever it is?"""
        elsewhere = self._elsewhere.get((PARTICIPANT, run_id), NOBODY)
        return (
            participant_id in phone_connections.participant_ids(run_id)
            or participant_id in elsewhere
        )

    def walls_elsewhere(self, run_id: int) -> int:
        """Count the walls that show this run by other processes."""
        return len(self._elsewhere.get((PROJECTOR, run_id), NOBODY))

    def synchronize(self, walls: dict[str, int]) -> set[int]:
        """Write who came and went here, read who did elsewhere; the runs where somebody did.

        ``walls`` are this process's own: socket → run. Needs an app context.
        """
        self._write(walls)
        return {run_id for _, run_id in filter(self._add_up, self._read_others())}

    def withdraw(self) -> None:
        """Tell the other processes that nobody is inside here any more. Needs an app context."""
        with writing_transaction() as connection:
            connection.execute(delete(Process).where(Process.id == self.process_id))

    # --- helpers, in the order they are called --------------------------------------------------

    def _write(self, walls: dict[str, int]) -> None:
        here = who_is_here(walls)
        came, went = difference(here, self._mine), difference(self._mine, here)
        at = now()
        if not came and not went and self._beaten and at - self._beaten < HEARTBEAT_INTERVAL:
            return
        edition = self._edition + bool(came or went)
        with writing_transaction() as connection:
            known = connection.execute(
                update(Process)
                .where(Process.id == self.process_id)
                .values(beat_at=at, edition=edition)
            ).rowcount
            if not known:  # at first, and after somebody thought we were dead
                connection.execute(
                    insert(Process).values(id=self.process_id, beat_at=at, edition=edition)
                )
                came, went = here, {}
                connection.execute(delete(Process).where(Process.beat_at < at - FORGOTTEN_AFTER))
            if went:
                connection.execute(
                    delete(Presence).where(
                        Presence.process_id == self.process_id,
                        Presence.who.in_(NOBODY.union(*went.values())),
                    )
                )
            if came:
                connection.execute(
                    insert(Presence),
                    [
                        {"process_id": self.process_id, "who": w, "audience": a, "run_id": r}
                        for (a, r), people in came.items()
                        for w in people
                    ],
                )
        self._mine, self._edition, self._beaten = here, edition, at

    def _read_others(self) -> set[Place]:
        """The places whose list is another one now."""
        rows = db.session.execute(
            select(Process.id, Process.edition).where(
                Process.id != self.process_id, Process.beat_at > now() - GONE_AFTER
            )
        ).all()
        alive = {row.id: row.edition for row in rows}
        moved = [one for one, edition in alive.items() if self._read.get(one) != edition]
        lists = {one: who_is_at(one) for one in moved}
        db.session.rollback()
        touched: set[Place] = set()
        for process_id in lists.keys() | (self._theirs.keys() - alive.keys()):
            before, after = self._theirs.pop(process_id, {}), lists.get(process_id, {})
            places = before.keys() | after.keys()
            touched |= {place for place in places if before.get(place) != after.get(place)}
        self._theirs |= lists
        self._read = alive
        return touched

    def _add_up(self, place: Place) -> bool:
        """Add up who is there, whichever process says so. Returns whether that changed.

        A phone that went from one process to another neither came nor went.
        """
        before = self._elsewhere.get(place, NOBODY)
        after = NOBODY.union(*(their.get(place, NOBODY) for their in self._theirs.values()))
        self._elsewhere[place] = after
        if not after:
            del self._elsewhere[place]
        return before != after


def who_is_here(walls: dict[str, int]) -> People:
    """The list of this process."""
    here = {
        (PARTICIPANT, run_id): frozenset(phone_connections.participant_ids(run_id))
        for run_id in phone_connections.runs()
    }
    for run_id in set(walls.values()):
        here[PROJECTOR, run_id] = frozenset(sid for sid, run in walls.items() if run == run_id)
    return here


def who_is_at(process_id: str) -> People:
    """The list of another process, as it is in the database now.

    The database puts it together: a row here for each of five thousand people would hold everyone
    up. And one process at a time: all lists in one statement are sorted on a disk.
    """
    people = func.aggregate_strings(Presence.who, ID_SEPARATOR)
    rows = db.session.execute(
        select(Presence.audience, Presence.run_id, people)
        .where(Presence.process_id == process_id)
        .group_by(Presence.audience, Presence.run_id)
    )
    return {(audience, run): frozenset(who.split(ID_SEPARATOR)) for audience, run, who in rows}


def difference(some: People, others: People) -> People:
    """Return those in ``some`` and not in ``others`` by place; one without anyone is left out."""
    found = {place: people - others.get(place, NOBODY) for place, people in some.items()}
    return {place: people for place, people in found.items() if people}


cluster_presence = proxy_to(ClusterPresence)
