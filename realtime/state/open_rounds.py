"""Open rounds in memory, following the database: what an answer needs to know without asking it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from realtime.state.cluster import cluster_presence
from realtime.state.live_state import proxy_to
from workshop.activities import Activity, DealsCards
from workshop.models.ballot import Attendance, ballot_key
from workshop.models.closing import ELIGIBLE_AFTER_S
from workshop.models.group_tables import table_by_participant, table_key
from workshop.models.handout import handouts_of
from workshop.models.round import Round
from workshop.models.round_key import round_key
from workshop.models.run import Run
from workshop.persistence.db import db

REMEMBER_CLOSED_S = 60.0  # seconds after a close in which a lost acknowledgement is given again


@dataclass
class LiveRound:
    """An open round. Times here are seconds of the monotonic clock."""

    id: int
    run_id: int
    number: int
    activity: Activity
    mode: str
    key: bytes | None
    opened: float
    deadline: float | None
    closes_at: datetime | None
    close_at_share: bool
    hold_texts: bool
    attended: dict[str, float] = field(default_factory=dict)  # ballot key → seconds connected
    unsaved: dict[str, float] = field(default_factory=dict)  # seconds the writer has yet to store
    paced: int = 0  # how many of the first seconds other processes can read
    first_seconds: dict[str, float] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)  # answer id → revision, as ballots stand
    handed: dict[str, tuple[str, ...]] = field(default_factory=dict)  # ballot key → cards
    tables: dict[str, int] = field(default_factory=dict)  # participant → table, where those answer
    drafts: dict[int, Any] = field(default_factory=dict)  # table → what is being written there
    asked: dict[int, tuple[str, float]] = field(default_factory=dict)  # table → who wants to write
    written: dict[int, float] = field(default_factory=dict)  # table → when it last wrote
    given_before: int | None = None  # ballots that an earlier process took; None: nobody looked
    all_seen: bool = False  # has every ballot of it been stored by this process?
    needs_recount: bool = True  # answered or joined, maybe, since it was last counted for its close
    share_since: float | None = None  # since when nine in ten have answered, as far as known here
    _keys: dict[str, str] = field(default_factory=dict)

    def key_of(self, participant_id: str, token: str) -> str:
        """Under which key this phone's ballot lies, or its table's; "" for one without a table."""
        found = self._keys.get(participant_id)
        if found is None:
            found = self._key_of(participant_id, token)
            self._keys[participant_id] = found
        return found

    def keys_met(self, people: set[str]) -> set[str]:
        """The keys of those of ``people`` who were here while this process had the round."""
        return {key for person, key in self._keys.items() if person in people}

    def sit(self, tables: dict[str, int]) -> None:
        """Note who sits at which table now."""
        self.tables = tables
        self._keys.clear()
        self.needs_recount = True

    @property
    def has_lost_its_key(self) -> bool:
        """Can nobody tell any more whose ballot is whose? Then it is about to be closed."""
        return self._has_no_key and self.activity.takes_answers

    @property
    def _has_no_key(self) -> bool:
        return self.mode == "A" and self.key is None

    def person_key(self, participant_id: str, token: str) -> str:
        """The key of one person in this round; "" where the round has none."""
        if self._has_no_key:
            return ""
        return ballot_key(self.mode, participant_id, token, self.key)

    def table_key(self, number: int | None) -> str:
        """Under which key a table's ballot lies; "" for none, or where the round has none."""
        if not number or self._has_no_key:
            return ""
        return table_key(self.mode, number, self.key)

    def _key_of(self, participant_id: str, token: str) -> str:
        if not self.activity.by_table:
            return self.person_key(participant_id, token)
        return self.table_key(self.tables.get(participant_id))

    def remaining_ms(self) -> int | None:
        """Milliseconds left, never below zero; None without a deadline."""
        if self.deadline is None:
            return None
        return max(0, round((self.deadline - time.monotonic()) * 1000))

    def present(self) -> set[str]:
        """Keys of phones connected long enough to count."""
        return {key for key, seconds in self.attended.items() if seconds >= ELIGIBLE_AFTER_S}


