"""First snapshot of a phone that comes back, before its socket is open: the socket's own."""

from math import ceil

from flask import current_app

from realtime.state.connections import PhoneConnection, phone_connections
from realtime.state.joins import Known, join_batcher
from realtime.views.participant import personal_of
from realtime.views.snapshots import snapshot_for_phones
from workshop.commands.join import MAX_TOKEN_CHARACTERS
from workshop.refused import Refused


def known_phone(token: object) -> Known:
    """Return the owner of a token, if the phone may come in now. Needs an app context.

    Raises Refused: seat_unknown, too_fast, room_full.
    """
    if not isinstance(token, str) or not 0 < len(token) <= MAX_TOKEN_CHARACTERS:
        raise Refused("seat_unknown")
    known = join_batcher.recognise(token)
    if rest := phone_connections.seconds_suspended(known.participant_id):
        raise Refused("too_fast", seconds=ceil(rest))
    if len(phone_connections) >= current_app.config["CAPACITY_PROCESS"]:
        raise Refused("room_full")
    return known


def initial_snapshot(token: str, known: Known) -> dict:
    """The room's page and what is this phone's own; it takes no seat, so nobody counts it as here.

    Raises Refused("seat_unknown") where its run is no more.
    """
    page = snapshot_for_phones(known.run_id)
    if page is None:
        raise Refused("seat_unknown")
    nowhere = PhoneConnection(
        "", "", known.run_id, known.participant_id, token, known.alias, known.is_silent
    )
    return page | {"personal": personal_of(nowhere, ended=page["page"] == "ended")}
