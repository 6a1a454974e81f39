"""Where people said they belong, and a later round of their run told by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from workshop.activities.choice import Choice
from workshop.answer import Answer
from workshop.breakdown import Breakdown, break_down
from workshop.db import db
from workshop.sources import givens_of

if TYPE_CHECKING:
    from workshop.round import Round
    from workshop.run import Run
    from workshop.threshold import Threshold


def breakdown_of(run: Run, round: Round, threshold: Threshold) -> Breakdown | None:
    """A closed round by the segment its text names; None where it names none or nobody was asked.

    Never in mode A. Always by that one segment: two of them side by side would tell of fewer.
    """
    placing = segment_round(run, round)
    if placing is None or not isinstance(placing.activity, Choice):
        return None
    places = _places(placing)
    everywhere = {option.id: 0 for option in placing.activity.options}
    for key in places.values():
        everywhere[key] += 1
    placed = [(places.get(given.by, ""), given) for given in givens_of(round)]
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


def _places(placing: Round) -> dict[str, str]:
    """Participant → option id."""
    rows = db.session.execute(
        select(Answer.participant_id, Answer.value).where(
            Answer.round_id == placing.id,
            Answer.state == "answer",
            Answer.participant_id.is_not(None),
        )
    )
    return {person: placing.activity.category_of(value) for person, value in rows}
