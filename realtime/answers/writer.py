"""Answers in, one transaction, acknowledgements out (design.md §4).

One writer a process gathers a few milliseconds of answers and commits them together; a phone
hears «ok» only after COMMIT. Closing a round waits for what was received before it (``drain``).
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import deque
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from realtime.answers.failpoints import failpoint
from realtime.answers.submission import Submission
from realtime.answers.table_writers import (
    sign,
    writers_of,
    writes,
)
from realtime.protocol.background import run_forever
from realtime.protocol.emit import FACILITATOR, emit_to_audience
from realtime.protocol.socketio_server import acknowledge, socketio
from realtime.state.cluster import cluster_presence
from realtime.state.live_state import live_state_of, proxy_to
from realtime.state.open_rounds import open_rounds
from web.refusals import refusal
from workshop.activities import Activity
from workshop.activities.parts.personal_data import flags_of, written
from workshop.models import ballot_store
from workshop.models.ballot_store import BallotId
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.persistence.cluster_tables import store_own_seconds
from workshop.persistence.event_bus import publish
from workshop.persistence.events import AnswersRecorded, TableChanged
from workshop.persistence.unit_of_work import writing_transaction

log = logging.getLogger("mano_alzada.writer")

GATHER = 0.010  # seconds; at 20 paced answers cost a seventh less, and wait two thirds longer
PLENTY = 50  # answers that are worth a transaction at once
LARGEST_GROUP = 500  # answers in one transaction
NAMESPACE = "/participant"


_ROUNDS = (  # built once: that costs more than asking
    select(Round.id, Round.phase, Run.hold_texts)
    .join(Run, Run.id == Round.run_id)
    .where(Round.id.in_(bindparam("round_ids", expanding=True)))
    .with_for_update(read=True, of=Round)
)


class Writer:
    """A queue and the one that empties it."""

    def __init__(self):
        self._queue: deque[Submission] = deque()
        self._something = threading.Event()
        self._writing = threading.Lock()
        self.failing = False

    def submit(self, submission: Submission) -> None:
        """Put a revision into the queue; its acknowledgement comes after COMMIT."""
        self._queue.append(submission)
        self._something.set()

    def waiting(self) -> int:
        """How many revisions are not committed yet."""
        return len(self._queue)

    def is_rushed(self) -> bool:
        """Is a crowd waiting for its acknowledgements?"""
        return self.waiting() >= PLENTY

    def write_next(self) -> None:
        """Wait for answers, gather a few, write them. Needs an app context."""
        self._something.wait()
        if not self.is_rushed():
            time.sleep(GATHER)
        self.drain()
        if self.failing:
            time.sleep(0.5)  # the disk is full or locked: phones keep what they have

    def drain(self) -> None:
        """Write and acknowledge all that was received before this call. Needs an app context."""
        with self._writing:
            self._something.clear()
            left = len(self._queue)  # what comes meanwhile is gathered for the next transaction
            try:
                while left > 0:
                    group = [self._queue.popleft() for _ in range(min(LARGEST_GROUP, left))]
                    left -= len(group)
                    self._write_group(group)
            except BaseException:
                self._something.set()  # the rest must not wait until somebody else answers
                raise

    def storage_fails(self, error: Exception, refused: int = 0) -> None:
        """Whoever cannot store says so: every console hears it, the log once until it works."""
        if not self.failing:
            log.error("nothing can be stored: %s", str(error).partition("\n")[0])
        self.failing = True
        waiting = len(self._queue) + refused
        emit_to_audience(FACILITATOR, "storage_changed", {"failing": True, "waiting": waiting})

    def storage_works(self) -> None:
        """Whoever has stored something says so."""
        if self.failing:
            self.failing = False
            log.warning("storing works again")
            emit_to_audience(FACILITATOR, "storage_changed", {"failing": False, "waiting": 0})

    def save_attendance(self) -> None:
        """Store the seconds that phones were connected, for those still short of counting."""
        rows = []
        saved = []
        for live in open_rounds.all():
            seconds, live.unsaved = live.unsaved, {}
            saved.append((live, seconds))
            rows += [
                {"round_id": live.id, "ballot_key": key, "seconds": round(seconds[key], 3)}
                for key in sorted(seconds)
            ]
        if not rows:
            return
        try:
            with writing_transaction() as connection:
                ballot_store.add_attendance(connection, _of_open_rounds(connection, rows))
        except SQLAlchemyError:
            log.debug("attendance could not be stored; it will be tried again")
            for live, seconds in saved:
                for key, more in seconds.items():
                    live.unsaved[key] = live.unsaved.get(key, 0.0) + more

    def save_pace(self) -> None:
        """Let other processes know how fast this one's room was, for whoever closes the round."""
        for live in open_rounds.all():
            count = len(live.first_seconds)
            if count == live.paced:
                continue
            seconds = sorted(round(second, 1) for second in live.first_seconds.values())
            try:
                with writing_transaction() as connection:
                    store_own_seconds(connection, live.id, cluster_presence.process_id, seconds)
                live.paced = count
            except SQLAlchemyError:
                log.debug("the pace of a round could not be stored; it will be tried again")

    # --- helpers, in the order they are called --------------------------------------------------

    def _write_group(self, group: list[Submission]) -> None:
        failpoint.reach("before_begin")
        try:
            with writing_transaction() as connection:
                verdicts = self._commit_newest(connection, group)
                failpoint.reach("after_insert")
        except SQLAlchemyError as error:
            self.storage_fails(error, len(group))
            for submission in group:
                self._answer(submission, refusal("storage_unavailable"))
            return
        except Exception:  # noqa: BLE001 - a phone must not wait for an answer that never comes
            log.exception("answers could not be written")
            for submission in group:
                self._answer(submission, refusal("server_error"))
            return
        self.storage_works()
        failpoint.reach("after_commit_before_ack")
        facts: dict[Any, Any] = {}
        for submission, verdict in zip(group, verdicts, strict=True):
            if verdict["ok"] and not verdict.get("dup"):
                live = submission.live
                live.first_seconds.setdefault(
                    submission.ballot_key, submission.received - live.opened
                )
                live.counted.pop(verdict.pop("replaced", ""), None)
                live.counted[submission.answer_id] = submission.revision
                if live.id not in facts:
                    facts[live.id] = AnswersRecorded(live.run_id, live.id)
                if submission.table_writer is not None:
                    table = submission.table_writer.table
                    live.drafts.pop(table, None)
                    facts[live.id, table] = TableChanged(live.run_id, table)
            self._answer(submission, verdict)
        failpoint.reach("after_ack")
        publish(facts.values())

    def _commit_newest(self, connection, group: list[Submission]) -> list[dict]:
        """Decide on each revision against what is stored, write the newest of each ballot."""
        round_ids = {submission.live.id for submission in group}
        rounds = {
            row.id: row for row in connection.execute(_ROUNDS, {"round_ids": list(round_ids)})
        }
        stored = self._stored(connection, group)
        pens = [submission for submission in group if submission.table_writer is not None]
        writers = writers_of(connection, pens) if pens else {}
        changed: dict[BallotId, dict] = {}
        verdicts = []
        for submission in group:
            row = rounds.get(submission.live.id)
            key = _place(submission)
            if row is None or row.phase != "open":
                verdicts.append(refusal("round_not_open"))
                continue
            old = stored.get(key)
            if submission.table_writer is not None and not writes(submission, writers):
                kept = old and {n: old[n] for n in ("answer_id", "revision", "state", "value")}
                verdicts.append(refusal("not_the_writer") | {"stored": kept})
                continue
            verdict = _judge(submission, old)
            if verdict["ok"] and not verdict.get("dup"):
                stored[key] = changed[key] = _row(submission, old, row.hold_texts)
            verdicts.append(verdict)
        lost = ballot_store.upsert_ballots(connection, changed.values())
        if pens:
            sign(connection, pens, {place: row["answer_id"] for place, row in changed.items()})
        if lost:
            stored = self._stored(connection, group)
            for number, submission in enumerate(group):
                if verdicts[number]["ok"] and _place(submission) in lost:
                    verdicts[number] = _judge(submission, stored.get(_place(submission)))
        return verdicts

    def _stored(self, connection, group: list[Submission]) -> dict[BallotId, dict]:
        """What is stored of these ballots; what cannot be there is not asked for."""
        return ballot_store.ballots_at(
            connection,
            {
                _place(each)
                for each in group
                if not each.live.all_seen or each.ballot_key in each.live.first_seconds
            },
        )

    def _answer(self, submission: Submission, verdict: dict) -> None:
        payload = {"round": submission.live.id, **verdict}
        acknowledge(socketio.server, submission.eio_sid, NAMESPACE, submission.ack_id, payload)


