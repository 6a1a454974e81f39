"""Joins in batches, and phones known again; who comes while one is written is in the next."""

from __future__ import annotations

import logging
import threading
import time
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from realtime.state.cluster import cluster_presence
from realtime.state.connections import phone_connections
from realtime.state.live_state import proxy_to
from web.clock import now
from workshop.bounded_dict import BoundedDict
from workshop.commands.join import JoinRequest, admit_phones
from workshop.models.participant import Participant, token_digest
from workshop.persistence.db import db
from workshop.persistence.event_bus import publish
from workshop.persistence.events import RosterChanged
from workshop.persistence.unit_of_work import writing_transaction
from workshop.refused import Refused

log = logging.getLogger("mano_alzada.joins")

MAX_GROUP_JOINS = 100  # in one transaction
WAVE_S = 1.0  # seconds after the last who came in which the next is to be expected
MAX_WAY_IN_S = 30.0  # seconds between a seat and its first socket; a phone needs one
MAX_KNOWN_PHONES = 10_000  # phones; twice as many as a process takes


class Known(NamedTuple):
    """Owner of a token, as the database would say it without being asked."""

    participant_id: str
    run_id: int
    alias: str
    silent_until: float = 0.0  # monotonic; made a moment ago, and has had no socket yet

    @property
    def is_silent(self) -> bool:
        """Is it certain that it has answered nothing?"""
        return self.silent_until > time.monotonic()


class JoinBatcher:
    """One group of applications after the other."""

    def __init__(self):
        self._waiting: list[JoinRequest] = []
        self._turn = threading.Lock()
        # digest of a token → whose it is
        self._known: BoundedDict[str, Known] = BoundedDict(MAX_KNOWN_PHONES)
        self._last = -WAVE_S  # when somebody came (monotonic)

    @property
    def is_busy(self) -> bool:
        """Are people coming in at this moment?"""
        return time.monotonic() - self._last < WAVE_S

    def admit(self, application: JoinRequest) -> JoinRequest:
        """Wait for a decision, together with whoever asks meanwhile. Raises Refused."""
        self._waiting.append(application)
        with self._turn:
            while not (application.token or application.refused):
                group = self._waiting[:MAX_GROUP_JOINS]
                del self._waiting[:MAX_GROUP_JOINS]
                self._decide(group)
        if application.refused is not None:
            raise application.refused
        return application

    def recognise(self, token: str) -> Known:
        """Return the owner of a token. Raises Refused("seat_unknown"). Needs an app context."""
        self._last = time.monotonic()
        digest = token_digest(token)
        known = self._known.get(digest)
        if known is None:
            row = db.session.execute(
                select(Participant.id, Participant.run_id, Participant.alias).where(
                    Participant.token_hash == digest, Participant.removed_at.is_(None)
                )
            ).one_or_none()
            if row is None:
                raise Refused("seat_unknown")
            known = Known(*row)
        self._known[digest] = known._replace(silent_until=0.0)  # from now on it may answer
        return known

    def participant_ids(self, run_id: int) -> set[str]:
        """The participants of a run that would be known without asking the database."""
        return {one.participant_id for one in self._known.values() if one.run_id == run_id}

    def drop(self, people: set[str]) -> None:
        """Forget phones whose seat was taken back."""
        self._known.discard_where(lambda _, one: one.participant_id in people)

    def drop_run(self, run_id: int) -> None:
        """Forget the phones of a run that was deleted."""
        self._known.discard_where(lambda _, one: one.run_id == run_id)

    def _decide(self, group: list[JoinRequest]) -> None:
        try:
            with writing_transaction() as connection:
                admit_phones(connection, group, now(), has_room)
        except SQLAlchemyError as error:
            log.error("seats could not be stored: %s", type(error).__name__)
            for each in group:
                each.token, each.refused = "", Refused("storage_away")
            return
        except Exception:
            for each in group:
                each.token, each.refused = "", Refused("server_error")
            raise
        # Where several processes share a database, another one may have taken its answers already.
        silent = 0.0 if current_app.config.get("DATABASE_URL") else time.monotonic() + MAX_WAY_IN_S
        for each in group:
            if each.token:
                self._known.pop(token_digest(each.token), None)  # it may be called otherwise now
            if each.is_new:
                known = Known(each.newcomer, each.run_id, each.alias, silent)
                self._known[token_digest(each.token)] = known
        publish(RosterChanged(run_id) for run_id in {e.run_id for e in group if e.is_new})


def has_room(run_id: int) -> bool:
    """May a phone that has no seat yet still come in?"""
    return (
        cluster_presence.inside(run_id) < current_app.config["CAPACITY_RUN"]
        and len(phone_connections) < current_app.config["CAPACITY_PROCESS"]
    )


join_batcher = proxy_to(JoinBatcher)
