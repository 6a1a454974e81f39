"""One rule for screens and records: may this audience be told this result now; if not, why not.

Every page, wall, console, file and picture asks here; how small a group may be is `Threshold`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from workshop.activities import Activity, CountedByHand
from workshop.activities.parts.public_list import PublicList
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.reports.release import Release, releases_of
from workshop.reports.threshold import Threshold


class Audience(StrEnum):
    """Readers of a result: three that are in the room, and three that come afterwards."""

    PHONES = "participant"
    WALL = "projector"
    CONSOLE = "facilitator"
    AUTHOR = "author"  # of a situation, back with the pseudonym that leads to its advice
    ROOM_RECORD = "room_record"  # its trainer's own page and file: what the room was shown
    OUTCOME = "outcome"  # page, file and pictures for those who were not there


class Reason(StrEnum):
    """Why a result is told, or is not."""

    TOLD = "told"
    OPEN = "open"  # still being answered
    CLOSED = "closed"  # its moment, the trainer's key, has not come
    COVERED = "covered"  # the wall shows something else over it
    HIDDEN = "hidden"  # until a second vote, or for ever
    LATER = "later"  # it is asked again: told once the run is over
    PROTECTED = "protected"  # fewer than k people
    ALIKE = "alike"  # nearly the same people as in another round that is told
    ANNULLED = "annulled"


class OpenRound(Protocol):
    """A round that is being answered, without its row."""

    activity: Activity
    mode: str


@dataclass(frozen=True)
class Visibility:
    """Answer to one question: ``reason``, and whose answers are told where not everyone's."""

    reason: Reason
    people: frozenset[str] | None = None

    @property
    def told(self) -> bool:
        """May it be told?"""
        return self.reason is Reason.TOLD

    @property
    def is_due(self) -> bool:
        """Has its moment come, whether it is large enough or not?"""
        return self.reason in (Reason.TOLD, Reason.PROTECTED)


@dataclass(frozen=True)
class Result:
    """All that the rule looks at of one round; plain values, so that a test can enumerate them."""

    phase: str  # open | closed | revealed | annulled
    mode: str  # N | S | A
    show: str  # close | live | never
    answered: int
    people: int  # behind the answers: at a table all who sit there, of hands all who could raise
    public: bool = False  # a list that everybody writes and reads
    by_hand: bool = False
    closed_itself: bool = False  # by no key: its time was up, or nine in ten had answered
    awaits_second_round: bool = False
    asked_again: bool = False  # a later step of a run that goes on asks it once more
    covered: bool = False  # the wall is paused, or shows how to get in
    over: bool = False  # the run has ended

    @property
    def grows_in_sight(self) -> bool:
        """Does the room see it while it is being answered?"""
        live = self.show == "live" or self.public
        return live and self.mode != "A" and not self.awaits_second_round


def reason_of(result: Result, audience: Audience, threshold: Threshold) -> Reason:
    """The rule, as if there were no other round."""
    if result.phase == "annulled":
        return Reason.ANNULLED
    if audience in (Audience.PHONES, Audience.WALL):
        reason = _in_the_room(result, audience)
    elif audience is Audience.CONSOLE:
        anonymous = result.phase == "open" and result.mode == "A"
        reason = Reason.OPEN if anonymous else Reason.TOLD
    else:
        reason = _afterwards(result, audience)
    if reason is not Reason.TOLD:
        return reason
    if not threshold.shows_room(result.answered, result.mode):
        return Reason.PROTECTED
    return _to_outsiders(result, threshold) if audience is Audience.OUTCOME else reason


def _in_the_room(result: Result, audience: Audience) -> Reason:
    on_wall = audience is Audience.WALL
    if on_wall and result.covered:
        return Reason.COVERED
    # no clock takes a result off the wall that grew there
    stays = result.phase == "open" or (on_wall and result.closed_itself)
    if result.phase == "revealed" or (stays and result.grows_in_sight):
        return Reason.TOLD
    return Reason.HIDDEN if result.awaits_second_round else Reason(result.phase)


