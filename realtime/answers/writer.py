"""Answers in, one transaction, acknowledgements out (design.md §4).

One writer a process gathers a few milliseconds of answers and commits them together; a phone
hears «ok» only after COMMIT. Closing a round waits for what was received before it (``drain``).
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque

from sqlalchemy.exc import SQLAlchemyError

from realtime.answers.commit import commit_newest, remember_counted
from realtime.answers.failpoints import failpoint
from realtime.answers.storage_alarm import StorageAlarm
from realtime.answers.submission import Submission
from realtime.protocol.audiences import PARTICIPANT, namespace_of
from realtime.protocol.background import run_forever
from realtime.protocol.socketio_server import acknowledge, socketio
from realtime.state.live_state import live_state_of, proxy_to
from web.refusals import refusal
from workshop.persistence.event_bus import publish
from workshop.persistence.unit_of_work import writing_transaction

log = logging.getLogger("mano_alzada.writer")

GATHER_S = 0.010  # seconds; at 20 paced answers cost a seventh less, and wait two thirds longer
MIN_RUSH_ANSWERS = 50  # answers that are worth a transaction at once
PHONES = namespace_of(PARTICIPANT)
MAX_GROUP_ANSWERS = 500  # answers in one transaction


class Writer(StorageAlarm):
    """A queue and the one that empties it."""

    def __init__(self):
        super().__init__()
        self._queue: deque[Submission] = deque()
        self._has_answers = threading.Event()
        self._write_lock = threading.Lock()

    def submit(self, submission: Submission) -> None:
        """Put a revision into the queue; its acknowledgement comes after COMMIT."""
        self._queue.append(submission)
        self._has_answers.set()

    def waiting(self) -> int:
        """Count the revisions that are not committed yet."""
        return len(self._queue)

    def is_rushed(self) -> bool:
        """Is a crowd waiting for its acknowledgements?"""
        return self.waiting() >= MIN_RUSH_ANSWERS

    def write_next(self) -> None:
        """Wait for answers, gather a few, write them. Needs an app context."""
        self._has_answers.wait()
        if not self.is_rushed():
            time.sleep(GATHER_S)
        self.drain()
        if self.failing:
            time.sleep(0.5)  # the disk is full or locked: phones keep what they have

    def drain(self) -> None:
        """Write and acknowledge all that was received before this call. Needs an app context."""
        with self._write_lock:
            self._has_answers.clear()
            left = len(self._queue)  # what comes meanwhile is gathered for the next transaction
            try:
                while left > 0:
                    group = [self._queue.popleft() for _ in range(min(MAX_GROUP_ANSWERS, left))]
                    left -= len(group)
                    self._write_group(group)
            except BaseException:
                self._has_answers.set()  # the rest must not wait until somebody else answers
                raise

    def _write_group(self, group: list[Submission]) -> None:
        failpoint.reach("before_begin")
        try:
            with writing_transaction() as connection:
                verdicts = commit_newest(connection, group)
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
        events = remember_counted(group, verdicts)
        for submission, verdict in zip(group, verdicts, strict=True):
            self._answer(submission, verdict)
        failpoint.reach("after_ack")
        publish(events)

    def _answer(self, submission: Submission, verdict: dict) -> None:
        payload = {"round": submission.live.id, **verdict}
        acknowledge(socketio.server, submission.eio_sid, PHONES, submission.ack_id, payload)


writer = proxy_to(Writer)


def start(app) -> None:
    """Start the one writer of this process."""

    run_forever(app, live_state_of(app)[Writer].write_next)


def received_now() -> float:
    """The moment an answer arrived, on the monotonic clock."""
    return time.monotonic()