class OpenRounds:
    """Every open round this process serves, by round id."""

    def __init__(self):
        self._rounds: dict[int, LiveRound] = {}
        self._counted: dict[int, tuple[float, dict[str, int]]] = {}
        self._followed: dict[int, int] = {}  # run → the version memory stands at
        self.newest = 0  # rounds up to this id are known here, open or over
        self.unreadable: set[int] = set()  # runs that this program cannot read

    def get(self, round_id: object) -> LiveRound | None:
        """The open round with this id, or None whatever is asked."""
        return self._rounds.get(round_id) if isinstance(round_id, int) else None

    def has_counted(self, round_id: int, answer_id: str, revision: int) -> bool:
        """Did this very answer count in a round that closed a moment ago?

        A phone whose acknowledgement was lost asks again; without this it would be told that its
        answer came too late. The ids are the phones' own random numbers and point to nobody.
        """
        until, counted = self._counted.get(round_id, (0.0, {}))
        return counted.get(answer_id) == revision and time.monotonic() < until

    def of_run(self, run_id: int) -> LiveRound | None:
        """The open round of a run: there is one at most."""
        return next((r for r in self._rounds.values() if r.run_id == run_id), None)

    def all(self) -> Iterable[LiveRound]:
        """A list that may be walked while rounds open and close."""
        return list(self._rounds.values())

    def follow(self, run: Run, now: datetime) -> None:
        """Bring memory in line with what was just committed about ``run``.

        What was committed before something that is followed already is not followed any more.
        """
        if run.version < self._followed.get(run.id, 0):
            return
        self._followed[run.id] = run.version
        row = run.open_round
        for live in self.all():
            if live.run_id == run.id and (row is None or live.id != row.id):
                del self._rounds[live.id]
                self._remember(live)
        if row is None:
            return
        self.newest = max(self.newest, row.id)
        if row.id not in self._rounds:
            loaded = self._load(run, row, now)  # asks the database: meanwhile it may be over
            if self._followed.get(run.id) == run.version:
                self._rounds[row.id] = loaded
            return
        live = self._rounds[row.id]
        live.activity = row.activity  # a text it is made of may have been hidden
        if row.closes_at != live.closes_at and row.closes_at and live.closes_at:
            live.deadline = (live.deadline or 0) + (row.closes_at - live.closes_at).total_seconds()
            live.closes_at = row.closes_at
        live.close_at_share = row.close_at_share
        live.hold_texts = run.hold_texts
        live.needs_recount = True

    def request_recount(self, run_id: int) -> None:
        """Somebody answered in this run, came or went: what closes by itself looks again."""
        live = self.of_run(run_id)
        if live is not None:
            live.needs_recount = True

    def set_clock(self, live: LiveRound, row: Round, now: datetime) -> None:
        """Count down from the database's deadline anew."""
        if row.closes_at is not None:
            live.deadline = time.monotonic() + (row.closes_at - now).total_seconds()
            live.closes_at = row.closes_at

    def _remember(self, live: LiveRound) -> None:
        now = time.monotonic()
        self._counted = {id: kept for id, kept in self._counted.items() if kept[0] > now}
        row = db.session.get(Round, live.id)
        if row is not None and row.is_final:
            self._counted[live.id] = (now + REMEMBER_CLOSED_S, live.counted)

    def drop_run(self, run_id: int) -> None:
        """Forget a run that was deleted."""
        self._followed.pop(run_id, None)
        self.unreadable.discard(run_id)
        for live in self.all():
            if live.run_id == run_id:
                del self._rounds[live.id]

    def _load(self, run: Run, row: Round, now: datetime) -> LiveRound:
        mono = time.monotonic()
        activity = row.activity
        is_new, row.is_new = row.is_new, False
        return LiveRound(
            id=row.id,
            run_id=run.id,
            number=row.number,
            activity=activity,
            mode=row.mode,
            key=round_key(row.id) if row.needs_key else None,
            opened=mono - (now - row.opened_at).total_seconds(),
            deadline=mono + (row.closes_at - now).total_seconds() if row.closes_at else None,
            closes_at=row.closes_at,
            close_at_share=row.close_at_share,
            hold_texts=run.hold_texts,
            attended={} if is_new else _attended_in(row.id),
            all_seen=is_new and not cluster_presence.is_shared,
            handed=handouts_of(row.id) if isinstance(activity, DealsCards) else {},
            tables=table_by_participant(run.id) if activity.by_table else {},
        )


def _attended_in(round_id: int) -> dict[str, float]:
    seconds = select(Attendance.ballot_key, Attendance.seconds)
    return dict(db.session.execute(seconds.where(Attendance.round_id == round_id)).all())


open_rounds = proxy_to(OpenRounds)
