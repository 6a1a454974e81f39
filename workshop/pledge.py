"""A commitment, for whoever comes back to it with the code their phone made."""

from dataclasses import dataclass

from sqlalchemy import select

from workshop.activities.commitment import Commitment
from workshop.answer import Answer
from workshop.db import db
from workshop.round import Round


@dataclass(frozen=True)
class Pledge:
    """What somebody meant to do, in one sentence, and where they said so."""

    sentence: str
    question: str
    session: str


def pledge_with(code: str) -> Pledge | None:
    """The commitment under this code; None if there is none, or its round is still open."""
    answer = db.session.scalars(
        select(Answer)
        .join(Round, Round.id == Answer.round_id)
        .where(
            Round.content["kind"].as_string() == Commitment.kind,
            Round.phase != "annulled",
            Answer.state == "answer",
            Answer.value["code"].as_string() == code,
        )
        .limit(1)
    ).first()
    if answer is None:
        return None
    round = answer.round
    words = {part: text for part, text in answer.value.items() if part != "code"}
    return Pledge(round.activity.say(words), round.activity.prompt, round.run.title)