def _of_open_rounds(connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what belongs to a round that closed meanwhile: nothing is kept beside those."""
    wanted = {"round_ids": list({row["round_id"] for row in rows})}
    open_ids = {row.id for row in connection.execute(_ROUNDS, wanted) if row.phase == "open"}
    return [row for row in rows if row["round_id"] in open_ids]


def _place(submission: Submission) -> BallotId:
    """Which ballot a revision belongs to."""
    return submission.live.id, submission.ballot_key


def _judge(submission: Submission, old: dict | None) -> dict:
    """The latest acknowledged revision wins; the same one again gets the same answer."""
    if old is None:
        return {"ok": True, **submission.stored()}
    if submission.revision > old["revision"]:
        return {"ok": True, **submission.stored(), "replaced": old["answer_id"]}
    kept = {name: old[name] for name in ("answer_id", "revision", "state", "value")}
    if submission.revision == old["revision"] and submission.answer_id == old["answer_id"]:
        return {"ok": True, "dup": True, **kept}
    code = "revision_taken" if submission.revision == old["revision"] else "revision_old"
    return refusal(code) | {"stored": kept}


def _row(submission: Submission, old: dict | None, hold_texts: bool) -> dict:
    activity = submission.live.activity
    answered = activity.moderated and submission.state == "answer"
    words = activity.text_of(submission.value) if answered else ""
    as_before = old is not None and bool(words) and _words_of(activity, old) == words
    flags = old["flags"] if old and as_before else written(flags_of(words)) if words else None
    moderation = "held" if words and (hold_texts or flags) else "shown"
    if old is not None and old["moderation"] == "hidden":
        moderation = "hidden"  # a hidden text does not come back by being edited
    elif old is not None and as_before:
        moderation = old["moderation"]  # the trainer has judged these words already
    return {
        "round_id": submission.live.id,
        "ballot_key": submission.ballot_key,
        "answer_id": submission.answer_id,
        "revision": submission.revision,
        "state": submission.state,
        "value": submission.value,
        "card": old["card"] if old else secrets.token_hex(8),
        "moderation": moderation,
        "flags": flags,
    }


def _words_of(activity: Activity, old: dict | None) -> str:
    return activity.text_of(old["value"]) if old and old["state"] == "answer" else ""


writer = proxy_to(Writer)


def start(app) -> None:
    """Start the one writer of this process."""

    run_forever(app, live_state_of(app)[Writer].write_next)


def received_now() -> float:
    """The moment an answer arrived, on the monotonic clock."""
    return time.monotonic()
