"""A run as anyone who was not there may read it: what may be said, and why the rest may not."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.activities import Activity, Row
from workshop.breakdown import Breakdown
from workshop.comparison import Measured
from workshop.seating import TableState
from workshop.turnouts import HowMany


@dataclass(frozen=True)
class Turnout:
    """Who counts in a round (design.md §8.3): eligible = answered + skipped + silent."""

    eligible: int = 0
    answered: int = 0
    skipped: int = 0
    silent: int = 0


@dataclass(frozen=True)
class RoundOutcome:
    """One asking. ``tally`` and ``counts`` are None unless ``standing`` is «told»."""

    id: int
    number: int
    of: int
    mode: str
    phase: str
    standing: str  # told | open | annulled | hidden | protected
    k: int
    counts: Turnout | None = None
    tally: dict[str, Any] | None = None
    rows: tuple[Row, ...] = ()
    texts_kept_back: int = 0
    median_seconds: float | None = None
    breakdown: Breakdown | None = None
    by_table: bool = False
    tables: tuple[TableState, ...] = ()

    @property
    def too_few(self) -> bool:
        """Is the result protected because fewer than ``k`` people answered?"""
        return self.standing == "protected"


@dataclass(frozen=True)
class ComparisonOutcome:
    """Two rounds, the same people. Without enough of them nothing is said about who moved.

    ``measured`` are figures: of the same people where ``paired``, else of the room in each round.
    """

    activity: Activity
    before: RoundOutcome
    after: RoundOutcome
    too_few: bool
    pairs: int = 0
    moved: int = 0
    only_once: int = 0
    flows: tuple[tuple[int, ...], ...] = ()
    measured: tuple[Measured, ...] = ()
    paired: bool = False

    @property
    def changes(self) -> tuple[int, ...]:
        """After minus before, in people, per answer."""
        return tuple(after - before for _row, before, after in self.lines)

    @property
    def lines(self) -> tuple[tuple[Row, int, int], ...]:
        """Each answer with its people before and after, among those who answered twice."""
        return tuple(
            (row, sum(self.flows[at]), sum(flow[at] for flow in self.flows))
            for at, row in enumerate(self.after.rows if self.flows else ())
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
    turnouts: tuple[HowMany, ...] = ()


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
    incidents: tuple[tuple[datetime, str, dict[str, Any]], ...] = ()
    modes: tuple[str, ...] = field(default=())

    @property
    def comparisons(self) -> tuple[ComparisonOutcome, ...]:
        """Every pair of rounds that may be compared, in the order asked."""
        return tuple(each for step in self.steps for each in step.comparisons)

    @property
    def told(self) -> tuple[RoundOutcome, ...]:
        """The rounds with figures."""
        return tuple(r for step in self.steps for r in step.rounds if r.standing == "told")

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

    @property
    def first_line(self) -> str:
        """The page's answer to «what came of it?», in one or two sentences."""
        for comparison in self.comparisons:
            if comparison.too_few:
                continue
            moved = _(
                "Cambiaron %(moved)s de %(pairs)s personas.",
                moved=comparison.moved,
                pairs=comparison.pairs,
            )
            if comparison.winner is None:
                return " ".join(filter(None, (moved, _furthest(comparison))))
            row, before, after = comparison.winner
            label = row.label.rstrip(".")
            gained = _("«%(label)s» pasó de %(n)s a %(m)s.", label=label, n=before, m=after)
            return f"{moved} {gained}"
        if self.eligible:
            return ngettext(
                "Se recogieron %(answered)s de %(eligible)s respuestas en %(num)s pregunta.",
                "Se recogieron %(answered)s de %(eligible)s respuestas en %(num)s preguntas.",
                len(self.told),
                answered=self.answered,
                eligible=self.eligible,
            )
        if self.phase == "ended":
            return _("No quedó ninguna respuesta que contar.")
        return _("Todavía no hay ninguna respuesta que contar.")


def _furthest(comparison: ComparisonOutcome) -> str:
    """«X» pasó de 32,5 a 40,1: the figure that went furthest, up or down."""
    lines = [(measured, line) for measured in comparison.measured for line in measured.lines]
    best = max(lines, key=lambda pair: abs(pair[0].way(pair[1])), default=None)
    if best is None or not best[0].way(best[1]):
        return ""
    ruler, line = best[0].ruler, best[1]
    return _(
        "«%(label)s» pasó de %(n)s a %(m)s.",
        label=line.figure.text.rstrip("."),
        n=ruler.say(line.shift.before),
        m=ruler.say(line.shift.after),
    )
