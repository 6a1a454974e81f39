"""Handing each phone something of its own: at the opening, to late comers, and again on change."""

from realtime.protocol.emit import PARTICIPANT, tell
from realtime.state.connections import seats
from realtime.state.open_rounds import open_rounds
from realtime.views.participant import handed_to
from workshop.activities import DealsCards
from workshop.commands.deal_handouts import deal_handouts
from workshop.models.round import Round
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import unit_of_work


def hand_out_missing(run_id: int) -> None:
    """Deal to every phone inside that holds nothing yet; nothing to do is the rule."""
    live = open_rounds.of_run(run_id)
    if live is None or not isinstance(live.activity, DealsCards):
        return
    people = {
        live.key_of(seat.participant_id, seat.token): seat.participant_id
        for seat in seats.phones(run_id)
    }
    people.pop("", None)  # the round lost its key: nothing can be kept for anyone
    if people.keys() <= live.handed.keys():
        return
    with unit_of_work():
        round = db.session.get(Round, live.id, with_for_update=True)  # one process after another
        if round is not None:
            live.handed = deal_handouts(round, people)


def hand_to_everyone(run_id: int) -> None:
    """Tell each phone what it holds now: never in the page, which is the same for the room."""
    hand_out_missing(run_id)
    live = open_rounds.of_run(run_id)
    if live is None or not isinstance(live.activity, DealsCards):
        return
    for seat in seats.sockets(run_id):
        tell(PARTICIPANT, run_id, "handed", handed_to(seat), only=seat.sid)
