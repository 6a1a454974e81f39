"""Earlier rounds of a run as sources of a round that is about to open (docs/decisions/0030)."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from workshop.activities import Activity, GivenAnswer, MadeOfRounds, Source
from workshop.activities.parts.dated import asked_on
from workshop.activities.parts.hides_names import HidesNames
from workshop.activities.parts.items_from import Taken, TakesItems
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

    Raises Refused: source_not_closed, source_empty, items_missing.
    """
    for ref in needed_by(activity):
        if source_round(run, ref) is None:
            label = next((step.label for step in run.steps if step.item == ref), ref.upper())
            raise Refused("source_not_closed", step=label)
    if isinstance(activity, MadeOfRounds) and activity.made_of:
        activity = _made(run, activity)
        if not activity.ready:
            raise Refused(activity.empty_code)
    if isinstance(activity, HidesNames):
        activity = activity.among(aliases_in(run.id))
    return asked_on(activity, day)


def sources_of(run: Run, refs: Iterable[str]) -> dict[str, Source]:
    """Return the closed rounds of the activities called ``refs``, by ref, with their answers."""
    found = {}
    for ref in refs:
        round = source_round(run, ref)
        if round is not None:
            found[ref] = Source(round.activity, round.id, givens_of(round), run.k)
    return found


def _made(run: Run, activity: MadeOfRounds) -> MadeOfRounds:
    """Return ``activity`` made of its sources; asked again, its items are those of before."""
    if isinstance(activity, TakesItems) and (before := items_of_before(run, activity)) is not None:
        return activity.asking(before)
    return activity.prepared(sources_of(run, activity.made_of))


def items_of_before(run: Run, activity: TakesItems) -> Taken | None:
    """Return the items that an earlier round asked about, so that a second one compares."""
    for round in reversed(run.rounds_of(activity.ref)):
        if isinstance(round.activity, TakesItems) and not round.is_unanswered:
            return round.activity.taken
    return None


def source_round(run: Run, ref: str) -> Round | None:
    """Return the last closed round of the activity called ``ref``, if there is one."""
    final = [round for round in run.rounds_of(ref) if round.is_final]
    return final[-1] if final else None


def rounds_made_of(run: Run, round: Round) -> list[Round]:
    """Return the rounds that were made of this one, and those made of them, in their order."""
    refs, found = {round.item}, []
    for later in run.rounds:
        if refs.intersection(later.activity.sources):
            found.append(later)
            refs.add(later.item)
    return found


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
