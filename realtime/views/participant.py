"""Own answers of one phone, beside the page that serves the room."""

from sqlalchemy import select

from realtime.state.connections import PhoneConnection
from realtime.state.open_rounds import open_rounds
from realtime.views.group_tables import table_of
from workshop.activities import DealsCards
from workshop.models.answer import Answer
from workshop.models.ballot import Ballot
from workshop.models.round import Round
from workshop.persistence.db import db


def personal_of(phone: PhoneConnection, *, ended: bool) -> dict:
    """{alias, answers: {round: …}, handed, history}: modes N and S, and the open round in any mode.

    A phone keeps its own anonymous answers itself: after the round closes nobody here has them.
    """
    live = open_rounds.of_run(phone.run_id)
    by_table = live is not None and live.activity.by_table
    answers = {} if phone.is_silent and not by_table else _given(phone) | _open(phone)
    return {
        "alias": phone.alias,
        "answers": answers,
        "handed": handed_to(phone),
        "table": table_of(phone),
        "history": [
            {"round": round_id, "question": answer["question"], "answer": answer["say"]}
            for round_id, answer in sorted(answers.items(), key=lambda pair: int(pair[0]))
            if answer["state"] == "answer"
        ]
        if ended
        else [],
    }


def handed_to(phone: PhoneConnection) -> dict[str, list[dict[str, str]]]:
    """{round: [{card, text}]}: what this phone was handed in the open round, and may read now."""
    live = open_rounds.of_run(phone.run_id)
    if live is None or not isinstance(live.activity, DealsCards):
        return {}
    cards = live.handed.get(live.key_of(phone.participant_id, phone.token), ())
    return {str(live.id): live.activity.handed(cards)}


def _given(phone: PhoneConnection) -> dict[str, dict]:
    rows = db.session.execute(
        select(Answer, Round)
        .join(Round, Round.id == Answer.round_id)
        .where(Answer.participant_id == phone.participant_id, Round.phase != "annulled")
    )
    return {
        str(round.id): _say(round, answer.state, answer.value)
        | {"answer_id": answer.id, "revision": 1}
        for answer, round in rows
    }


def _open(phone: PhoneConnection) -> dict[str, dict]:
    live = open_rounds.of_run(phone.run_id)
    if live is None:
        return {}
    ballot = db.session.get(Ballot, (live.id, live.key_of(phone.participant_id, phone.token)))
    round = db.session.get(Round, live.id)
    if ballot is None or round is None:
        return {}
    return {
        str(live.id): _say(round, ballot.state, ballot.value)
        | {"answer_id": ballot.answer_id, "revision": ballot.revision}
    }


def _say(round: Round, state: str, value) -> dict:
    return {
        "state": state,
        "value": value,
        "item": round.item,
        "number": round.number,
        "question": round.activity.prompt,
        "say": round.activity.say(value) if state == "answer" else "",
    }
