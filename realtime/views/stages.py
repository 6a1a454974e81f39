"""Phones and the wall as projections of one picture of the run. Nothing is read here."""

from dataclasses import replace

from realtime.views.models import RunView, Stage
from realtime.views.run_picture import RoundPicture, RunPicture, StepPicture
from workshop.reports.visibility import Audience


def phone_stage(picture: RunPicture) -> Stage:
    """The page of every phone; how many ever came is not told there."""
    run = replace(picture.run, joined=0)
    if run.phase == "lobby":
        return Stage("lobby", run)
    return replace(_at_step(picture, run, Audience.PHONES), copy=picture.copy)


def wall_stage(picture: RunPicture) -> Stage:
    """The page of the wall, with how to get in over it if the trainer put that there."""
    run = picture.run
    if run.phase == "lobby":
        return Stage("joining", run)
    stage = Stage("paused", run) if run.paused else _at_step(picture, run, Audience.WALL)
    if run.code_on_wall and stage.page != "ended":
        return Stage("code", run, stage.step, stage.round)
    return stage


def _at_step(picture: RunPicture, run: RunView, audience: Audience) -> Stage:
    step = picture.step
    if run.phase == "ended" or step is None:
        return Stage("ended", run)
    if step.round is None:
        return Stage("waiting" if audience is Audience.PHONES else "staged", run, step.view)
    on_wall = audience is Audience.WALL
    comparisons = _side_by_side(step, step.round, on_wall)
    return Stage(
        page=step.round.view.phase,
        run=run,
        step=step.view,
        round=step.round.seen_by(audience),
        comparison=comparisons[:1] if on_wall else comparisons,  # one idea at a time
        reveal=step.reveal,
        turnouts=step.turnouts,
        earlier=step.earlier,
        splits=step.splits if on_wall and step.by_segment else (),
    )


def _side_by_side(step: StepPicture, round: RoundPicture, on_wall: bool) -> tuple:
    """The comparisons, but for a round that a key has just closed: its own result comes first."""
    stays = round.view.phase != "closed" or (on_wall and round.closed_itself)
    return step.comparisons if stays else ()
