"""Where people said they belong, and a later round of their run told by it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from workshop.activities import Given
from workshop.activities.parts.segment import segment_of
from workshop.models.answer import Answer
from workshop.persistence.db import db
from workshop.reports.breakdown import Breakdown, break_down

if TYPE_CHECKING:
    from workshop.models.round import Round
    from workshop.models.run import Run
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
        (places.get(person or "", ""), Given(value))
        for person, value in _given_in(round)
        if among is None or person in among
    ]
    everywhere = (placing.tally or {}).get("counts", {})
    return break_down(round.activity, placing.activity, placed, everywhere, threshold)


def segment_round(run: Run, round: Round) -> Round | None:
    """The round that placed people before ``round`` opened: the last one, if it counts.

    One asked later changes nothing here: a figure that has been shown stays what it was.
    """
    if not round.activity.split_by or round.mode == "A" or not round.is_final:
        return None
    asked = [
        each for each in run.rounds if each.item == round.activity.split_by and each.id < round.id
    ]
    last = asked[-1] if asked else None
    return last if last is not None and last.is_final and last.mode != "A" else None


def _given_in(round: Round) -> Iterable[tuple[str | None, Any]]:
    """(participant, value) of each valid answer; nobody where a participant was erased since."""
    rows = db.session.execute(
        select(Answer.participant_id, Answer.value).where(
            Answer.round_id == round.id, Answer.state == "answer"
        )
    )
    return ((person, value) for person, value in rows)
