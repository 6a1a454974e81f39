"""The answers that a code leads back to, for whoever comes with it: no seat, no account."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from workshop.activities import KINDS
from workshop.models.answer import Answer
from workshop.models.return_code import ReturnCode
from workshop.models.round import Round
from workshop.persistence.db import db


def answer_under(pseudonym: str, page: str) -> Answer | None:
    """Return the answer that carries this pseudonym, to a kind that is read again on ``page``.

    None without one, and while its round is open: what is there may still change.
    """
    carried = Answer.value["code"].as_string() == pseudonym
    return next(iter(_read_on(page, carried)), None)


def answers_of_code(row: ReturnCode, page: str) -> Sequence[Answer]:
    """Return the answers that a return code leads to, to kinds that are read again on ``page``.

    In the order of asking; none while their round is open.
    """
    return _read_on(page, is_behind(row))


def is_behind(row: ReturnCode) -> ColumnElement[bool]:
    """Return the condition of an answer that this code leads to; never of an anonymous one."""
    if row.answer_id is not None:
        return Answer.id == row.answer_id
    return Answer.participant_id == row.participant_id


def _read_on(page: str, own: ColumnElement[bool]) -> Sequence[Answer]:
    kinds = [kind.kind for kind in KINDS.values() if kind.way_back == page]
    return db.session.scalars(
        select(Answer)
        .join(Round, Round.id == Answer.round_id)
        .where(
            own,
            Round.content["kind"].as_string().in_(kinds),
            Round.phase != "annulled",
            Answer.state == "answer",
        )
        .order_by(Answer.round_id)
    ).all()
