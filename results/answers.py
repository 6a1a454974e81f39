"""The answers of one round for its trainer's own file: shuffled, and nobody's."""

import secrets
from typing import Any

from sqlalchemy import select

from results.outcome import RoundOutcome, StepOutcome
from workshop.activities import Activity
from workshop.models.answer import Answer
from workshop.persistence.db import db

_shuffle = secrets.SystemRandom().shuffle


def answers_of(step: StepOutcome, round: RoundOutcome) -> list[tuple[Any, str]]:
    """The answers of one round in an order made now; without what is kept back or private."""
    if step.activity.private:
        return []
    values = db.session.execute(
        select(Answer.value).where(
            Answer.round_id == round.id, Answer.state == "answer", Answer.moderation == "shown"
        )
    )
    answers = [(answer_key(step.activity, value), step.activity.say(value)) for (value,) in values]
    _shuffle(answers)
    return answers


def answer_key(activity: Activity, value: Any) -> Any:
    """The answer as its keys: «b», «a c», 8.05; nothing for a text."""
    if activity.moderated or isinstance(value, dict):
        return ""
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return value if isinstance(value, int | float) else str(value)
