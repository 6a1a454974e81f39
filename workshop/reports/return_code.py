"""The answer that a code leads back to, for whoever comes with it: no seat, no account."""

from sqlalchemy import select

from workshop.activities import KINDS
from workshop.models.answer import Answer
from workshop.models.round import Round
from workshop.persistence.db import db


def answer_under(code: str, page: str) -> Answer | None:
    """Return the answer with this code to a kind that is read again on ``page``; None without one.

    Nothing either while its round is open: what is there may still change.
    """
    kinds = [kind.kind for kind in KINDS.values() if kind.way_back == page]
    return db.session.scalars(
        select(Answer)
        .join(Round, Round.id == Answer.round_id)
        .where(
            Round.content["kind"].as_string().in_(kinds),
            Round.phase != "annulled",
            Answer.state == "answer",
            Answer.value["code"].as_string() == code,
        )
        .limit(1)
    ).first()
