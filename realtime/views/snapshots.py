"""The whole truth, as each audience may see it. What is not allowed is not in there at all."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime

from flask import current_app, render_template

from realtime.protocol.emit import FACILITATOR, PARTICIPANT, PROJECTOR
from realtime.state.cluster import company
from realtime.state.open_rounds import open_rounds
from realtime.views.live_tally import (
    BallotRow,
    count_ballots,
    on_the_wire,
    read_ballot_states,
    read_ballots,
    tally_ballots,
)
from realtime.views.models import (
    ActView,
    ComparisonView,
    ConsoleStage,
    RoundView,
    RunView,
    SplitView,
    Stage,
    StepView,
)
from realtime.views.schedule import times_of
from web.clock import now
from web.lan_addresses import public_base, url_of
from web.qr_svg import qr_svg
from web.usted import addressing
from workshop.activities import MadeOfRounds
from workshop.activities.parts.public_list import PublicList
from workshop.commands.qr_key import qr_key
from workshop.models.earlier_rounds import source_round
from workshop.models.participant import how_many_joined
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.models.segments import segment_round
from workshop.models.step import Step
from workshop.persistence.db import db
from workshop.reports.by_segment import breakdown_of
from workshop.reports.comparison import comparable, compare
from workshop.reports.threshold import Threshold
from workshop.reports.turnouts import turnouts_of
from workshop.reports.visibility import goes_on_unshown
from workshop.statistics.turnout import Turnout


def snapshot(run: Run, audience: str, stage: Stage | ConsoleStage | None = None) -> dict:
    """What travels to everyone of ``audience``: one rendered page and the numbers in it."""
    stage = stage or _stage(run, audience)
    with addressing(run.usted and audience != FACILITATOR):
        html = render_template(f"{audience}/{stage.page}.html", stage=stage)
    round = stage.round
    counted = round is not None and (audience != PARTICIPANT or round.phase != "open")
    return {
        "version": run.version,
        "key": page_key(run, audience, stage),
        "page": stage.page,
        "html": html,
        "round": _round_on_the_wire(stage),
        "counts": round.counts.to_json() if round and counted else None,
        "tally": on_the_wire(stage.step.activity, round.tally) if round and stage.step else None,
        "inside": stage.run.inside,
        "paused": run.paused,
        "personal": None,
    }


_for_phones: dict[int, dict] = {}  # run id → the latest snapshot of its phones
_rendering = threading.Lock()


def snapshot_for_phones(run_id: int) -> dict | None:
    """The phones' snapshot, rendered once for the room, with the time left now.

    From memory, which follows the database: ``renew_for_phones`` is called with every change. None
    if the run is no more.
    """
    kept = _for_phones.get(run_id)
    if kept is None:
        with _rendering:  # a thousand phones may come back at once
            run = db.session.get(Run, run_id) if run_id not in _for_phones else None
            if run is not None:
                open_rounds.follow(run, now())  # it may have been opened by another process
                renew_for_phones(run)
        kept = _for_phones.get(run_id)
    if kept is None:
        return None
    live = open_rounds.of_run(run_id)
    remaining = live.remaining_ms() if live else None
    round = kept["round"] and kept["round"] | {"remaining_ms": remaining}
    return kept | {"inside": company.inside(run_id), "round": round}


def renew_for_phones(run: Run) -> None:
    """Render what phones are told of ``run``, unless something newer was rendered meanwhile."""
    made = snapshot(run, PARTICIPANT)
    kept = _for_phones.get(run.id)
    if kept is None or kept["version"] <= made["version"]:
        _for_phones[run.id] = made


def forget_snapshot(run_id: int) -> None:
    """Nobody is inside any more, or the run is gone."""
    _for_phones.pop(run_id, None)


def forget_snapshots() -> None:
    """Another app is being built in this process."""
    _for_phones.clear()


def _stage(run: Run, audience: str):
    if audience == FACILITATOR:
        from realtime.views.console import console_stage  # it is made of what this module makes

        return console_stage(run)
    return stage_for(run, audience)


def page_key(run: Run, audience: str, stage) -> str:
    """Pages with the same key are the same page: only its numbers may differ.

    A phone's page lives as long as its round's phase, so that nothing typed is lost. The console
    is drawn anew with every change: nobody types there.
    """
    step, round = stage.step, stage.round
    parts = [stage.page, step.id if step else "", round.id if round else ""]
    parts += [round.phase, round.hidden] if round else []
    if step and round and round.phase == "open":
        parts += [step.activity.edition if isinstance(step.activity, MadeOfRounds) else 0]
    if stage.page in ("revealed", "open") and stage.comparison:
        parts += [stage.reveal if hasattr(stage, "reveal") else ""]
    if audience == PROJECTOR:
        parts += [stage.run.address, "split" if stage.splits else ""]
    if audience == FACILITATOR:
        parts += [run.version]
    return ":".join(str(part) for part in parts)


def stage_for(run: Run, audience: str) -> Stage:
    """What phones or the wall show at this moment."""
    stage = _stage_under(run, audience)
    if audience == PROJECTOR and run.code_on_wall and stage.page not in ("joining", "ended"):
        return _under_the_code(stage)
    return stage


def _under_the_code(stage: Stage) -> Stage:
    """Return the stage with the ways in, the open question's words and count, and no result."""
    round = stage.round and replace(stage.round, tally=None)
    return Stage("code", stage.run, stage.step, round)


