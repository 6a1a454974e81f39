"""The outcome: what a run leaves behind, as a page, a file and pictures. Nothing here writes."""

import time
from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask_babel import get_locale, gettext

from results.answers import answers_of
from results.exports import columns, content_disposition, rows_of
from results.headline import central_question, headline_of
from results.outcome import Outcome, band_text
from results.pictures import file_stem, pictures_of
from results.reading import outcome_of, room_of
from results.spreadsheet import Dialect
from web.auth import staff_only
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.refused import Refused
from workshop.reports.threshold import Threshold

ROWS_PER_TURN = 100  # of the event loop; with the longest texts some ten milliseconds

bp = Blueprint("results", __name__, url_prefix="/sesiones/<int:run_id>")


def init_app(app) -> None:
    """Open the addresses of the outcome."""
    app.register_blueprint(bp)


@bp.get("/resultado")
@staff_only
def outcome(run_id):
    """Outcome page: questions, results, and minutes they took."""
    run = read_run(run_id)
    return render_outcome(outcome_of(run, Threshold(run.k)))


@bp.get("/resultado.csv")
@staff_only
def outcome_csv(run_id):
    """The same figures for a spreadsheet."""
    run = read_run(run_id)
    return _csv_response(rows_of(outcome_of(run, Threshold(run.k))), content_disposition(run))


@bp.get("/sala")
@staff_only
def room(run_id):
    """The trainer's outcome page: what the room was shown, also of groups under k."""
    run = read_run(run_id)
    return render_outcome(room_of(run, Threshold(run.k)))


@bp.get("/sala.csv")
@staff_only
def room_csv(run_id):
    """The trainer's own file: what the room was shown, and the answers, shuffled per round."""
    run = read_run(run_id)
    rows = rows_of(room_of(run, Threshold(run.k)), answers_of)
    return _csv_response(rows, content_disposition(run, gettext("solo para quien facilitó")))


@bp.get("/imagenes")
@staff_only
def pictures(run_id):
    """Every result that may be told, each as a sheet to print, as SVG or as PNG."""
    run = read_run(run_id)
    return _picture_page(run, pictures_of(outcome_of(run, Threshold(run.k))))


@bp.get("/vueltas/<int:round_id>/imagen")
@staff_only
def picture(run_id, round_id):
    """The sheet of one round. Refused where the outcome would not tell it either."""
    run = read_run(run_id)
    all_of_them = pictures_of(outcome_of(run, Threshold(run.k)))
    found = [each for each in all_of_them if each.is_of(round_id)]
    if not found:
        raise Refused("picture_kept_back" if _has_round(run, round_id) else "not_found")
    return _picture_page(run, found)


def render_outcome(outcome: Outcome) -> str:
    """Return the record's page as HTML."""
    return render_template(
        "results/outcome.html",
        outcome=outcome,
        headline=headline_of(outcome),
        central_question=central_question(outcome),
        between=band_text,
    )


def _csv_response(rows, disposition: str) -> Response:
    dialect = Dialect.asked(request.args.get("sep", ""), str(get_locale()))
    lines = dialect.lines(columns(), rows)
    response = Response(
        stream_with_context(_with_pauses(lines)), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = disposition
    return response


def _with_pauses(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines, giving the event loop a turn after every ROWS_PER_TURN."""
    for at, line in enumerate(lines):
        if at % ROWS_PER_TURN == 0:
            time.sleep(0)  # others wait for the loop, which eventlet has put in its place
        yield line


def _picture_page(run: Run, sheets):
    return render_template("results/pictures.html", run=run, pictures=sheets, stem=file_stem(run))


def _has_round(run: Run, round_id: int) -> bool:
    return any(round.id == round_id for step in run.steps for round in step.rounds)


def read_run(run_id: int) -> Run:
    """The run, as it is now."""
    run = db.session.get(Run, run_id)
    if run is None:
        raise Refused("run_unknown")
    return run
