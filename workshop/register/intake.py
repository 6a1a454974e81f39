"""Intake: the shown texts of a run that has ended become register entries, each once.

The register follows what happens to a text afterwards: hidden, or its round annulled, it is
withdrawn from there too; shown again, it is back.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from workshop.activities import FeedsRegister
from workshop.activities.parts.feeds_register import RegisterText
from workshop.activities.parts.personal_data import read_flags
from workshop.models.answer import Answer
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.register.entry import RegisterEntry


def update_register(run: Run, now: datetime) -> None:
    """Enter what is new of a run that has ended; withdraw or bring back what was entered before.

    Trials and simulated runs enter nothing, nor do rounds whose phones did not say so.
    """
    rounds = [round for round in run.rounds if round.for_register]
    if run.trial or run.simulated or not rounds:
        return
    entered = {
        entry.card: entry
        for entry in db.session.scalars(
            select(RegisterEntry).where(RegisterEntry.run_id == run.id, RegisterEntry.card != "")
        )
    }
    if run.phase != "ended" and not entered:
        return
    withdrawn = set(entered)
    for round in rounds:
        if not round.is_final or not isinstance(activity := round.activity, FeedsRegister):
            continue
        for answer in _answers_of(round):
            said = activity.for_register(answer.value)
            text = _kept(answer, said)
            if answer.id in entered:
                entered[answer.id].change(now, text=text)
                withdrawn.discard(answer.id)
            elif run.phase == "ended" and answer.moderation == "shown":
                db.session.add(_entry(run, round, answer.id, activity, said, text, now))
    for card in withdrawn:
        entered[card].change(now, text="")


def _answers_of(round: Round) -> Iterator[Answer]:
    """Yield the answers of a round in an order that tells nothing: that of their cards."""
    yield from db.session.scalars(
        select(Answer)
        .where(Answer.round_id == round.id, Answer.state == "answer")
        .order_by(Answer.id)
        .execution_options(populate_existing=True)
    )


def _kept(answer: Answer, said: RegisterText) -> str:
    """Return the text as it is kept; "" for a hidden one, and with signs of personal data."""
    shown = answer.moderation == "shown" and not read_flags(answer.flags, said.text)
    return said.text if shown else ""


def _entry(
    run: Run,
    round: Round,
    card: str,
    activity: FeedsRegister,
    said: RegisterText,
    text: str,
    now: datetime,
) -> RegisterEntry:
    return RegisterEntry(
        organisation_id=run.organisation_id,
        kind=activity.register_kind,
        text=text,
        stage=said.stage,
        effect=said.effect,
        run_id=run.id,
        round_id=round.id,
        card=card,
        module_code=run.module_code,
        session_title=run.title,
        created_at=now,
        changed_at=now,
    )
