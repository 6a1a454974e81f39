"""Writers of group tables: read and signed within the write itself, where tables answer."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from realtime.answers.submission import Submission
from workshop.models.group_tables import Approval, GroupTable


def writers_of(connection: Connection, pens: list[Submission]) -> dict[tuple[int, int], str | None]:
    """(run, table) → whose phone writes for it, as it is stored."""
    runs = {submission.live.run_id for submission in pens}
    rows = connection.execute(
        select(GroupTable.run_id, GroupTable.number, GroupTable.writer_id).where(
            GroupTable.run_id.in_(runs)
        )
    )
    return {(row.run_id, row.number): row.writer_id for row in rows}


def writes(submission: Submission, writers: Mapping[tuple[int, int], str | None]) -> bool:
    """Is it this phone that writes for its table?"""
    pen = submission.table_writer
    place = (submission.live.run_id, pen.table) if pen else (0, 0)
    return pen is not None and writers.get(place) == pen.participant_id


def sign(
    connection: Connection, pens: list[Submission], stored: Mapping[tuple[int, str], str]
) -> None:
    """Store that a sender agrees with its answer; with an empty revision there is none.

    ``stored``: (round, ballot key) → the answer that was written there just now.
    """
    for submission in pens:
        place = (submission.live.id, submission.ballot_key)
        if submission.table_writer is None or stored.get(place) != submission.answer_id:
            continue
        round_id, approver = submission.live.id, submission.table_writer.signature
        connection.execute(
            delete(Approval).where(Approval.round_id == round_id, Approval.approver == approver)
        )
        if submission.state == "answer":
            signed = {"round_id": round_id, "approver": approver}
            connection.execute(
                insert(Approval).values(signed | {"answer_id": submission.answer_id})
            )
