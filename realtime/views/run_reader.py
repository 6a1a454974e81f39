"""Reading a run as one picture of plain values: once for each change, whoever is shown it."""

from dataclasses import replace
from datetime import datetime
from functools import cached_property

from flask import current_app

from realtime.answers.write_probe import milliseconds_to_store
from realtime.protocol.audiences import FACILITATOR, count_listeners
from realtime.state.cluster import cluster_presence
from realtime.state.connections import screen_connections
from realtime.views.models import ComparisonView, RunView, SplitView, StepView
from realtime.views.moderation_queue import queue_of
from realtime.views.notices import flood_notice, notices
from realtime.views.rounds import RoundReader, act_before, comparisons_of, splits_of
from realtime.views.run_picture import ConsolePicture, RoundPicture, RunPicture, StepPicture
from realtime.views.schedule import times_of
from realtime.views.step_items import step_items_of
from web.clock import now
from web.lan_addresses import public_base, url_of
from web.qr_svg import qr_svg
from workshop.activities.parts.segment import segment_of
from workshop.commands.qr_key import qr_key
from workshop.commands.reopen_run import can_be_reopened
from workshop.models.group_tables import TableState, frozen_table_states, table_states
from workshop.models.participant import count_joined
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.models.segments import segment_round
from workshop.models.step import Step
from workshop.reports.participant_copy import RoomCopy, room_copy
from workshop.reports.turnouts import ActivityTurnout, turnouts_of
from workshop.reports.visibility import Audience, ResultVisibility, ShowPlan, show_plan


class RunReader:
    """Reads one run at one moment; each fact at most once, and only where somebody is shown it.

    Phones are the many and are told first: a picture for them alone reads little, and one for
    wall and console goes on from what it has read.
    """

    def __init__(self, run: Run, at: datetime | None = None):
        self.run = run
        self.at = at or now()
        self.visibility = ResultVisibility(run)

    def picture(self, *audiences: str) -> RunPicture:
        """The run as ``audiences`` are shown it; the console's picture has the wall in it."""
        shown = {Audience(each) for each in audiences}
        if Audience.CONSOLE in shown:
            shown.add(Audience.WALL)
        for_staff = Audience.WALL in shown
        step = self.run.step if self.run.phase == "running" else None
        return RunPicture(
            run=replace(self._view, joined=count_joined(self.run.id) if for_staff else 0),
            step=self._step(step, shown) if step is not None else None,
            copy=self._copy if Audience.PHONES in shown else None,
            console=self._console(step) if Audience.CONSOLE in shown else None,
        )

    def _step(self, step: Step, shown: set[Audience]) -> StepPicture:
        round = self._round(shown) if step.round is not None else None
        private = Audience.CONSOLE in shown
        on_wall = Audience.WALL in shown and step.by_segment
        compared = private or (round is not None and _may_be_compared(round))
        return StepPicture(
            view=step_view(self.run, step, step.round),
            planned=step.activity,
            reveal=step.reveal,
            by_segment=step.by_segment,
            round=round,
            comparisons=self._comparisons if compared else (),
            turnouts=self._turnouts if round is not None else (),
            earlier=self._earlier if round is not None else None,
            splits=self._splits if private or on_wall else (),
        )

    def _round(self, shown: set[Audience]) -> RoundPicture:
        for_staff = Audience.WALL in shown
        return self._current_round.picture(
            shown,
            with_counts=for_staff,
            shown_next=not (for_staff and self._plan.goes_on_unshown),
        )

    def _console(self, step: Step | None) -> ConsolePicture:
        run = self.run
        walls = screen_connections.how_many_walls(run.id)
        round = step.round if step is not None else None
        segment = segment_round(run, round) if round is not None else None
        return ConsolePicture(
            agenda=tuple(step_view(run, each) for each in run.steps),
            addresses=tuple(current_app.extensions["networks"].addresses()),
            walls=walls + cluster_presence.walls_elsewhere(run.id),
            consoles=count_listeners(run.id, FACILITATOR),
            notices=notices(),
            flood=flood_notice(run),
            saved_ms=milliseconds_to_store(run.id) if run.phase == "lobby" else None,
            reopens=run.phase == "ended" and can_be_reopened(run, self.at),
            is_last=not any(each.phase == "planned" for each in run.steps),
            plan=self._plan if step is not None else ShowPlan(),
            next_number=run.next_number(step.item) if step is not None else 1,
            segment=segment_of(segment.activity) if segment is not None else "",
            cards=queue_of(run, self._ballots_to_moderate(step)) if step is not None else (),
            tables=tables_of(round) if round is not None else (),
            items=step_items_of(run, step) if step is not None else None,
        )

    def _ballots_to_moderate(self, step: Step):
        moderated = step.activity.moderated and step.round is not None
        return self._current_round.ballots if moderated else None

    # --- what is read once, by whichever picture asks first -----------------------------------

    @cached_property
    def _view(self) -> RunView:
        return run_view(self.run, self.at)

    @cached_property
    def _copy(self) -> RoomCopy | None:
        return room_copy(self.run) if self.run.phase == "ended" else None

    @property
    def _current(self) -> Step:
        step = self.run.step
        assert step is not None, "asked only where the run stands at a step"
        return step

    @cached_property
    def _current_round(self) -> RoundReader:
        round = self._current.round
        assert round is not None, "asked only where the step has a round"
        return RoundReader(self.visibility, round)

    @cached_property
    def _plan(self) -> ShowPlan:
        return show_plan(self.run, self._current.item)

    @cached_property
    def _comparisons(self) -> tuple[ComparisonView, ...]:
        return comparisons_of(self.visibility, self._current)

    @cached_property
    def _splits(self) -> tuple[SplitView, ...]:
        return splits_of(self.visibility, self._current)

    @cached_property
    def _turnouts(self) -> tuple[ActivityTurnout, ...]:
        return turnouts_of(self.run, self._current)

    @cached_property
    def _earlier(self):
        return act_before(self.visibility, self._current)


