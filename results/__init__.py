"""The outcome: what a run leaves behind, as a page and as a file. Nothing here writes."""

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask_babel import get_locale

from realtime.doors import staff_only
from results.exports import Dialect, file_name, rows_of
from results.outcome import outcome_of
from workshop.db import db
from workshop.refused import Refused
from workshop.run import Run
from workshop.threshold import Threshold

bp = Blueprint("results", __name__, url_prefix="/sesiones/<int:run_id>")


def init_app(app) -> None:
    """Open the addresses of the outcome."""
    app.register_blueprint(bp)


@bp.get("/resultado")
@staff_only
def outcome(run_id):
    """What was asked, what came out, and what it cost in minutes."""
    run = read_run(run_id)
    return render_template("results/outcome.html", outcome=outcome_of(run, Threshold(run.k)))


@bp.get("/resultado.csv")
@staff_only
def outcome_csv(run_id):
    """The same figures for a spreadsheet, and the answers they come from."""
    run = read_run(run_id)
    dialect = Dialect.asked(request.args.get("sep", ""), str(get_locale()))
    lines = dialect.lines(rows_of(run, outcome_of(run, Threshold(run.k))))
    response = Response(stream_with_context(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = file_name(run)
    return response


def read_run(run_id: int) -> Run:
    """The run, as it is now."""
    run = db.session.get(Run, run_id)
    if run is None:
        raise Refused("run_unknown")
    return run
