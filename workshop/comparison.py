"""Two rounds of one activity side by side: who stayed, who moved, where to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from workshop.answer import Answer
from workshop.db import db
from workshop.round import Round


@dataclass(frozen=True)
class Comparison:
    """``flows[i][j]`` people went from category i to j; ``pairs`` answered both rounds."""

    before: Round
    after: Round
    flows: tuple[tuple[int, ...], ...]
    pairs: int
    only_once: int

    @property
    def moved(self) -> int:
        """People whose answer is another one now."""
        return self.pairs - sum(row[i] for i, row in enumerate(self.flows))

    @property
    def changes(self) -> tuple[int, ...]:
        """After minus before, in people, per category, among those who answered twice."""
        return tuple(
            sum(row[i] for row in self.flows) - sum(self.flows[i]) for i in range(len(self.flows))
        )


def compare(before: Round, after: Round) -> Comparison:
    """The transition table of two rounds of the same activity (S-09). Empty flows in mode A."""
    activity = after.activity
    categories = activity.categories()
    index = {category: i for i, category in enumerate(categories)}
    flows = [[0] * len(categories) for _ in categories]
    first, second = _categories_of(before), _categories_of(after)
    both = first.keys() & second.keys()
    for person in both:
        flows[index[first[person]]][index[second[person]]] += 1
    return Comparison(
        before=before,
        after=after,
        flows=tuple(tuple(row) for row in flows),
        pairs=len(both),
        only_once=len(first.keys() ^ second.keys()),
    )


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
