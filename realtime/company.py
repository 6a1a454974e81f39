"""Who is inside, in all processes together: each keeps its own list in the database, and reads the
others' when they have changed.

One process alone asks nobody. With PostgreSQL there may be others: a phone that has a tab here and
one there is one phone, and what a dead process wrote does not count.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from realtime.audience import PARTICIPANT, PROJECTOR
from realtime.clock import now
from realtime.seats import seats
from workshop.db import db
from workshop.facts import writing_transaction
from workshop.process import Presence, Process

BEAT = timedelta(seconds=1)  # between two signs of life
GONE = timedelta(seconds=5)  # without a sign of life: nobody is inside there
BURIED = timedelta(minutes=1)  # and then it is forgotten


class Company:
    """This process among those that serve the same database."""

    def __init__(self):
        self.leave()

    def leave(self) -> None:
        """Be alone: another app is being built in this process."""
        self.process_id = secrets.token_hex(8)
        self.is_shared = False  # may another process serve the same database?
        self._mine: dict[str, tuple[str, int]] = {}  # who → (audience, run), as written
        self._edition = 0
        self._beaten: datetime | None = None
        self._read: dict[str, int] = {}  # other process → its edition that was read
        self._theirs: dict[str, dict[str, tuple[str, int]]] = {}

    def inside(self, run_id: int) -> int:
        """How many phones of a run are connected, wherever they are."""
        if not self._theirs:
            return seats.inside(run_id)
        return len(seats.who(run_id) | self._elsewhere(PARTICIPANT, run_id))

    def walls_elsewhere(self, run_id: int) -> int:
        """How many walls show this run by other processes."""
        return len(self._elsewhere(PROJECTOR, run_id))

    def look(self, walls: dict[str, int]) -> set[int]:
        """Write who came and went here, read who did elsewhere; the runs where somebody did.

        ``walls`` are this process's own: socket → run. Needs an app context.
        """
        self._write(walls)
        before = self._runs()
        self._read_others()
        after = self._runs()
        return {run for run in before | after if before.get(run) != after.get(run)}

    def say_goodbye(self) -> None:
        """Nobody is inside here any more. Needs an app context."""
        with writing_transaction() as connection:
            connection.execute(delete(Process).where(Process.id == self.process_id))

    # --- helpers, in the order they are called --------------------------------------------------

    def _elsewhere(self, audience: str, run_id: int) -> set[str]:
        place = (audience, run_id)
        return {who for their in self._theirs.values() for who, at in their.items() if at == place}

    def _write(self, walls: dict[str, int]) -> None:
        here = {seat.participant_id: (PARTICIPANT, seat.run_id) for seat in seats.everyone()} | {
            sid: (PROJECTOR, run_id) for sid, run_id in walls.items()
        }
        came = {who: here[who] for who in here.keys() - self._mine.keys()}
        went = self._mine.keys() - here.keys()
        at = now()
        if not came and not went and self._beaten and at - self._beaten < BEAT:
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
                came, went = here, set()
                connection.execute(delete(Process).where(Process.beat_at < at - BURIED))
            if went:
                connection.execute(
                    delete(Presence).where(
                        Presence.process_id == self.process_id, Presence.who.in_(went)
                    )
                )
            if came:
                connection.execute(
                    insert(Presence),
                    [
                        {"process_id": self.process_id, "who": w, "audience": a, "run_id": r}
                        for w, (a, r) in came.items()
                    ],
                )
        self._mine, self._edition, self._beaten = here, edition, at

    def _read_others(self) -> None:
        rows = db.session.execute(
            select(Process.id, Process.edition).where(
                Process.id != self.process_id, Process.beat_at > now() - GONE
            )
        ).all()
        alive = {row.id: row.edition for row in rows}
        for process_id in self._theirs.keys() - alive.keys():
            del self._theirs[process_id]
            self._read.pop(process_id, None)
        changed = [one for one, edition in alive.items() if self._read.get(one) != edition]
        if changed:
            theirs: dict[str, dict[str, tuple[str, int]]] = {one: {} for one in changed}
            for row in db.session.execute(
                select(Presence.process_id, Presence.who, Presence.audience, Presence.run_id).where(
                    Presence.process_id.in_(changed)
                )
            ):
                theirs[row.process_id][row.who] = (row.audience, row.run_id)
            self._theirs |= theirs
            self._read |= {one: alive[one] for one in changed}
        db.session.rollback()

    def _runs(self) -> dict[int, frozenset[str]]:
        found: dict[int, set[str]] = {}
        for their in self._theirs.values():
            for who, (_, run_id) in their.items():
                found.setdefault(run_id, set()).add(who)
        return {run_id: frozenset(people) for run_id, people in found.items()}


company = Company()


def init_app(app) -> None:
    """Be one of several where the database can be shared."""
    company.leave()
    company.is_shared = bool(app.config["DATABASE_URL"])
