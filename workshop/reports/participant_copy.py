"""«Mi recorrido»: what one person takes home of a run, and what of it a return code leads to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from workshop.activities import CountedByHand, Row
from workshop.models.answer import Answer
from workshop.models.return_code import ReturnCode, last_day
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.reports.commitment import COMMITMENT_PATH
from workshop.reports.comparison import comparable, compare
from workshop.reports.return_code import is_behind
from workshop.reports.visibility import Audience, ResultVisibility, Visibility

MAX_LINES = 12  # of one result; every phone of the room is sent them at the same moment


@dataclass(frozen=True)
class OwnAnswer:
    """All that one person answered to one question, first to last."""

    question: str
    says: tuple[str, ...]
    day: date | None = None  # of a commitment, as its author set it


@dataclass(frozen=True)
class ShownResult:
    """One result as phones were shown it; ``lines`` is empty where too few answered."""

    round_id: int
    question: str
    number: int  # which asking of it
    answered: int
    eligible: int
    too_few: bool = False
    lines: tuple[Row, ...] = ()
    more_lines: int = 0  # that are left out
    are_texts: bool = False  # a line is an answer and counts nothing
    moved: tuple[int, int] | None = None  # people who changed their answer, of how many


@dataclass(frozen=True)
class RoomCopy:
    """The part of it that everybody in the room takes home."""

    day: date
    k: int
    results: tuple[ShownResult, ...]
    agreed_rounds: tuple[int, ...]  # whose answers are commitments


@dataclass(frozen=True)
class OwnCopy:
    """All that a code leads to."""

    title: str
    room: RoomCopy
    answers: tuple[OwnAnswer, ...]
    agreed: tuple[OwnAnswer, ...]
    until: date | None  # the last whole day that the code is good


def room_copy(run: Run) -> RoomCopy:
    """Return what the room takes home of ``run``: results that its phones were shown."""
    rounds = run.rounds if run.is_readable else []
    visibility = ResultVisibility(run)
    results = [
        _shown(visibility, round, seen)
        for round in rounds
        if round.is_final and round.activity.takes_answers
        if (seen := visibility.of(round, Audience.PHONES)).is_due
    ]
    agreed = [round.id for round in rounds if _is_agreed(round)]
    day = run.local_day(run.ended_at or run.started_at or run.created_at)
    return RoomCopy(day, run.k, tuple(results), tuple(agreed))


def own_copy(row: ReturnCode) -> OwnCopy:
    """Return what the code behind ``row`` leads to: answers of modes N and S, and shown results.

    A code of before leads to its one answer alone.
    """
    run = db.session.get_one(Run, row.run_id)
    given = _given(row)
    room = room_copy(run)
    if row.answer_id is not None:
        room = RoomCopy(room.day, room.k, (), room.agreed_rounds)
    return OwnCopy(
        title=run.title,
        room=room,
        answers=_by_question(each for each in given if not _is_agreed(each.round)),
        agreed=_by_question(each for each in given if _is_agreed(each.round)),
        until=last_day(run, row.expires_at),
    )


def _given(row: ReturnCode) -> Sequence[Answer]:
    return db.session.scalars(
        select(Answer)
        .join(Round, Round.id == Answer.round_id)
        .where(is_behind(row), Answer.state == "answer", Round.phase != "annulled")
        .order_by(Answer.round_id)
    ).all()


def _by_question(answers: Iterable[Answer]) -> tuple[OwnAnswer, ...]:
    says: dict[str, list[str]] = {}
    days: dict[str, date | None] = {}
    for answer in answers:
        question = _question(answer.round)
        said = says.setdefault(question, [])
        words = answer.round.activity.say(answer.value)
        if words not in said:
            said.append(words)
        days[question] = _day(answer)
    return tuple(OwnAnswer(each, tuple(said), days[each]) for each, said in says.items())


def _day(answer: Answer) -> date | None:
    if not _is_agreed(answer.round) or not isinstance(answer.value, dict):
        return None
    try:
        return date.fromisoformat(answer.value.get("date", ""))
    except ValueError:
        return None


def _is_agreed(round: Round) -> bool:
    return round.activity.way_back == COMMITMENT_PATH


def _question(round: Round) -> str:
    return round.activity.prompt or round.step.title


def _shown(visibility: ResultVisibility, round: Round, seen: Visibility) -> ShownResult:
    activity = round.activity
    told = seen.told and round.tally is not None and round.tally["n"] > 0
    tally = visibility.threshold.protect(activity, round.tally or {}) if told else {}
    lines = activity.rows(tally) if told else ()
    return ShownResult(
        round_id=round.id,
        question=_question(round),
        number=round.number,
        answered=round.answered,
        eligible=round.eligible,
        too_few=not seen.told,
        lines=lines[:MAX_LINES],
        more_lines=max(0, len(lines) - MAX_LINES),
        are_texts=activity.rows_are_texts and not isinstance(activity, CountedByHand),
        moved=_moved(visibility, round),
    )


def _moved(visibility: ResultVisibility, round: Round) -> tuple[int, int] | None:
    """People who changed and all who answered twice, where the room was told so in full."""
    run = visibility.run
    told = any(
        step.reveal == "all" and round.item in (step.activity.compares or (step.item,))
        for step in run.steps
    )
    pair = comparable(run.rounds_of(round.item)) if told else None
    if pair is None or pair[1] is not round:
        return None
    found = compare(*pair, visibility.threshold)
    return None if found.too_few or found.change is None else (found.moved, found.pairs)