def _stage_under(run: Run, audience: str) -> Stage:
    shown = run_view(run, for_staff=audience != PARTICIPANT)
    step = run.step
    if run.phase == "lobby":
        return Stage("lobby" if audience == PARTICIPANT else "joining", shown)
    if audience == PROJECTOR and run.paused:
        return Stage("paused", shown)
    if run.phase == "ended" or step is None:
        return Stage("ended", shown)
    round = step.round
    waiting = "waiting" if audience == PARTICIPANT else "staged"
    view = step_view(run, step, round)
    if round is None:
        return Stage(waiting, shown, view)
    on_time = audience == PROJECTOR and round.closed_itself  # no clock takes a result off the wall
    may_see = result_is_public(run, round) or (on_time and is_told_live(run, round))
    stays = round.phase != "closed" or on_time
    comparisons = comparisons_of(run, step) if stays else ()
    if audience == PROJECTOR:
        comparisons = comparisons[:1]  # one idea at a time
    return Stage(
        page=round.phase,
        run=shown,
        step=view,
        round=round_view(
            run, round, with_tally=may_see, with_counts=may_see or audience != PARTICIPANT
        ),
        comparison=comparisons,
        reveal=step.reveal,
        turnouts=turnouts_of(run, step),
        earlier=act_before(run, step),
        splits=splits_of(run, step) if audience == PROJECTOR and step.by_segment else (),
    )


def act_before(run: Run, step: Step) -> ActView | None:
    """The act that this step goes on from; its tally only where the room has been shown it."""
    ref = step.activity.act_of
    round = source_round(run, ref) if ref else None
    if round is None:
        return None
    shown = round_view(run, round, with_tally=result_is_public(run, round))
    return ActView(round.activity, shown, round.step.label)


def result_is_public(run: Run, round: Round) -> bool:
    """May the room see this round's result now?"""
    if round.phase == "revealed":
        return True
    return round.phase == "open" and is_told_live(run, round)


def is_told_live(run: Run, round: Round) -> bool:
    """Does the room see the result of this round while it grows?"""
    return (
        (round.activity.show == "live" or isinstance(round.activity, PublicList))
        and round.mode != "A"
        and not run.awaits_second_round(round.item)
    )


def comparisons_of(run: Run, step: Step) -> tuple[ComparisonView, ...]:
    """The pairs of rounds that this step shows side by side, all of them revealed."""
    items = step.activity.compares or (step.item,)
    views = []
    for item in items:
        pair = comparable([r for r in run.rounds_of(item) if r.phase == "revealed"])
        if pair is not None:
            views.append(comparison_view(run, *pair))
    return tuple(views)


