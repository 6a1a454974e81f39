"""Reading the room's advice later, with the pseudonym that a phone made: no seat, no account."""

from flask import Blueprint, render_template, request

from participant.guessing import slow_down_guessing, this_address, wrong_code
from realtime.doors import open_to
from workshop.activities.commitment import CODE
from workshop.advice import counsel_for

bp = Blueprint("counsel", __name__)

LONGEST = 40  # characters typed; a pseudonym has nine


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
    typed = request.form.get("seudonimo", "")[:LONGEST]
    pseudonym = as_printed(typed)
    counsel = counsel_for(pseudonym) if CODE.fullmatch(pseudonym) else None
    if counsel is None:
        wrong_code(this_address())
    page = render_template(
        "participant/counsel.html", typed=typed, counsel=counsel, unknown=counsel is None
    )
    return page, 200 if counsel else 404


def as_printed(typed: str) -> str:
    """«k7pm 4xq2» as it was printed: «K7PM-4XQ2»."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return f"{letters[:4]}-{letters[4:]}"
