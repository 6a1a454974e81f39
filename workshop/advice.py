"""What the room advised, for the author of a situation who comes back with the pseudonym."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from workshop.activities.advice import Advice
from workshop.activities.brainstorm import Brainstorm
from workshop.activities.situation import Situation
from workshop.answer import Answer
from workshop.db import db
from workshop.pile import pile_names
from workshop.round import Round
from workshop.run import Run
from workshop.threshold import Threshold

PATIENCE = 50  # situations under one pseudonym; two of them are an accident already


@dataclass(frozen=True)
class Counsel:
    """A situation, whether the room picked it, and what it advised, most votes first."""

    situation: str
    picked: bool = False
    lines: tuple[tuple[str, int], ...] = ()


def counsel_for(pseudonym: str) -> Counsel | None:
    """What may be told to whoever holds this pseudonym; None if there is no such situation."""
    found = db.session.execute(
        select(Answer, Round)
        .join(Round, Round.id == Answer.round_id)
        .where(
            Round.content["kind"].as_string() == Situation.kind,
            Round.phase != "annulled",
            Answer.state == "answer",
            Answer.value["code"].as_string() == pseudonym,
        )
        .limit(PATIENCE)
    ).first()
    if found is None:
        return None
    answer, told_in = found
    words = answer.value["text"]
    about = [round for round in told_in.run.rounds if _is_about(round, answer, told_in)]
    if not about:
        return Counsel(words)
    return Counsel(words, True, _lines(told_in.run, about[-1]))


def _is_about(round: Round, answer: Answer, told_in: Round) -> bool:
    activity = round.activity
    if not isinstance(activity, Advice) or not round.is_final:
        return False
    pile = pile_names(told_in.id).get(answer.id)
    return activity.card == answer.id or bool(pile) and activity.case == pile


def _lines(run: Run, round: Round) -> tuple[tuple[str, int], ...]:
    """Shown advice of a round that the room has seen; votes once they are told too."""
    over = run.phase == "ended"
    seen = round.phase == "revealed" or over
    if not seen or not Threshold(run.k).shows_room(round.answered, round.mode):
        return ()
    votes = _votes(run, round.item, over)
    texts = [
        (answer.value, votes.get(answer.id, 0))
        for answer in round.answers
        if answer.state == "answer" and answer.moderation == "shown"
    ]
    return tuple(sorted(texts, key=lambda line: (-line[1], line[0])))


def _votes(run: Run, item: str, over: bool) -> Mapping[str, int]:
    for round in reversed(run.rounds):
        told = round.phase == "revealed" or over and round.is_final
        vote = round.activity
        if told and isinstance(vote, Brainstorm) and vote.source == item and round.tally:
            ideas = {idea.id: idea for idea in vote.shown}
            return {
                ideas[key].voice: count
                for key, count in round.tally["counts"].items()
                if key in ideas and ideas[key].voice
            }
    return {}
