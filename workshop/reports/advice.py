"""Advice of the room, for the author of a situation who comes back with the pseudonym."""

from collections.abc import Mapping
from dataclasses import dataclass

from workshop.activities.parts.picks_card import AsksAboutCard, PicksCard
from workshop.models.answer import Answer
from workshop.models.pile import pile_name_by_card
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.reports.return_code import answer_under
from workshop.reports.visibility import Audience, ResultVisibility

ADVICE_PATH = "/consejos"


@dataclass(frozen=True)
class GivenAdvice:
    """A situation, whether the room picked it, and what it advised, most votes first."""

    situation: str
    picked: bool = False
    lines: tuple[tuple[str, int], ...] = ()


def advice_for(pseudonym: str) -> GivenAdvice | None:
    """Return what the holder of this pseudonym may be told; None if there is no such situation."""
    answer = answer_under(pseudonym, ADVICE_PATH)
    if answer is None:
        return None
    words = answer.round.activity.text_of(answer.value)
    about = [round for round in answer.round.run.rounds if _is_about(round, answer)]
    if not about:
        return GivenAdvice(words)
    return GivenAdvice(words, True, _lines(answer.round.run, about[-1]))


def _is_about(round: Round, answer: Answer) -> bool:
    pile = pile_name_by_card(answer.round_id).get(answer.id, "")
    asks = isinstance(round.activity, AsksAboutCard) and round.activity.is_about(answer.id, pile)
    return round.is_final and asks


def _lines(run: Run, round: Round) -> tuple[tuple[str, int], ...]:
    """Shown advice of a round that the room has seen; votes once they are told too."""
    visibility = ResultVisibility(run)
    if not visibility.of(round, Audience.AUTHOR).told:
        return ()
    votes = _votes(visibility, round.item)
    texts = [
        (answer.value, votes.get(answer.id, 0))
        for answer in round.answers
        if answer.state == "answer" and answer.moderation == "shown"
    ]
    return tuple(sorted(texts, key=lambda line: (-line[1], line[0])))


def _votes(visibility: ResultVisibility, item: str) -> Mapping[str, int]:
    for round in reversed(visibility.run.rounds):
        told = visibility.of(round, Audience.AUTHOR).told
        if not told or not round.tally or not isinstance(round.activity, PicksCard):
            continue
        votes = round.activity.votes_on(item, round.tally)
        if votes is not None:
            return votes
    return {}
