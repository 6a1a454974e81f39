"""Reading the room's advice later, with the pseudonym that a phone made: no seat, no account."""

from flask import Blueprint, render_template, request

from participant.code import as_printed, is_way_back
from participant.guessing import slow_down_guessing, this_address, wrong_code
from realtime.doors import open_to
from workshop.advice import counsel_for

bp = Blueprint("counsel", __name__)


@bp.get("/consejos")
@open_to("anyone")
def ask():
    """The page that asks for the pseudonym."""
    return render_template("participant/counsel.html", typed="", counsel=None, unknown=False)


@bp.post("/consejos")
@open_to("anyone")
def read():
    """The situation under this pseudonym, and what the room advised."""
    slow_down_guessing()
    pseudonym = as_printed(request.form.get("seudonimo", ""))
    counsel = counsel_for(pseudonym) if is_way_back(pseudonym) else None
    if counsel is None:
        wrong_code(this_address())
    page = render_template(
        "participant/counsel.html", typed=pseudonym, counsel=counsel, unknown=counsel is None
    )
    return page, 200 if counsel else 404
