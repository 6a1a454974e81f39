"""The trainer's start page: modules to run, runs to return to, runs that are over."""

from flask import Blueprint, current_app, render_template, request
from sqlalchemy import select

from facilitator.previews import previews_of
from realtime.state.cluster import cluster_presence
from web.auth import staff_only
from web.clock import now
from workshop.commands.reopen_run import can_be_reopened
from workshop.models.participant import count_joined
from workshop.models.run import Run
from workshop.models.time_zone import in_zone
from workshop.persistence.db import db
from workshop.refused import Refused

bp = Blueprint("home", __name__)
RUNS_PER_PAGE = 50  # runs that are over
MAX_PAGE = 1_000  # beyond it nobody has ever pressed


@bp.get("/inicio")
@staff_only
def home():
    """Start page: modules to start, runs that go on, runs that are over."""
    page = min(max(request.args.get("pagina", 1, type=int) or 1, 1), MAX_PAGE)
    newest = select(Run).order_by(Run.id.desc())
    live = db.session.scalars(newest.where(Run.phase != "ended")).all() if page == 1 else ()
    over = (
        newest.where(Run.phase == "ended")
        .offset((page - 1) * RUNS_PER_PAGE)
        .limit(RUNS_PER_PAGE + 1)
    )
    past = db.session.scalars(over).all()  # one more than is shown: is there another page?
    library = current_app.extensions["library"].refresh()
    return render_template(
        "facilitator/home.html",
        modules=tuple(library.values()),
        problems=library.problems,
        offered=library.keys(),
        live=[live_line(run) for run in live],
        past=[past_line(run) for run in past[:RUNS_PER_PAGE]],
        page=page,
        is_last=len(past) <= RUNS_PER_PAGE,
    )


@bp.get("/modulos/<slug>")
@staff_only
def module(slug):
    """One module: what it is for, its time, its activities and its guide."""
    library = current_app.extensions["library"].refresh()
    found = library.get(slug)
    if found is None:
        raise Refused("module_unknown")
    return render_template(
        "facilitator/module.html",
        module=found,
        previews=tuple(previews_of(found, in_zone(now(), current_app.config["ZONE"]))),
        problems=library.problems_of(slug),
    )


def live_line(run: Run) -> dict:
    """A run that is not over, in one line."""
    return {
        "id": run.id,
        "title": run.title,
        "is_readable": run.is_readable,
        "module_title": run.module_title,
        "group": run.group,
        "trainer": run.trainer,
        "when": run.began,
        "phase": run.phase,
        "step": run.step.label if run.step else "",
        "steps": len(run.steps),
        "inside": cluster_presence.inside(run.id),
        "joined": joined(run),
        "trial": run.trial,
        "simulated": run.simulated,
    }


def past_line(run: Run) -> dict:
    """A run that is over, in one line."""
    planned = sum(step.planned_minutes for step in run.steps if step.phase == "done")
    real = sum(step.real_minutes or 0 for step in run.steps if step.phase == "done")
    return {
        "id": run.id,
        "title": run.title,
        "is_readable": run.is_readable,
        "module_title": run.module_title,
        "group": run.group,
        "trainer": run.trainer,
        "date": run.began,
        "people": joined(run),
        "drift": round(real - planned),
        "trial": run.trial,
        "simulated": run.simulated,
        "reopens": can_be_reopened(run, now()),
    }


def joined(run: Run) -> int:
    """Count the people who ever joined."""
    return count_joined(run.id)
