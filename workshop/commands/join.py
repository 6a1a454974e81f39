"""Joining of phones: all requests of one moment are admitted or refused in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from workshop.commands.qr_key import is_qr_key
from workshop.models.participant import (
    TOKEN_BYTES,
    Participant,
    new_participant_id,
    token_digest,
)
from workshop.models.run import Run
from workshop.refused import Refused

MAX_TOKEN_CHARACTERS = 128  # characters; ours have 22


@dataclass(slots=True)
class JoinRequest:
    """Request of one phone for a seat; `admit_phones` fills in the outcome."""

    code: str  # six digits
    alias: str  # one clean line, or none
    offered: str = ""  # a token that the phone has kept from before
    scanned: str = ""  # the key that the QR carried
    by_code: bool = True  # are the six digits enough? Not before they have waited in line
    run_id: int = 0
    title: str = ""
    token: str = ""
    newcomer: str = ""  # participant's id, where this is a new one
    refused: Refused | None = None

    @property
    def is_new(self) -> bool:
        """Was a new seat made for it?"""
        return bool(self.newcomer)


def admit_phones(
    connection: Connection,
    applications: Iterable[JoinRequest],
    now: datetime,
    has_room: Callable[[int], bool],
) -> None:
    """Fill in ``token`` and ``run_id``, of a new seat or of the one offered, or else ``refused``.

    ``has_room`` tells of a run id whether a phone without a seat may still come in. Refusals:
    in_line (neither seat nor QR is shown, right code or not, and the phone has not waited),
    code_unknown, code_ended, room_full, room_locked.
    """
    applications = list(applications)
    runs = _open_runs(connection, {each.code for each in applications})
    known = _holders(connection, {each.offered for each in applications if each.offered})
    unknown = {each.code for each in applications if each.by_code} - runs.keys()
    ended = _ended_codes(connection, unknown) if unknown else set()
    new: list[dict] = []
    for each in applications:
        run = runs.get(each.code)
        seated = known.get(token_digest(each.offered)) if each.offered else None
        is_back = run is not None and seated is not None and seated.run_id == run.id
        if not (each.by_code or is_back or (run and is_qr_key(each.scanned, run.wall_token))):
            each.refused = Refused("in_line", seconds=1)
            continue
        if run is None:
            each.refused = Refused("code_ended" if each.code in ended else "code_unknown")
            continue
        each.run_id, each.title = run.id, run.title
        if is_back and seated is not None:
            each.token = each.offered
            _rename(connection, seated.id, each.alias)
        elif not has_room(run.id):
            each.refused = Refused("room_full")
        elif run.locked:
            each.refused = Refused("room_locked")
        else:
            each.token, each.newcomer = secrets.token_urlsafe(TOKEN_BYTES), new_participant_id()
            new.append(_row(each, now))
    if new:
        connection.execute(insert(Participant), new)


def _open_runs(connection: Connection, codes: set[str]) -> dict:
    rows = connection.execute(
        select(Run.id, Run.code, Run.title, Run.locked, Run.wall_token).where(
            Run.code.in_(codes), Run.phase != "ended"
        )
    )
    return {row.code: row for row in rows}


def _ended_codes(connection: Connection, codes: set[str]) -> set[str]:
    return set(
        connection.scalars(select(Run.code).where(Run.code.in_(codes), Run.phase == "ended"))
    )


def _holders(connection: Connection, tokens: set[str]) -> dict:
    if not tokens:
        return {}
    rows = connection.execute(
        select(Participant.id, Participant.run_id, Participant.token_hash).where(
            Participant.token_hash.in_({token_digest(token) for token in tokens}),
            Participant.removed_at.is_(None),
        )
    )
    return {row.token_hash: row for row in rows}


def _rename(connection: Connection, participant_id: str, alias: str) -> None:
    """Store the alias of a phone that comes back, unless it gave none."""
    if alias:
        connection.execute(
            update(Participant).where(Participant.id == participant_id).values(alias=alias)
        )


def _row(application: JoinRequest, now: datetime) -> dict:
    return {
        "id": application.newcomer,
        "run_id": application.run_id,
        "token_hash": token_digest(application.token),
        "alias": application.alias,
        "joined_at": now,
    }
