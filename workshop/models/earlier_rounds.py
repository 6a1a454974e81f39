"""Earlier rounds of a run as sources of a round that is about to open (docs/decisions/0030)."""

from datetime import date

from sqlalchemy import select

from workshop.activities import Activity, GivenAnswer, MadeOfRounds, Source
from workshop.activities.parts.dated import asked_on
from workshop.activities.parts.hides_names import HidesNames
from workshop.activities.parts.made_of_rounds import needed_by
from workshop.models.answer import Answer
from workshop.models.participant import aliases_in
from workshop.models.pile import pile_name_by_card
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.refused import Refused


def prepare_activity(run: Run, activity: Activity, day: date) -> Activity:
    """Return ``activity`` as the run asks it on its local ``day``, filled from its sources.

    Raises Refused: source_not_closed, source_empty.
    """
    for ref in needed_by(activity):
        if source_round(run, ref) is None:
            label = next((step.label for step in run.steps if step.item == ref), ref.upper())
            raise Refused("source_not_closed", step=label)
    if isinstance(activity, MadeOfRounds) and activity.sources:
        activity = activity.prepared(sources_of(run, activity))
        if not activity.ready:
            raise Refused("source_empty")
    if isinstance(activity, HidesNames):
        activity = activity.among(aliases_in(run.id))
    return asked_on(activity, day)


def sources_of(run: Run, activity: Activity) -> dict[str, Source]:
    """Return the closed rounds that ``activity`` is made of, by ref, with their answers."""
    found = {}
    for ref in activity.sources:
        round = source_round(run, ref)
        if round is not None:
            found[ref] = Source(round.activity, round.id, givens_of(round))
    return found


def source_round(run: Run, ref: str) -> Round | None:
    """Return the last closed round of the activity called ``ref``, if there is one."""
    final = [round for round in run.rounds_of(ref) if round.is_final]
    return final[-1] if final else None


def givens_of(round: Round) -> tuple[GivenAnswer, ...]:
    """Return a closed round's answers with their piles and, in modes N and S, participants."""
    piles = pile_name_by_card(round.id)
    answers = db.session.scalars(
        select(Answer).where(Answer.round_id == round.id, Answer.state == "answer")
    )
    return tuple(
        GivenAnswer(
            answer.value,
            answer.id,
            answer.moderation,
            piles.get(answer.id, ""),
            answer.participant_id or "",
        )
        for answer in answers
    )
