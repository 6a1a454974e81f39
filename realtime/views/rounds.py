"""Reading rounds as views: what they count, what was given, what may be told, side by side."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

from realtime.state.open_rounds import open_rounds
from realtime.views.live_tally import (
    BallotRow,
    count_ballots,
    read_ballot_states,
    read_ballots,
    tally_ballots,
)
from realtime.views.models import ActView, ComparisonView, RoundView, SplitView
from realtime.views.run_picture import RoundPicture
from workshop.models.earlier_rounds import source_round
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.models.segments import segment_round
from workshop.models.step import Step
from workshop.reports.by_segment import breakdown_of
from workshop.reports.comparison import comparable, compare
from workshop.reports.raised_hands import raised_hands
from workshop.reports.visibility import Audience, ResultVisibility
from workshop.statistics.turnout import Turnout

IN_THE_ROOM = (Audience.PHONES, Audience.WALL, Audience.CONSOLE)


class RoundReader:
    """Reads one round; each fact at most once, however many audiences are shown it."""

    def __init__(self, visibility: ResultVisibility, round: Round):
        self.round, self.run = round, visibility.run
        self.threshold = visibility.threshold
        self.live = open_rounds.get(round.id)
        self.visibility = {each: visibility.of(round, each) for each in IN_THE_ROOM}

    @property
    def is_counting(self) -> bool:
        """Is it being answered, so that counts and tally are made of its ballots?"""
        open_ = self.live is not None and self.round.phase == "open"
        return open_ and self.round.activity.takes_answers

    @cached_property
    def ballots(self) -> list[BallotRow] | None:
        """Read what was given so far; None where nothing is open, or anonymous still."""
        if self.round.mode == "A" or self.live is None:
            return None
        return read_ballots(self.round.id)

    @cached_property
    def counts(self) -> Turnout:
        """Return the turnout now; of an open round a recount."""
        if self.live is None or not self.is_counting:
            return self.round.turnout
        read = vars(self).get("ballots")  # a thousand long texts are not read to be counted
        given = read_ballot_states(self.round.id) if read is None else read
        return count_ballots(self.live, given)

    @cached_property
    def tally(self) -> dict[str, Any] | None:
        """Return the tally without its parts that are too small to tell."""
        tally: dict[str, Any] | None = self.round.tally
        if self.live is not None and self.is_counting:
            tally = tally_ballots(self.live, self.ballots or [])
        if tally is None:
            return None
        return self.threshold.protect(self.round.activity, tally)

    def picture(
        self, audiences: Collection[Audience], *, with_counts: bool = True, shown_next: bool = True
    ) -> RoundPicture:
        """The round for these ``audiences``; ``shown_next`` is what the trainer is offered."""
        told = any(self.visibility[each].told for each in audiences)
        tally = self.tally if told else None
        counted = with_counts or told or not self.is_counting
        return RoundPicture(
            view=self._view(self.counts if counted else Turnout(), shown_next),
            visibility=self.visibility,
            tally=tally,
            frozen=self.round.turnout,
            has_deadline=self.round.closes_at is not None,
            is_final=self.round.is_final,
            closed_itself=self.round.closed_itself,
            by_hand={
                each: raised_hands(self.round, each, self.visibility[each], self.threshold)
                for each in audiences
            },
        )

    def seen_by(self, audience: Audience) -> RoundView:
        """The round as one audience may see it."""
        return self.picture([audience]).seen_by(audience)

    def _view(self, counts: Turnout, shown_next: bool) -> RoundView:
        round = self.round
        return RoundView(
            id=round.id,
            number=round.number,
            of=max(round.number, planned_askings(self.run, round)),
            phase=round.phase,
            mode=round.mode,
            counts=counts,
            seconds=round.activity.seconds,
            remaining_ms=self.live.remaining_ms() if self.live else None,
            hidden=self.run.awaits_second_round(round.item),
            k=self.run.k,
            extended=round.extended,
            close_at_share=round.close_at_share,
            median_seconds=round.median_seconds,
            by_table=round.activity.by_table,
            closed_by=round.closed_by,
            shown_next=shown_next,
        )


def planned_askings(run: Run, round: Round) -> int:
    """Count a run's askings of this round's activity, without those nobody answered elsewhere."""
    return sum(
        1
        for step in run.steps
        if step.item == round.item
        and step.phase != "skipped"
        # nobody answered there: what is asked here is not a second time
        and (step is round.step or step.round is None or not step.round.is_unanswered)
    )


def act_before(visibility: ResultVisibility, step: Step) -> ActView | None:
    """The act that this step goes on from; its tally only where the room has been shown it."""
    ref = step.activity.act_of
    round = source_round(visibility.run, ref) if ref else None
    if round is None:
        return None
    shown = RoundReader(visibility, round).seen_by(Audience.PHONES)
    return ActView(round.activity, shown, round.step.label)


def comparisons_of(visibility: ResultVisibility, step: Step) -> tuple[ComparisonView, ...]:
    """The pairs of rounds that this step shows side by side, all of them shown to the room."""
    views = []
    for item in step.activity.compares or (step.item,):
        pair = comparable(_shown_rounds(visibility, item))
        if pair is not None:
            views.append(comparison_view(visibility, *pair))
    return tuple(views)


def splits_of(visibility: ResultVisibility, step: Step) -> tuple[SplitView, ...]:
    """The step's result by segment; of two revealed rounds side by side, both."""
    run = visibility.run
    if step.round is None or segment_round(run, step.round) is None:
        return ()
    views = []
    for round in comparable(_shown_rounds(visibility, step.item)) or (step.round,):
        found = breakdown_of(run, round, visibility.threshold)
        if found is not None:
            seen = RoundReader(visibility, round).seen_by(Audience.CONSOLE)
            views.append(SplitView(round.activity, seen, found))
    return tuple(views)


def _shown_rounds(visibility: ResultVisibility, item: str) -> list[Round]:
    """Rounds of an activity that are over and that the room was shown, first to last."""
    return [
        round
        for round in visibility.run.rounds_of(item)
        if round.is_final and visibility.of(round, Audience.PHONES).is_due
    ]


def comparison_view(visibility: ResultVisibility, before: Round, after: Round) -> ComparisonView:
    """Two rounds with what may be told of the way between them."""
    found = compare(before, after, visibility.threshold)
    return ComparisonView(
        activity=after.activity,
        before=RoundReader(visibility, before).seen_by(Audience.PHONES),
        after=RoundReader(visibility, after).seen_by(Audience.PHONES),
        pairs=found.pairs,
        too_few=found.too_few,
        flows=found.change.flows if found.change else (),
        moved=found.moved,
        changes=found.change.changes if found.change else (),
        only_once=found.only_once,
        measured=found.measured,
        paired=found.paired,
    )
