"""Raised hands beside what phones answered: which audience is told of them, and of their sum."""

from dataclasses import dataclass

from workshop.activities import HandCountable, Row
from workshop.activities.parts.rows import rows_of
from workshop.models.round import Round
from workshop.reports.threshold import Threshold
from workshop.reports.visibility import Audience, Reason, Visibility

# What is protected are the phones' answers: hands went up before everybody.
BESIDE_WHAT_IS_KEPT = (Reason.TOLD, Reason.PROTECTED, Reason.ALIKE)


@dataclass(frozen=True)
class RaisedHands:
    """People by row as the trainer counted them. ``marks`` are the rows' short names.

    ``summed``: the answers by phone may stand beside them, as one sum.
    """

    rows: tuple[Row, ...]
    marks: tuple[str, ...]
    people: int
    summed: bool

    @property
    def counts(self) -> dict[str, int]:
        """People by row."""
        return {row.key: row.count for row in self.rows}


def raised_hands(
    round: Round, audience: Audience, visibility: Visibility, threshold: Threshold
) -> RaisedHands | None:
    """The hands of ``round`` as ``audience`` may be told of them now; None of none, or not yet.

    Its trainer always sees what she counted. Where the phones' result is protected the hands
    stand alone: from a sum it could be worked out. Whoever was not there is told of k or more.
    """
    activity, counts = round.activity, round.hand_counts
    if not counts or not isinstance(activity, HandCountable) or round.phase == "annulled":
        return None
    own = audience is Audience.CONSOLE
    if not own and (audience is Audience.PHONES or visibility.reason not in BESIDE_WHAT_IS_KEPT):
        return None
    people = sum(counts.values())
    if audience is Audience.OUTCOME and not threshold.shows_group(people):
        return None
    rows = activity.hand_rows
    return RaisedHands(
        rows=rows_of(
            [row.text for row in rows],
            [row.key for row in rows],
            [counts.get(row.key, 0) for row in rows],
            people,
        ),
        marks=tuple(row.mark for row in rows),
        people=people,
        summed=visibility.told and visibility.people is None and not activity.by_table,
    )
