"""Earlier rounds of a run as sources of a round that is about to open (docs/decisions/0030)."""

from collections.abc import Iterable

from sqlalchemy import select

from workshop.activities import GivenAnswer, Source
from workshop.models.answer import Answer
from workshop.models.pile import pile_name_by_card
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.persistence.db import db


def sources_of(run: Run, refs: Iterable[str]) -> dict[str, Source]:
    """Return the closed rounds of the activities called ``refs``, by ref, with their answers."""
    found = {}
    for ref in refs:
        round = source_round(run, ref)
        if round is not None:
            found[ref] = Source(round.activity, round.id, givens_of(round), run.k)
    return found


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
