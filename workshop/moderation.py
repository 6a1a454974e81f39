"""Hiding and showing one person's text, in an open round or in a closed one."""

from datetime import datetime

from sqlalchemy import select

from workshop.answer import Answer
from workshop.ballot import Ballot
from workshop.db import db
from workshop.known_runs import run_to_change
from workshop.logbook import log
from workshop.refused import Refused
from workshop.round import Round

WORDS = {"hidden": "text_hidden", "shown": "text_shown"}
AFTERWARDS = "_afterwards"  # the record says so: it is not what it was when the run ended


def moderate(run_id: int, card: str, moderation: str, now: datetime) -> None:
    """Set the moderation of the text behind ``card``. Refused("card_unknown") if it is not there.

    Texts of an open anonymous round are out of reach: nobody sees them before it closes.
    """
    run = run_to_change(run_id)
    if run is None:
        raise Refused("run_unknown")
    found = db.session.scalar(
        select(Ballot)
        .join(Round, Round.id == Ballot.round_id)
        .where(Round.run_id == run_id, Ballot.card == card, Round.mode != "A")
    ) or db.session.scalar(
        select(Answer)
        .join(Round, Round.id == Answer.round_id)
        .where(Round.run_id == run_id, Answer.id == card)
    )
    if found is None or found.state != "answer":
        raise Refused("card_unknown")
    if found.moderation == moderation:
        return
    found.moderation = moderation
    round = db.session.get(Round, found.round_id)
    if round is None or not round.activity.moderated:
        raise Refused("card_unknown")
    what = WORDS[moderation] + (AFTERWARDS if run.phase == "ended" else "")
    log(run_id, now, what, step=round.step.label)
    db.session.flush()
    if round.is_final:
        round.retally()
    for made_of_it in run.rounds:
        if round.item in made_of_it.activity.sources:
            made_of_it.follow_moderation(card, moderation)
    run.changed()
