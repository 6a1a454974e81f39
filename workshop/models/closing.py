"""Closing of a round: in one transaction ballots become answers that are nobody's."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from workshop import activities
from workshop.models import group_tables
from workshop.models.answer import Answer
from workshop.models.ballot import COUNTED_STATES, Attendance, Ballot
from workshop.models.handout import Handout
from workshop.models.pile import pile_name_by_card
from workshop.models.round import Round
from workshop.persistence.cluster_tables import Pace
from workshop.persistence.db import db
from workshop.statistics.latency import latency
from workshop.statistics.turnout import Turnout

ELIGIBLE_AFTER_S = 5.0  # seconds connected while the round was open, to count as eligible

# Their rows are deleted when the round closes.
TABLES_OF_OPEN_ROUND = (Ballot, Attendance, Handout, Pace, group_tables.Approval)

_shuffle = secrets.SystemRandom().shuffle


def freeze_round(
    round: Round, now: datetime, by: str, seconds_to_answer: Sequence[float] = ()
) -> None:
    """Close ``round`` and store its answers in shuffled order, turnout, tally and latency.

    ``seconds_to_answer`` are those from opening to each first answer. Raises Refused.
    """
    round.move_to("closed")
    round.closed_at = now
    round.closed_by = by
    if round.activity.takes_answers:
        _freeze_answers(round)
        speed = latency(max(0.0, each) for each in seconds_to_answer)
        if speed is not None:
            round.median_seconds, round.p90_seconds = speed.median, speed.p90
    delete_ballots(round)


def delete_ballots(round: Round) -> None:
    """Delete the rows of TABLES_OF_OPEN_ROUND; the key goes after the commit (round_key.py)."""
    for kept in TABLES_OF_OPEN_ROUND:
        db.session.execute(delete(kept).where(kept.round_id == round.id))


def _freeze_answers(round: Round) -> None:
    ballots = list(
        db.session.execute(
            select(
                *(Ballot.ballot_key, Ballot.state, Ballot.value, Ballot.card),
                *(Ballot.moderation, Ballot.flags),
            ).where(Ballot.round_id == round.id)
        )
    )
    given = [ballot for ballot in ballots if ballot.state in COUNTED_STATES]
    present = set(
        db.session.scalars(
            select(Attendance.ballot_key).where(
                Attendance.round_id == round.id, Attendance.seconds >= ELIGIBLE_AFTER_S
            )
        )
    )
    answered = sum(ballot.state == "answer" for ballot in given)
    eligible = len(present | {ballot.ballot_key for ballot in given})
    round.freeze_turnout(Turnout(eligible, answered, skipped=len(given) - answered))
    round.store_counted_turnout()
    if by_table := round.activity.by_table:
        round.tables = group_tables.freeze_tables(round)
    piles = pile_name_by_card(round.id)
    round.tally = round.activity.tally(
        activities.GivenAnswer(
            ballot.value, ballot.card, ballot.moderation, piles.get(ballot.card, "")
        )
        for ballot in given
        if ballot.state == "answer"
    )
    _shuffle(given)
    if given:
        db.session.execute(
            insert(Answer),
            [
                {
                    "id": ballot.card,
                    "round_id": round.id,
                    "participant_id": None if by_table or round.mode == "A" else ballot.ballot_key,
                    "table_number": group_tables.table_number_of(ballot.ballot_key)
                    if by_table
                    else None,
                    "state": ballot.state,
                    "value": ballot.value,
                    "moderation": ballot.moderation,
                    "flags": ballot.flags,
                }
                for ballot in given
            ],
        )
