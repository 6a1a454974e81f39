"""Outcome of a run: the figures that may be told, and the reason where they may not."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from results.splits import Split
from workshop.activities import Activity, Row
from workshop.models.group_tables import TableState
from workshop.reports.breakdown import Breakdown
from workshop.reports.comparison import Measured
from workshop.reports.raised_hands import RaisedHands
from workshop.reports.turnouts import ActivityTurnout
from workshop.statistics.turnout import Turnout

Cells = tuple[tuple[int | None, ...], ...]  # people by answer before, and by answer after


@dataclass(frozen=True)
class RoundOutcome:
    """One asking. ``tally`` and ``counts`` are None unless ``standing`` is «told».

    ``breakdown`` is for who saw it in the room, ``split`` for those who were not there. With
    ``same_people`` everything is of those who answered the other round too.
    """

    id: int
    number: int
    of: int
    mode: str
    phase: str
    standing: str  # told | open | annulled | hidden | later | protected | alike
    k: int
    counts: Turnout | None = None
    tally: dict[str, Any] | None = None
    rows: tuple[Row, ...] = ()
    texts_kept_back: int = 0
    median_seconds: float | None = None
    breakdown: Breakdown | None = None
    split: Split | None = None
    same_people: bool = False
    by_table: bool = False
    tables: tuple[TableState, ...] = ()
    by_hand: RaisedHands | None = None  # counted in the room; in neither counts nor tally

    @property
    def too_few(self) -> bool:
        """Is the result protected because fewer than ``k`` people answered?"""
        return self.standing == "protected"


@dataclass(frozen=True)
class ComparisonOutcome:
    """Two rounds, the same people. Without enough of them nothing is said about who moved.

    ``measured`` are figures: of the same people where ``paired``, else of the room in each round.
    ``moved`` is at least and, where that is told, at most how many changed; a cell of ``cells`` is
    None where the way from one answer to another is not told, and so are ``moved`` and
    ``only_once``.
    """

    activity: Activity
    before: RoundOutcome
    after: RoundOutcome
    too_few: bool
    pairs: int = 0
    moved: tuple[int, int | None] | None = (0, 0)
    only_once: int | None = 0
    before_people: tuple[int, ...] = ()
    after_people: tuple[int, ...] = ()
    cells: Cells = ()
    measured: tuple[Measured, ...] = ()
    paired: bool = False

    @property
    def flows(self) -> Cells:
        """Every cell, for a picture that draws them all; () where one of them is not told."""
        return () if any(None in line for line in self.cells) else self.cells

    @property
    def moved_said(self) -> str:
        """Number of people who changed, in words: «3», «3 o más»; "" where that is not told."""
        return band_text(*self.moved) if self.moved else ""

    @property
    def changes(self) -> tuple[int, ...]:
        """After minus before, in people, per answer."""
        return tuple(after - before for _row, before, after in self.lines)

    @property
    def lines(self) -> tuple[tuple[Row, int, int], ...]:
        """Each answer with its people before and after, among those who answered twice."""
        return tuple(
            (row, self.before_people[at], self.after_people[at])
            for at, row in enumerate(self.after.rows if self.before_people else ())
        )

    @property
    def winner(self) -> tuple[Row, int, int] | None:
        """The answer that gained most people, if any did."""
        best = max(self.lines, key=lambda line: line[2] - line[1], default=None)
        return best if best is not None and best[2] > best[1] else None


@dataclass(frozen=True)
class StepOutcome:
    """One step of the agenda, with its rounds and its minutes."""

    label: str
    title: str
    phase: str
    activity: Activity
    planned_minutes: float
    real_minutes: float | None
    rounds: tuple[RoundOutcome, ...] = ()
    comparisons: tuple[ComparisonOutcome, ...] = ()
    is_central: bool = False  # it asks the module's central question
    turnouts: tuple[ActivityTurnout, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """Everything the page and the file say about a run."""

    run_id: int
    title: str
    group: str
    trainer: str
    module_code: str
    module_title: str
    module_version: str
    trial: bool
    phase: str
    started_at: datetime | None
    ended_at: datetime | None
    people: int
    k: int
    steps: tuple[StepOutcome, ...]
    created_at: datetime | None = None
    simulated: bool = False
    own: bool = False  # the trainer's own: what the room was shown
    incidents: tuple[tuple[datetime, str, dict[str, Any]], ...] = ()
    modes: tuple[str, ...] = field(default=())

    @property
    def kind_of_session(self) -> str:
        """«real»; or «simulada» or «ensayo», which no sum may count."""
        return kind_of(self) or _("real")

    @property
    def comparisons(self) -> tuple[ComparisonOutcome, ...]:
        """Every pair of rounds that may be compared, in the order asked."""
        return tuple(each for step in self.steps for each in step.comparisons)

    @property
    def told(self) -> tuple[RoundOutcome, ...]:
        """The rounds with figures of everyone who answered."""
        rounds = (round for step in self.steps for round in step.rounds)
        return tuple(each for each in rounds if each.standing == "told" and not each.same_people)

    @property
    def answered(self) -> int:
        """Answers in all rounds that count."""
        return sum(round.counts.answered for round in self.told if round.counts)

    @property
    def eligible(self) -> int:
        """Answers there could have been."""
        return sum(round.counts.eligible for round in self.told if round.counts)

    @property
    def drift(self) -> float:
        """Real minus planned minutes of the steps that were done."""
        done = [step for step in self.steps if step.real_minutes is not None]
        return sum((step.real_minutes or 0) - step.planned_minutes for step in done)


def kind_of(run: Any) -> str:
    """«simulada» or «ensayo» for a run (or its outcome) that no sum may count; "" if it is real."""
    return _("simulada") if run.simulated else _("ensayo") if run.trial else ""


def band_text(low: int, high: int | None) -> str:
    """Format a number of people or its band: «3», «de 5 a 9», «20 o más»."""
    if high is None:
        return _("%(low)s o más", low=low)
    return str(low) if low == high else _("de %(low)s a %(high)s", low=low, high=high)
