"""Revisions judged against what is stored; of each ballot the newest is written."""

import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from realtime.answers.submission import Submission
from realtime.answers.table_writers import sign, writers_of, writes
from web.refusals import refusal
from workshop.activities import Activity
from workshop.activities.parts.personal_data import flags_of, written
from workshop.models import ballot_store
from workshop.models.ballot_store import BallotId
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.persistence.events import AnswersRecorded, TableChanged

ROUNDS = (  # built once: that costs more than asking
    select(Round.id, Round.phase, Run.hold_texts)
    .join(Run, Run.id == Round.run_id)
    .where(Round.id.in_(bindparam("round_ids", expanding=True)))
    .with_for_update(read=True, of=Round)
)


def commit_newest(connection: Connection, group: list[Submission]) -> list[dict]:
    """Decide on each revision against what is stored, write the newest of each ballot."""
    round_ids = {submission.live.id for submission in group}
    rounds = {row.id: row for row in connection.execute(ROUNDS, {"round_ids": list(round_ids)})}
    stored = _stored(connection, group)
    pens = [submission for submission in group if submission.table_writer is not None]
    writers = writers_of(connection, pens) if pens else {}
    changed: dict[BallotId, dict] = {}
    verdicts = []
    for submission in group:
        row = rounds.get(submission.live.id)
        key = _place(submission)
        if row is None or row.phase != "open":
            verdicts.append(refusal("round_not_open"))
            continue
        old = stored.get(key)
        if submission.table_writer is not None and not writes(submission, writers):
            verdicts.append(refusal("not_the_writer") | {"stored": old and _as_told(old)})
            continue
        verdict = _judge(submission, old)
        if verdict["ok"] and not verdict.get("dup"):
            stored[key] = changed[key] = _row(submission, old, row.hold_texts)
        verdicts.append(verdict)
    lost = ballot_store.upsert_ballots(connection, changed.values())
    if pens:
        sign(connection, pens, {place: row["answer_id"] for place, row in changed.items()})
    if lost:
        stored = _stored(connection, group)
        for number, submission in enumerate(group):
            if verdicts[number]["ok"] and _place(submission) in lost:
                verdicts[number] = _judge(submission, stored.get(_place(submission)))
    return verdicts


def _stored(connection: Connection, group: list[Submission]) -> dict[BallotId, dict]:
    """Read these ballots as they are stored; one that cannot be there is not asked for."""
    return ballot_store.ballots_at(
        connection,
        {
            _place(each)
            for each in group
            if not each.live.all_seen or each.ballot_key in each.live.first_seconds
        },
    )


def remember_counted(
    group: list[Submission], verdicts: list[dict]
) -> Iterable[AnswersRecorded | TableChanged]:
    """Note in memory what was just committed; return the events to publish, each once."""
    events: dict[tuple[int, ...], AnswersRecorded | TableChanged] = {}
    for submission, verdict in zip(group, verdicts, strict=True):
        if not verdict["ok"] or verdict.get("dup"):
            continue
        live = submission.live
        live.first_seconds.setdefault(submission.ballot_key, submission.received - live.opened)
        live.counted.pop(verdict.pop("replaced", ""), None)
        live.counted[submission.answer_id] = submission.revision
        if (live.id,) not in events:
            events[live.id,] = AnswersRecorded(live.run_id, live.id)
        if submission.table_writer is not None:
            table = submission.table_writer.table
            live.drafts.pop(table, None)
            events[live.id, table] = TableChanged(live.run_id, table)
    return events.values()


def _place(submission: Submission) -> BallotId:
    """Which ballot a revision belongs to."""
    return submission.live.id, submission.ballot_key


def _as_told(stored: dict) -> dict:
    """The part of a stored ballot that its phone is told."""
    return {name: stored[name] for name in ("answer_id", "revision", "state", "value")}


def _judge(submission: Submission, old: dict | None) -> dict:
    """The latest acknowledged revision wins; the same one again gets the same answer."""
    if old is None:
        return {"ok": True, **submission.stored()}
    if submission.revision > old["revision"]:
        return {"ok": True, **submission.stored(), "replaced": old["answer_id"]}
    kept = _as_told(old)
    if submission.revision == old["revision"] and submission.answer_id == old["answer_id"]:
        return {"ok": True, "dup": True, **kept}
    code = "revision_taken" if submission.revision == old["revision"] else "revision_old"
    return refusal(code) | {"stored": kept}


def _row(submission: Submission, old: dict | None, hold_texts: bool) -> dict:
    activity = submission.live.activity
    answered = activity.moderated and submission.state == "answer"
    words = activity.text_of(submission.value) if answered else ""
    as_before = old is not None and bool(words) and _words_of(activity, old) == words
    flags = old["flags"] if old and as_before else written(flags_of(words)) if words else None
    moderation = "held" if words and (hold_texts or flags) else "shown"
    if old is not None and old["moderation"] == "hidden":
        moderation = "hidden"  # a hidden text does not come back by being edited
    elif old is not None and as_before:
        moderation = old["moderation"]  # the trainer has judged these words already
    return {
        "round_id": submission.live.id,
        "ballot_key": submission.ballot_key,
        "answer_id": submission.answer_id,
        "revision": submission.revision,
        "state": submission.state,
        "value": submission.value,
        "card": old["card"] if old else secrets.token_hex(8),
        "moderation": moderation,
        "flags": flags,
    }


def _words_of(activity: Activity, old: dict | None) -> str:
    return activity.text_of(old["value"]) if old and old["state"] == "answer" else ""
