"""A run at one moment, as plain values: all that the pages of phones, wall and console are made of.

`run_reader` reads one for each change; `stages` and `console` project it and read nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from realtime.views.models import (
    ActView,
    Card,
    ComparisonView,
    RoundView,
    RunView,
    SplitView,
    StepView,
)
from realtime.views.step_items import StepItemsView
from workshop.activities import Activity
from workshop.models.group_tables import TableState
from workshop.reports.participant_copy import RoomCopy
from workshop.reports.raised_hands import RaisedHands
from workshop.reports.turnouts import ActivityTurnout
from workshop.reports.visibility import Audience, Reason, ShowPlan, Visibility
from workshop.statistics.turnout import Turnout


@dataclass(frozen=True)
class RoundPicture:
    """The round in front of the room, and who may be told what of it.

    ``view`` has its counts and no tally; ``tally`` is protected already, and None where nobody
    this picture is for may see it.
    """

    view: RoundView
    visibility: Mapping[Audience, Visibility]
    tally: dict[str, Any] | None = None
    frozen: Turnout = Turnout()  # who counted at its close; nobody before
    has_deadline: bool = False
    is_final: bool = False
    closed_itself: bool = False
    by_hand: Mapping[Audience, RaisedHands | None] = field(default_factory=dict)

    def seen_by(self, audience: Audience) -> RoundView:
        """The round with what ``audience`` may see of it. Phones see no count of an open one."""
        seen = self.visibility[audience]
        uncounted = audience is Audience.PHONES and self.view.phase == "open" and not seen.is_due
        return replace(
            self.view,
            counts=Turnout() if uncounted else self.view.counts,
            tally=self.tally if seen.told else None,
            too_few=seen.reason is Reason.PROTECTED,
            by_hand=self.by_hand.get(audience),
        )


@dataclass(frozen=True)
class StepPicture:
    """The step the run stands at. ``planned`` is its activity before what came earlier went in."""

    view: StepView
    planned: Activity
    reveal: str  # after | before | flows | all
    by_segment: bool  # the trainer took the result by segment to the wall
    round: RoundPicture | None = None
    comparisons: tuple[ComparisonView, ...] = ()
    turnouts: tuple[ActivityTurnout, ...] = ()
    earlier: ActView | None = None
    splits: tuple[SplitView, ...] = ()


@dataclass(frozen=True)
class ConsolePicture:
    """Facts that only the trainer is told, beside the wall."""

    agenda: tuple[StepView, ...]
    addresses: tuple[tuple[str, str], ...]  # (address, interface name)
    walls: int  # connected, here and at other processes
    consoles: int
    notices: tuple[str, ...] = ()
    flood: dict | None = None  # {count, seconds}
    saved_ms: float | None = None  # of a durable write; asked in the lobby
    reopens: bool = False  # is it over, and can that be taken back?
    is_last: bool = True  # no step is planned any more
    plan: ShowPlan = ShowPlan()  # of the current step's activity
    next_number: int = 1  # which asking of it would be the next
    segment: str = ""  # «Área»: by which its result may be split; "" if by none
    cards: tuple[Card, ...] = ()  # the texts she moderates, in the queue's order
    tables: tuple[TableState, ...] = ()
    items: StepItemsView | None = None  # those that the step will ask about


@dataclass(frozen=True)
class RunPicture:
    """A run at one version. ``console`` is there where it was read for one."""

    run: RunView
    step: StepPicture | None = None
    copy: RoomCopy | None = None  # of a run that is over, for its phones
    console: ConsolePicture | None = None
