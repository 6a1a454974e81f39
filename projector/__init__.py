"""Route of the wall, which only receives."""

from flask import Blueprint, render_template, request
from sqlalchemy import select

from realtime.protocol.audiences import PROJECTOR
from realtime.views.run_reader import read_picture
from realtime.views.snapshots import page_key
from realtime.views.stages import wall_stage
from web.auth import access
from web.usted import addressing
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.refused import Refused

bp = Blueprint("projector", __name__)


@bp.get("/pantalla/<token>")
@access("projector")
def wall(token):
    """The wall of the run that this read-only token belongs to."""
    run = db.session.scalar(select(Run).where(Run.wall_token == token))
    if run is None:
        raise Refused("not_found")
    theme = "light" if request.args.get("tema") == "claro" else "dark"
    stage = wall_stage(read_picture(run, PROJECTOR))
    key = page_key(stage, PROJECTOR)
    with addressing(run.usted):
        return render_template(
            "projector/page.html", token=token, stage=stage, key=key, theme=theme
        )


def init_app(app) -> None:
    """Register the wall's blueprint."""
    app.register_blueprint(bp)
