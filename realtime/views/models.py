"""Models of templates: plain values made for one audience, with no way back to a table."""

from dataclasses import dataclass, field
from typing import Any

from realtime.views.step_items import StepItemsView
from workshop.models.group_tables import TableState
from workshop.reports.participant_copy import RoomCopy
from workshop.reports.raised_hands import RaisedHands
from workshop.reports.turnouts import ActivityTurnout
from workshop.statistics.turnout import Turnout

DRIFT_MARK_OF_BAR = 110  # the mark of the plan is this part of the bar
CARDS_AT_ONCE = 60  # texts that a console draws; the others are a page further


@dataclass(frozen=True)
class RoundView:
    """One asking of an activity, as far as this audience may see it.

    ``tally`` is None whenever this audience may not see the result; ``too_few`` says that it exists
    but stays protected because fewer than ``k`` people answered.
    """

    id: int
    number: int
    of: int
    phase: str  # open | closed | revealed | annulled
    mode: str  # N | S | A
    counts: Turnout
    seconds: int | None
    remaining_ms: int | None
    hidden: bool  # the result waits for a second round
    tally: dict[str, Any] | None = None
    too_few: bool = False
    k: int = 5
    extended: int = 0  # seconds added by hand
    close_at_share: bool = False  # closes by itself at 90 %
    median_seconds: float | None = None
    by_table: bool = False  # its counts are tables, not phones
    closed_by: str | None = None  # hand | time | share | end
    shown_next: bool = True  # closed, it is what the trainer shows next
    by_hand: RaisedHands | None = None  # counted in the room; in neither counts nor tally


@dataclass(frozen=True)
class ComparisonView:
    """Two rounds of one activity side by side: ribbons between categories, or figures on measures.

    Flows, and figures of the same people (``paired``), only where enough people answered twice.
    """

    activity: Any
    before: RoundView
    after: RoundView
    pairs: int  # people with a valid answer in both
    too_few: bool  # pairs < k: no flows, no sentence about who moved
    flows: tuple[
        tuple[int, ...], ...
    ] = ()  # flows[i][j]: people who went from answer i to answer j
    moved: int = 0
    changes: tuple[int, ...] = ()  # after − before, in people, per answer, pairs only
    only_once: int = 0  # people who answered just one of the two rounds
    measured: tuple[Any, ...] = ()  # workshop.reports.comparison.Measured, one for each ruler
    paired: bool = False  # the figures are of the same people, not of the room in either round

    @property
    def net_gain(self) -> int:
        """Number of people by which the answers that grew have grown."""
        return sum(change for change in self.changes if change > 0)

    @property
    def drawn(self) -> bool:
        """Is there one picture of both rounds, or just the two side by side?"""
        return bool(self.flows or self.measured)


@dataclass(frozen=True)
class SplitView:
    """One round by segment: what of it may be told, and what was asked."""

    activity: Any
    round: RoundView
    breakdown: Any  # workshop.reports.breakdown.Breakdown


@dataclass(frozen=True)
class StepView:
    """One step of the agenda."""

    id: int
    label: str  # «A3», «A8 · 2»
    title: str
    kind: str
    kind_name: str  # «Opción única»
    phase: str  # planned | staged | done | skipped
    activity: Any  # the frozen workshop.activities.Activity
    planned_minutes: float
    real_minutes: float | None
    optional: bool
    current: bool
    repeats: str = ""  # label of the step whose activity this one asks again

    @property
    def title_repeats(self) -> bool:
        """Does the question under the title say the same again?"""
        title, asked = (one.casefold().strip(" ¿?.…") for one in (self.title, self.activity.prompt))
        return bool(title) and title in asked


@dataclass(frozen=True)
class ActView:
    """The act before this one: what was asked, and what came out of it if the room may know."""

    activity: Any
    round: RoundView
    label: str = ""


@dataclass(frozen=True)
class Card:
    """One person's text on its way to the wall."""

    card: str
    text: str
    moderation: str  # shown | held | hidden
    round_id: int
    step_label: str
    flags: tuple[str, ...] = ()  # possible personal data: «correo», «teléfono», «identificador»
    times: int = 1  # how many people wrote the very same


@dataclass(frozen=True)
class RunView:
    """The run, as every page of it needs it."""

    id: int
    title: str
    module_title: str
    group: str
    trainer: str
    code: str
    phase: str  # lobby | running | ended
    paused: bool
    version: int
    address: str  # «192.168.1.34:5000»
    join_url: str
    wall_url: str
    qr_svg: str  # safe, made by segno
    inside: int  # phones connected now
    joined: int  # people who ever joined
    trial: bool
    simulated: bool
    hold_texts: bool
    usted: bool  # phones and wall say «usted»
    started_at: Any = None
    minutes_elapsed: float = 0.0
    minutes_drift: float = 0.0
    ends_at: str = ""
    zone: str = ""  # whose hours it shows
    code_on_wall: bool = False  # over what the wall shows
    locked: bool = False  # nobody new comes in
    qr_url: str = ""  # what the QR says: the address with the key that lets in without waiting

    @property
    def spaced_code(self) -> str:
        """The code as people read it: «482 913» with a narrow no-break space."""
        return f"{self.code[:3]}\u202f{self.code[3:]}"


