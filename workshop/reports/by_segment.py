"""A closed round's result by the segment people said they belong to."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select

from workshop.activities import GivenAnswer
from workshop.activities.parts.segment import segment_of
from workshop.models.answer import Answer
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.models.segments import segment_round
from workshop.persistence.db import db
from workshop.reports.breakdown import Breakdown, break_down
from workshop.reports.threshold import Threshold


def breakdown_of(
    run: Run, round: Round, threshold: Threshold, among: Collection[str] | None = None
) -> Breakdown | None:
    """A closed round by the segment its text names; None where it names none or nobody was asked.

    Never in mode A. Always by that one segment: two of them side by side would tell of fewer. With
    ``among`` only these people count, by participant.
    """
    placing = segment_round(run, round)
    if placing is None or not segment_of(placing.activity):
        return None
    places = {
        person: placing.activity.category_of(value)
        for person, value in _given_in(placing)
        if person is not None
    }
    placed = [
        (places.get(person or "", ""), GivenAnswer(value))
        for person, value in _given_in(round)
        if among is None or person in among
    ]
    everywhere = (placing.tally or {}).get("counts", {})
    return break_down(round.activity, placing.activity, placed, everywhere, threshold)


def _given_in(round: Round) -> Iterable[tuple[str | None, Any]]:
    """(participant, value) of each valid answer; nobody where a participant was erased since."""
    rows = db.session.execute(
        select(Answer.participant_id, Answer.value).where(
            Answer.round_id == round.id, Answer.state == "answer"
        )
    )
    return ((person, value) for person, value in rows)
