"""Closing a round: one transaction in which ballots become answers and stop being anyone's."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from workshop import activities
from workshop.models import group_tables
from workshop.models.answer import Answer
from workshop.models.ballot import GIVEN, Attendance, Ballot
from workshop.models.handout import Handout
from workshop.models.pile import pile_names
from workshop.models.round import Round
from workshop.persistence.cluster_tables import Pace
from workshop.persistence.db import db
from workshop.statistics.latency import latency
from workshop.statistics.turnout import Turnout

ENOUGH = 5.0  # seconds connected while the round was open, to count as eligible

# Tables of an open round, whose rows end with it.
BESIDE_A_ROUND = (Ballot, Attendance, Handout, Pace, group_tables.Approval)

_shuffle = secrets.SystemRandom().shuffle


def close(round: Round, now: datetime, by: str, seconds: Sequence[float] = ()) -> None:
    """Freeze ``round``: answers in shuffled order without times, E/R/S/Z, tally, speed.

    ``seconds`` are the seconds-to-first-answer that the server held in memory.
    """
    round.enter("closed")
    round.closed_at = now
    round.closed_by = by
    if round.activity.takes_answers:
        _freeze(round)
        speed = latency(max(0.0, second) for second in seconds)
        if speed is not None:
            round.median_seconds, round.p90_seconds = speed.median, speed.p90
    forget_ballots(round)


def forget_ballots(round: Round) -> None:
    """Delete ballots, attendances, hand-outs; the key goes after the commit (round_key.py)."""
    for kept in BESIDE_A_ROUND:
        db.session.execute(delete(kept).where(kept.round_id == round.id))


def _freeze(round: Round) -> None:
    ballots = list(
        db.session.execute(
            select(
                *(Ballot.ballot_key, Ballot.state, Ballot.value, Ballot.card),
                *(Ballot.moderation, Ballot.flags),
            ).where(Ballot.round_id == round.id)
        )
    )
    given = [ballot for ballot in ballots if ballot.state in GIVEN]
    present = set(
        db.session.scalars(
            select(Attendance.ballot_key).where(
                Attendance.round_id == round.id, Attendance.seconds >= ENOUGH
            )
        )
    )
    answered = sum(ballot.state == "answer" for ballot in given)
    eligible = len(present | {ballot.ballot_key for ballot in given})
    round.freeze_turnout(Turnout(eligible, answered, skipped=len(given) - answered))
    round.take_turnout()
    if by_table := round.activity.by_table:
        round.tables = group_tables.freeze(round)
    piles = pile_names(round.id)
    round.tally = round.activity.tally(
        activities.Given(ballot.value, ballot.card, ballot.moderation, piles.get(ballot.card, ""))
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
                    "table_number": group_tables.number_in(ballot.ballot_key) if by_table else None,
                    "state": ballot.state,
                    "value": ballot.value,
                    "moderation": ballot.moderation,
                    "flags": ballot.flags,
                }
                for ballot in given
            ],
        )