@dataclass(frozen=True)
class Stage:
    """Everything one audience sees at this moment. ``page`` names the template."""

    page: str
    run: RunView
    step: StepView | None = None
    round: RoundView | None = None
    comparison: tuple[ComparisonView, ...] = ()
    reveal: str = (
        "all"  # after | before | flows | all: how far the trainer has taken the comparison
    )
    turnouts: tuple[ActivityTurnout, ...] = ()
    earlier: ActView | None = None
    splits: tuple[SplitView, ...] = ()  # the result by segment, once the trainer took it here
    copy: RoomCopy | None = None  # what phones take home, once the run is over


@dataclass(frozen=True)
class ConsoleAction:
    """One thing the trainer can do now. ``verb`` ends the address it is posted to."""

    verb: str
    label: str
    hold: bool = False  # takes a held key, never a slip
    reason: str = ""


@dataclass(frozen=True)
class AgendaDrift:
    """The bar under the agenda: how far the run is, and how far the plan would be. In minutes."""

    planned: float  # of the whole agenda: the length of the bar
    elapsed: float  # at most ``planned``
    expected: float  # elapsed by the plan, 0..planned
    mark_width: float  # of the line that shows the plan


@dataclass(frozen=True)
class RevealStep:
    """One of the stages in which a comparison is shown to the room."""

    label: str
    state: str  # done | next | later


@dataclass(frozen=True)
class ConsoleStage:
    """The console: what the room sees (``wall``) and what only the trainer sees."""

    page: str  # lobby | running | ended
    run: RunView
    wall: Stage
    agenda: tuple[StepView, ...] = ()
    step: StepView | None = None
    round: RoundView | None = None  # with the private tally where the mode allows it
    comparison: tuple[ComparisonView, ...] = ()
    splits: tuple[SplitView, ...] = ()  # by segment, for her alone until she takes it to the wall
    primary: ConsoleAction | None = None
    secondary: tuple[ConsoleAction, ...] = ()
    buttons: tuple[ConsoleAction, ...] = ()  # of the secondary ones, those above the question
    menu: tuple[ConsoleAction, ...] = ()  # those under «Más»
    shown_reveal: str = ""  # stage that the wall is at, or will be once it is uncovered; or ""
    reveals: tuple[RevealStep, ...] = ()  # in order, where two rounds are compared
    sequence: tuple[tuple[str, str], ...] = ()  # («Abrir», «done») … done | on | next
    queue: tuple[Card, ...] = ()
    queue_from: int = 0  # how many of them come before the first that is drawn
    tables: tuple[TableState, ...] = ()  # where tables answer: never whose phone
    items: StepItemsView | None = None  # those of an earlier step that this one will ask about
    branch: str = ""  # the `when` of the guide's first branch that fits this result: it opens
    branches: tuple[str, ...] = ()  # of all that fit: they stand out
    branch_reason: str = ""
    notices: tuple[str, ...] = ()
    flood: dict | None = None  # {count, seconds}: many new seats at once, a moment ago
    addresses: tuple[tuple[str, str, bool], ...] = ()  # (address, interface name, chosen)
    personal: dict[str, Any] = field(default_factory=dict)

    @property
    def drift(self) -> AgendaDrift:
        """Minutes between the run and its plan, rounded to hundredths."""
        planned = sum(step.planned_minutes for step in self.agenda)
        elapsed = self.run.minutes_elapsed
        expected = min(max(elapsed - self.run.minutes_drift, 0), planned)
        mark_width = round(planned / DRIFT_MARK_OF_BAR, 2)
        return AgendaDrift(planned, round(min(elapsed, planned), 2), round(expected, 2), mark_width)

    @property
    def steps_done(self) -> int:
        """Number of steps of the agenda that are done."""
        return sum(step.phase == "done" for step in self.agenda)

    @property
    def held_texts(self) -> int:
        """Number of texts that wait for a decision, each as often as it was written."""
        return sum(card.times for card in self.queue if card.moderation == "held")

    @property
    def flagged_texts(self) -> int:
        """Number of the held texts that seem to have personal data: «show all» leaves them out."""
        return sum(card.times for card in self.queue if card.moderation == "held" and card.flags)

    @property
    def showable_texts(self) -> int:
        """Number of the held texts that «show all» shows."""
        return self.held_texts - self.flagged_texts

    @property
    def cards(self) -> tuple[Card, ...]:
        """The texts that are drawn: a thousand at once would hold up the room at each decision."""
        return self.queue[self.queue_from : self.queue_from + CARDS_AT_ONCE]

    @property
    def cards_after(self) -> int:
        """Number of texts after those that are drawn."""
        return max(0, len(self.queue) - self.queue_from - CARDS_AT_ONCE)

    @property
    def earlier_from(self) -> int:
        """Index of the first text on the page before this one."""
        return max(0, self.queue_from - CARDS_AT_ONCE)

    @property
    def later_from(self) -> int:
        """Index of the first text on the page after this one."""
        return self.queue_from + CARDS_AT_ONCE
