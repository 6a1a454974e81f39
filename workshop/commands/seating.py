"""Group tables: sit down at one, write for it, approve its answer."""

from sqlalchemy import delete

from workshop.models.ballot import Ballot, ballot_key
from workshop.models.group_tables import (
    MAX_TABLES,
    Approval,
    GroupTable,
    anonymous_key,
    has_lost_key,
    table_key,
)
from workshop.models.participant import Participant
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.events import TableChanged
from workshop.persistence.unit_of_work import record
from workshop.refused import Refused


def join_group_table(run: Run, participant: Participant, token: str, number: object) -> None:
    """Move a participant to a table. The first there writes; leaving withdraws an approval.

    Raises Refused: session_ended, table_malformed.
    """
    if run.phase == "ended":
        raise Refused("session_ended")
    if type(number) is not int or not 1 <= number <= MAX_TABLES:
        raise Refused("table_malformed", max=MAX_TABLES)
    if participant.table_number == number:
        return
    before = participant.table_number
    if before is not None:
        left = _group_table(run, before)
        if left.writer_id == participant.id:
            left.writer_id = None
        _withdraw_approval(run, participant, token)
        record(TableChanged(run.id, before))
    participant.table_number = number
    seating = _group_table(run, number)
    if seating.writer_id is None:
        seating.writer_id = participant.id
    record(TableChanged(run.id, number))


def take_over_writing(run: Run, participant: Participant) -> None:
    """Make a participant the writer of their table. Raises Refused: no_table_yet."""
    number = _require_table(participant)
    _group_table(run, number).writer_id = participant.id
    record(TableChanged(run.id, number))


def hand_over_writing(run: Run, participant: Participant, to: str | None = None) -> None:
    """Make ``to`` the writer of the table, or nobody where it is None.

    Raises Refused: no_table_yet, not_the_writer.
    """
    number = _require_table(participant)
    seating = _group_table(run, number)
    if seating.writer_id != participant.id:
        raise Refused("not_the_writer")
    seating.writer_id = to
    record(TableChanged(run.id, number))


def approve_answer(
    run: Run, participant: Participant, token: str, answer_id: object, agrees: object
) -> None:
    """Store or withdraw a participant's approval of what their table has sent.

    Raises Refused: no_table_yet, round_not_open, nothing_to_approve (no such answer now).
    """
    number = _require_table(participant)
    round = run.open_round
    if round is None or not round.activity.by_table:
        raise Refused("round_not_open")
    key = anonymous_key(round)
    if has_lost_key(round, key):
        raise Refused("round_not_open")
    ballot = db.session.get(Ballot, (round.id, table_key(round.mode, number, key)))
    if type(agrees) is not bool or ballot is None or ballot.state != "answer":
        raise Refused("nothing_to_approve")
    if ballot.answer_id != answer_id:
        raise Refused("nothing_to_approve")
    approver = ballot_key(round.mode, participant.id, token, key)
    db.session.execute(
        delete(Approval).where(Approval.round_id == round.id, Approval.approver == approver)
    )
    if agrees:
        db.session.add(Approval(round_id=round.id, approver=approver, answer_id=ballot.answer_id))
    record(TableChanged(run.id, number))


def _require_table(participant: Participant) -> int:
    if participant.table_number is None:
        raise Refused("no_table_yet")
    return participant.table_number


def _group_table(run: Run, number: int) -> GroupTable:
    seating = db.session.get(GroupTable, (run.id, number), with_for_update=True)
    if seating is None:
        seating = GroupTable(run_id=run.id, number=number)
        db.session.add(seating)
        db.session.flush()
    return seating


def _withdraw_approval(run: Run, participant: Participant, token: str) -> None:
    round = run.open_round
    if round is None or not round.activity.by_table:
        return
    key = anonymous_key(round)
    if has_lost_key(round, key):
        return
    approver = ballot_key(round.mode, participant.id, token, key)
    db.session.execute(
        delete(Approval).where(Approval.round_id == round.id, Approval.approver == approver)
    )