def _afterwards(result: Result, audience: Audience) -> Reason:
    if result.phase == "open":
        return Reason.OPEN
    if audience is Audience.AUTHOR:
        return Reason.TOLD if result.phase == "revealed" or result.over else Reason.CLOSED
    never_shown = result.show == "never" and result.phase != "revealed"
    return Reason.HIDDEN if never_shown or result.awaits_second_round else Reason.TOLD


def _to_outsiders(result: Result, threshold: Threshold) -> Reason:
    """A group of k whatever the mode, and nothing that is still to be asked again."""
    someone = result.answered > 0 or result.by_hand
    if someone and not threshold.shows_group(result.people):
        return Reason.PROTECTED
    return Reason.LATER if result.asked_again else Reason.TOLD


class ResultVisibility:
    """The rule for the rounds of one run, as it is now: made anew for each page or change."""

    def __init__(self, run: Run, threshold: Threshold | None = None):
        self.run = run
        self.threshold = threshold or Threshold(run.k)
        self._results: dict[int, Result] = {}

    def of(self, round: Round, audience: Audience) -> Visibility:
        """Say if ``audience`` is told the result of ``round`` now, as the run was when read."""
        reason = reason_of(self._result(round), audience, self.threshold)
        if audience is not Audience.OUTCOME or reason is not Reason.TOLD:
            return Visibility(reason)
        release = self._releases[round.id]
        return Visibility(Reason.ALIKE) if release is None else Visibility(reason, release.people)

    def of_open(self, live: OpenRound, audience: Audience, answered: int) -> Visibility:
        """The same of an open round as memory holds it, ``answered`` by so many until now."""
        activity = live.activity
        grows = activity.show == "live" or isinstance(activity, PublicList)
        result = Result(
            phase="open",
            mode=live.mode,
            show=activity.show,
            public=isinstance(activity, PublicList),
            answered=answered,
            people=answered,
            awaits_second_round=grows and self.run.awaits_second_round(activity.ref),
            covered=self._is_wall_covered,
        )
        return Visibility(reason_of(result, audience, self.threshold))

    @property
    def _is_wall_covered(self) -> bool:
        return self.run.paused or self.run.code_on_wall

    def _result(self, round: Round) -> Result:
        if round.id not in self._results:
            self._results[round.id] = self._read(round)
        return self._results[round.id]

    def _read(self, round: Round) -> Result:
        activity, run = round.activity, self.run
        by_hand = isinstance(activity, CountedByHand)
        seated = sum(of for _table, _yes, of in round.tables or ())
        return Result(
            phase=round.phase,
            mode=round.mode,
            show=activity.show,
            public=isinstance(activity, PublicList),
            answered=round.answered,
            people=round.eligible if by_hand else seated or round.answered,
            by_hand=by_hand,
            closed_itself=round.closed_itself,
            awaits_second_round=run.awaits_second_round(round.item),
            asked_again=run.asks_again(round.item),
            covered=self._is_wall_covered,
            over=run.phase == "ended",
        )

    @cached_property
    def _releases(self) -> Mapping[int, Release | None]:
        """Releases of each round to outsiders, so that no two give anyone away."""
        alone = [
            round
            for round in self.run.rounds
            if reason_of(self._result(round), Audience.OUTCOME, self.threshold) is Reason.TOLD
        ]
        return releases_of(self.run, self.threshold, alone)


@dataclass(frozen=True)
class ShowPlan:
    """Moment at which the room is shown a result: with the trainer's key, later, or never."""

    awaits_second_round: bool = False
    is_never_shown: bool = False
    is_compared_later: bool = False  # a step that is still to come shows its rounds side by side

    @property
    def goes_on_unshown(self) -> bool:
        """Is the safe thing after closing to go on, because it is shown later or never?"""
        return self.awaits_second_round or self.is_never_shown or self.is_compared_later

    @property
    def may_be_shown_early(self) -> bool:
        """Is it shown side by side later, and does nothing forbid showing it now?"""
        later = self.is_compared_later
        return later and not self.awaits_second_round and not self.is_never_shown


def show_plan(run: Run, item: str) -> ShowPlan:
    """The plan of a run for the activity called ``item``."""
    return ShowPlan(
        awaits_second_round=run.awaits_second_round(item),
        is_never_shown=run.is_never_shown(item),
        is_compared_later=any(
            step.phase == "planned" and item in step.activity.compares for step in run.steps
        ),
    )