def read_picture(run: Run, *audiences: str) -> RunPicture:
    """The run as ``audiences`` are shown it now."""
    return RunReader(run).picture(*audiences)


def _may_be_compared(round: RoundPicture) -> bool:
    """Could phones or the wall show it beside another? Not just after a key has closed it."""
    return round.view.phase != "closed" or round.closed_itself


def step_view(run: Run, step: Step, round: Round | None = None) -> StepView:
    """A step as pages show it; with its ``round``, as it was asked there."""
    activity = round.activity if round is not None else step.asked
    first = next(s for s in run.steps if s.item == step.item)
    return StepView(
        id=step.id,
        label=step.label,
        title=step.title,
        kind=activity.kind,
        kind_name=activity.name,
        phase=step.phase,
        activity=activity,
        planned_minutes=step.planned_minutes,
        real_minutes=step.real_minutes,
        optional=step.optional,
        current=run.step_id == step.id,
        repeats=first.label if first.id != step.id else "",
    )


def run_view(run: Run, at: datetime) -> RunView:
    """The run as every page of it needs it; how many ever joined is read for staff alone."""
    times = times_of(run, at)
    address = current_app.extensions["networks"].resolve(run.address)
    join_url = f"{url_of(current_app.config, address)}/{run.code}"
    qr_url = f"{join_url}#{qr_key(run.wall_token)}"
    return RunView(
        id=run.id,
        title=run.title,
        module_title=run.module_title,
        group=run.group,
        trainer=run.trainer,
        code=run.code,
        phase=run.phase,
        paused=run.paused,
        zone=run.zone,
        code_on_wall=run.code_on_wall,
        version=run.version,
        address=address,
        join_url=join_url,
        wall_url=f"{public_base(current_app.config)}/pantalla/{run.wall_token}",
        qr_svg=qr_svg(qr_url),
        qr_url=qr_url,
        locked=run.locked,
        inside=cluster_presence.inside(run.id),
        joined=0,
        trial=run.trial,
        simulated=run.simulated,
        hold_texts=run.hold_texts,
        usted=run.usted,
        started_at=run.started_at,
        minutes_elapsed=times.elapsed,
        minutes_drift=times.drift,
        ends_at=f"{run.local(times.ends):%H:%M}" if times.ends else "",
    )


def tables_of(round: Round) -> tuple[TableState, ...]:
    """State of each table; of anonymous rounds only who sits where, and at the end the sums."""
    if not round.activity.by_table or round.phase == "annulled":
        return ()
    return (
        tuple(table_states(round)) if round.phase == "open" else frozen_table_states(round.tables)
    )
