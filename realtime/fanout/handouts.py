"""Handouts: each phone is sent its own cards, at the opening, when it comes late, on change."""

from realtime.protocol.audiences import PARTICIPANT
from realtime.protocol.emit import emit_to_run
from realtime.state.connections import phone_connections
from realtime.state.open_rounds import open_rounds
from realtime.views.participant import handed_to
from workshop.activities import DealsCards
from workshop.commands.deal_handouts import deal_handouts
from workshop.models.round import Round
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import unit_of_work


def hand_out_missing(run_id: int) -> None:
    """Deal cards to every connected phone that has none; mostly there is nothing to do."""
    live = open_rounds.of_run(run_id)
    if live is None or not isinstance(live.activity, DealsCards):
        return
    people = {
        live.key_of(phone.participant_id, phone.token): phone.participant_id
        for phone in phone_connections.phones(run_id)
    }
    people.pop("", None)  # the round lost its key: nothing can be kept for anyone
    if people.keys() <= live.handed.keys():
        return
    with unit_of_work():
        round = db.session.get(Round, live.id, with_for_update=True)  # one process after another
        if round is not None:
            live.handed = deal_handouts(round, people)


def send_handouts(run_id: int) -> None:
    """Send each phone its own cards: they are never in the page, which is the room's."""
    hand_out_missing(run_id)
    live = open_rounds.of_run(run_id)
    if live is None or not isinstance(live.activity, DealsCards):
        return
    for phone in phone_connections.sockets(run_id):
        emit_to_run(PARTICIPANT, run_id, "handed", handed_to(phone), only=phone.sid)