def splits_of(run: Run, step: Step) -> tuple[SplitView, ...]:
    """The step's result by segment; of two revealed rounds side by side, both."""
    if step.round is None or segment_round(run, step.round) is None:
        return ()
    revealed = [r for r in run.rounds_of(step.item) if r.phase == "revealed"]
    pair = comparable(revealed)
    views = []
    for round in pair or (step.round,):
        found = breakdown_of(run, round, Threshold(run.k))
        if found is not None:
            views.append(SplitView(round.activity, round_view(run, round, with_tally=True), found))
    return tuple(views)


def comparison_view(run: Run, before: Round, after: Round) -> ComparisonView:
    """Two rounds with what may be told of the way between them."""
    found = compare(before, after, Threshold(run.k))
    return ComparisonView(
        activity=after.activity,
        before=round_view(run, before, with_tally=True),
        after=round_view(run, after, with_tally=True),
        pairs=found.pairs,
        too_few=found.too_few,
        flows=found.change.flows if found.change else (),
        moved=found.moved,
        changes=found.change.changes if found.change else (),
        only_once=found.only_once,
        measured=found.measured,
        paired=found.paired,
    )


def round_view(
    run: Run,
    round: Round,
    *,
    with_tally: bool,
    with_counts: bool = True,
    ballots: list[BallotRow] | None = None,
) -> RoundView:
    """One round with counts, and with its tally where it may be seen and enough people answered.

    ``ballots`` are those of an open one, where they have been read already.
    """
    live = open_rounds.get(round.id)
    tally = None
    if live is not None and round.phase == "open" and live.activity.takes_answers:
        if with_tally:
            ballots = read_ballots(round.id) if ballots is None else ballots
            tally = tally_ballots(live, ballots)
            counts = count_ballots(live, ballots) if with_counts else Turnout()
        elif with_counts:
            counts = count_ballots(live, read_ballot_states(round.id))
        else:
            counts = Turnout()
    else:
        counts = round.turnout
        tally = round.tally if with_tally else None
    too_few = False
    if tally is not None and not Threshold(run.k).shows_room(counts.answered, round.mode):
        tally, too_few = None, True
    if tally is not None:
        tally = Threshold(run.k).protect(round.activity, tally)
    planned = sum(
        1
        for step in run.steps
        if step.item == round.item
        and step.phase != "skipped"
        # nobody answered there: what is asked here is not a second time
        and (step is round.step or step.round is None or not step.round.is_unanswered)
    )
    return RoundView(
        id=round.id,
        number=round.number,
        of=max(round.number, planned),
        phase=round.phase,
        mode=round.mode,
        counts=counts,
        seconds=round.activity.seconds,
        remaining_ms=live.remaining_ms() if live else None,
        hidden=run.awaits_second_round(round.item),
        tally=tally,
        too_few=too_few,
        k=run.k,
        extended=round.extended,
        close_at_share=round.close_at_share,
        median_seconds=round.median_seconds,
        by_table=round.activity.by_table,
        closed_by=round.closed_by,
        shown_next=not goes_on_unshown(run, round.item),
    )


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


def run_view(run: Run, at: datetime | None = None, *, for_staff: bool = True) -> RunView:
    """The run as every page of it needs it; phones are not told how many ever came."""
    at = at or now()
    times = times_of(run, at)
    address = current_app.extensions["networks"].told(run.address)
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
        inside=company.inside(run.id),
        joined=how_many_joined(run.id) if for_staff else 0,
        trial=run.trial,
        simulated=run.simulated,
        hold_texts=run.hold_texts,
        usted=run.usted,
        started_at=run.started_at,
        minutes_elapsed=times.elapsed,
        minutes_drift=times.drift,
        ends_at=f"{run.local(times.ends):%H:%M}" if times.ends else "",
    )


def _round_on_the_wire(stage) -> dict | None:
    round = stage.round
    if round is None or stage.step is None:
        return None
    return {
        "id": round.id,
        "kind": stage.step.kind,
        "phase": round.phase,
        "number": round.number,
        "mode": round.mode,
        "remaining_ms": round.remaining_ms,
        "running": round.phase == "open" and round.remaining_ms is not None,
    }
