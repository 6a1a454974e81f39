"""Two rounds of one activity side by side: who stayed, who moved, where to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from workshop.answer import Answer
from workshop.db import db
from workshop.round import Round
from workshop.statistics.change import Change, change_table


@dataclass(frozen=True)
class Comparison:
    """Two rounds, and the change between them among people who answered both."""

    before: Round
    after: Round
    change: Change

    @property
    def only_once(self) -> int:
        """People who answered just one of the two."""
        return self.change.only_before + self.change.only_after


def compare(before: Round, after: Round) -> Comparison:
    """The transition table of two rounds of one activity (S-09). Without pairs in mode A."""
    first, second = _categories_of(before), _categories_of(after)
    both = first.keys() & second.keys()
    change = change_table(
        [(first[person], second[person]) for person in both],
        after.activity.categories(),
        only_before=len(first) - len(both),
        only_after=len(second) - len(both),
    )
    return Comparison(before, after, change)


def comparable(rounds: Sequence[Round]) -> tuple[Round, Round] | None:
    """The first and the last of the rounds that may be compared, if there are two."""
    final = [round for round in rounds if round.is_final]
    if len(final) < 2 or not final[-1].activity.categories():
        return None
    return final[0], final[-1]


def _categories_of(round: Round) -> dict[str, str]:
    activity = round.activity
    rows = db.session.execute(
        select(Answer.participant_id, Answer.value).where(
            Answer.round_id == round.id,
            Answer.state == "answer",
            Answer.participant_id.is_not(None),
        )
    )
    return {person: activity.category_of(value) for person, value in rows}
