"""Coming back to a commitment, with the code that a phone made for it: no seat, no account."""

from flask import Blueprint, render_template, request

from participant.code import as_printed, is_way_back
from participant.guessing import slow_down_guessing, this_address, wrong_code
from realtime.doors import open_to
from workshop.pledge import pledge_with

bp = Blueprint("pledge", __name__)


@bp.get("/compromiso")
@open_to("anyone")
def ask():
    """The page that asks for the code."""
    return render_template("participant/pledge.html", typed="", pledge=None, unknown=False)


@bp.post("/compromiso")
@open_to("anyone")
def read():
    """The commitment under this code, as its author wrote it."""
    slow_down_guessing()
    code = as_printed(request.form.get("codigo", ""))
    pledge = pledge_with(code) if is_way_back(code) else None
    if pledge is None:
        wrong_code(this_address())
    page = render_template(
        "participant/pledge.html", typed=code, pledge=pledge, unknown=pledge is None
    )
    return page, 200 if pledge else 404
