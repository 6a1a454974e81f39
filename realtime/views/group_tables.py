"""Views of a table for its phones: its writer, its draft, its answer and who approves it."""

from realtime.answers.table_writer_requests import asker_at, silence_left
from realtime.state.connections import PhoneConnection
from realtime.state.open_rounds import LiveRound, open_rounds
from workshop.models.ballot import Ballot
from workshop.models.group_tables import (
    Approval,
    approvals_by_answer,
    people_at_table,
    table_writer,
)
from workshop.models.round import Round
from workshop.persistence.db import db


def table_of(phone: PhoneConnection) -> dict | None:
    """Return what this phone shows of its table; None while nothing is asked of tables."""
    live = open_rounds.of_run(phone.run_id)
    if live is None or not live.activity.by_table:
        return None
    number = live.tables.get(phone.participant_id, 0)
    return seen_by(live, phone, table_state(live, number)) if number else no_table(live)


def no_table(live: LiveRound) -> dict:
    """Return what a phone shows that has not said where it sits."""
    return {"round": live.id, "number": 0, "writing": False, "answer": None, "draft": None}


def table_state(live: LiveRound, number: int) -> dict:
    """Return how a table stands, for all who sit at it; no phone is shown it as it is."""
    ballot = db.session.get(Ballot, (live.id, live.table_key(number)), populate_existing=True)
    round = db.session.get(Round, live.id)
    answer = None
    if ballot is not None and round is not None:
        answer = {
            "answer_id": ballot.answer_id,
            "revision": ballot.revision,
            "state": ballot.state,
            "value": ballot.value,
            "question": round.activity.prompt,
            "say": round.activity.say(ballot.value) if ballot.state == "answer" else "",
        }
    return {
        "round": live.id,
        "number": number,
        "seated": people_at_table(live.run_id, number),
        "approved": approvals_by_answer(live.id).get(answer["answer_id"], 0) if answer else 0,
        "writer": table_writer(live.run_id, number),
        "answer": answer,
        "draft": live.drafts.get(number),
        "asker": asker_at(live, number),
    }


def seen_by(live: LiveRound, phone: PhoneConnection, state: dict) -> dict:
    """Return ``state`` for one phone: not whose phone writes, only whether it is this one."""
    approver = live.person_key(phone.participant_id, phone.token)
    own = db.session.get(Approval, (live.id, approver), populate_existing=True)
    answer, asker = state["answer"], state["asker"]
    is_asker = asker == phone.participant_id
    told = {name: value for name, value in state.items() if name != "asker"}
    return told | {
        "asked": "" if asker is None else "you" if is_asker else "other",
        "free_in_ms": max(0, round(silence_left(live, state["number"]) * 1000)) if is_asker else 0,
        "writer": state["writer"] is not None,
        "writing": state["writer"] == phone.participant_id,
        "agreed": own is not None and answer is not None and own.answer_id == answer["answer_id"],
    }
