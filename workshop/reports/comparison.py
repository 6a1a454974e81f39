"""Two rounds of one activity side by side: who stayed, who moved, where to, and how far."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, select

from workshop.activities import Activity, Figure, Measure
from workshop.models.answer import Answer
from workshop.models.group_tables import KEY_PREFIX
from workshop.models.round import Round
from workshop.persistence.db import db
from workshop.reports.threshold import Threshold
from workshop.statistics import shift
from workshop.statistics.change import Change, change_table
from workshop.statistics.shift import Shift


@dataclass(frozen=True)
class Line:
    """One figure in both rounds, on its ruler."""

    figure: Figure
    shift: Shift


@dataclass(frozen=True)
class Measured:
    """One ruler with its lines, and the ends it is drawn between."""

    ruler: Measure
    lines: tuple[Line, ...]
    low: float
    high: float

    def at(self, number: float) -> float:
        """Place of a number between both ends, 0 to 1; a first place stands at 1."""
        part = (number - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        part = min(1.0, max(0.0, part))
        return 1 - part if self.ruler.falls else part

    def way(self, line: Line) -> float:
        """Change of a line along the ruler, −1 to 1; 0 where it is said to be the same."""
        before, after = line.shift.before, line.shift.after
        if before is None or after is None or self.ruler.direction(before, after) == "same":
            return 0.0
        return self.at(after) - self.at(before)

    @property
    def risen(self) -> Line | None:
        """The line that went furthest towards the far end, if any did."""
        best = max(self.lines, key=self.way, default=None)
        return best if best is not None and self.way(best) > 0 else None

    @property
    def fallen(self) -> Line | None:
        """The line that went furthest back, if any did."""
        worst = min(self.lines, key=self.way, default=None)
        return worst if worst is not None and self.way(worst) < 0 else None


@dataclass(frozen=True)
class Comparison:
    """Two rounds, and what may be told of the way between them.

    ``change`` is the transition table of a kind with categories, and ``measured`` are the figures
    of a kind with measures: of the same people where ``paired``, else of the room in either round.
    With too few people in both nothing is told of anyone who moved.
    """

    before: Round
    after: Round
    too_few: bool
    pairs: int = 0
    moved: int = 0
    only_once: int = 0
    change: Change | None = None
    measured: tuple[Measured, ...] = ()
    paired: bool = False


def compare(before: Round, after: Round, threshold: Threshold) -> Comparison:
    """Both rounds joined by person (S-09), or as room totals where too few gave both.

    In mode A there is nobody to join them by, so only the totals of a large enough room remain.
    """
    activity = after.activity
    first, second = given_in(before), given_in(after)
    both = [(first[person], second[person]) for person in first if person in second]
    if not threshold.shows_group(len(both)):
        return Comparison(before, after, True, measured=_of_rooms(before, after, threshold))
    found = Comparison(
        before,
        after,
        too_few=False,
        pairs=len(both),
        only_once=len(first) + len(second) - 2 * len(both),
        paired=bool(_rulers(activity)),
        measured=figures_of(before.activity, activity, both, threshold),
    )
    change = changes_of(activity, both, len(first) - len(both), len(second) - len(both))
    if change is None:
        return replace(found, moved=sum(one != other for one, other in both))
    return replace(found, moved=change.moved, change=change)


def changes_of(
    activity: Activity, both: Sequence[tuple[Any, Any]], only_before: int = 0, only_after: int = 0
) -> Change | None:
    """Table of who went where between before and after; None of a kind without categories."""
    if not activity.categories():
        return None
    return change_table(
        [(activity.category_of(one), activity.category_of(other)) for one, other in both],
        activity.categories(),
        only_before=only_before,
        only_after=only_after,
    )


def comparable(rounds: Sequence[Round]) -> tuple[Round, Round] | None:
    """The first and the last of the rounds that may be compared, if there are two."""
    final = [round for round in rounds if round.is_final]
    if len(final) < 2:
        return None
    activity = final[-1].activity
    return (final[0], final[-1]) if activity.categories() or activity.measures else None


def _rulers(activity: Activity) -> tuple[Measure, ...]:
    """A kind that has categories too is compared by those."""
    return () if activity.categories() else activity.measures


def given_in(round: Round) -> dict[str, Any]:
    """Values given in a closed round, by participant or table; nobody's in mode A."""
    rows = db.session.execute(_of_people(round, Answer.value))
    people = ((_who(person, table), value) for person, table, value in rows)
    return {who: value for who, value in people if who}


def people_in(round: Round) -> set[str]:
    """Participants and tables that gave anything in a closed round; the values are not read."""
    found = {_who(person, table) for person, table in db.session.execute(_of_people(round))}
    return found - {""}


def _of_people(round: Round, *columns: Any) -> Select:
    answered = select(Answer.participant_id, Answer.table_number, *columns)
    return answered.where(Answer.round_id == round.id, Answer.state == "answer")


def _who(person: str | None, table: int | None) -> str:
    return person or (f"{KEY_PREFIX}{table}" if table else "")


def figures_of(
    before: Activity, after: Activity, both: Sequence[tuple[Any, Any]], threshold: Threshold
) -> tuple[Measured, ...]:
    """The figures of the same people in both rounds, one `Measured` for each ruler.

    A figure that only the second round asks for, as a late option's, has no «before».
    """
    figures = [(before.figures_of(one), after.figures_of(other)) for one, other in both]
    asked_before = {figure.key for ruler in before.measures for figure in ruler.figures}

    def shift_of(figure: Figure) -> Shift:
        if figure.key not in asked_before:
            numbers = [other[figure.key] for _, other in figures if figure.key in other]
            return shift.of_rooms((), numbers, figure.middle)
        pairs = [
            (one[figure.key], other[figure.key])
            for one, other in figures
            if figure.key in one and figure.key in other
        ]
        enough = not pairs or threshold.shows_group(len(pairs))
        return shift.of_pairs(pairs, figure.middle) if enough else Shift(few=True)

    return tuple(_measured(ruler, shift_of) for ruler in _rulers(after))


def _of_rooms(before: Round, after: Round, threshold: Threshold) -> tuple[Measured, ...]:
    """Totals of each round. A part of the room that is too small stays untold, as everywhere."""
    rounds = (before, after)
    if not _rulers(after.activity):
        return ()
    if not all(threshold.shows_room(round.answered, round.mode) for round in rounds):
        return ()
    figures = [list(_figures_in(round)) for round in rounds]

    def shift_of(figure: Figure) -> Shift:
        sides = [[each[figure.key] for each in side if figure.key in each] for side in figures]
        for round, numbers in zip(rounds, sides, strict=True):
            part = len(numbers) != round.answered
            if numbers and part and not threshold.shows_group(len(numbers)):
                return Shift(few=True)
        return shift.of_rooms(sides[0], sides[1], figure.middle)

    return tuple(_measured(ruler, shift_of) for ruler in _rulers(after.activity))


def _figures_in(round: Round) -> Iterator[Mapping[str, float]]:
    values = select(Answer.value).where(Answer.round_id == round.id, Answer.state == "answer")
    for value in db.session.scalars(values):
        yield round.activity.figures_of(value)


def _measured(ruler: Measure, shift_of) -> Measured:
    lines = tuple(Line(figure, shift_of(figure)) for figure in ruler.figures)
    sides = [side for line in lines for side in (line.shift.before, line.shift.after)]
    return Measured(ruler, lines, *ruler.span([side for side in sides if side is not None]))
