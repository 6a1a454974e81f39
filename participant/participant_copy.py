"""«Mi recorrido»: the return code of a phone, and what it leads back to later."""

from flask import Blueprint, current_app, jsonify
from sqlalchemy.exc import IntegrityError

from participant.join import bp as phone
from participant.return_code import ask_for_code, find_by_return_code
from participant.table import phone_request, run_and_participant
from web.auth import access
from workshop.models.return_code import end_of_validity, give_code, kept_code, last_day
from workshop.persistence.unit_of_work import unit_of_work
from workshop.reports.participant_copy import own_copy

COPY_PATH = "/mi-recorrido"
bp = Blueprint("participant_copy", __name__)


@phone.post(f"{COPY_PATH}/codigo")
@access("participant")
def give():
    """Return {code, until}: this phone's return code, and the date it is good until, once known."""
    return jsonify(code_for(phone_request()))


@bp.get(COPY_PATH)
@access("anyone")
def ask():
    """The page that asks for the code."""
    return ask_for_code("participant/copy.html")


@bp.post(COPY_PATH)
@access("anyone")
def read():
    """Page under this code: answers that were not anonymous, and results that were shown."""
    return find_by_return_code("participant/copy.html", "codigo", own_copy)


def code_for(asked: dict) -> dict[str, str | None]:
    """Return {code, until} of the phone that asks; a digest is written only where none is kept."""
    secret, token = current_app.config["SECRET_KEY"], asked["token"]
    run, participant = run_and_participant(asked)
    code = kept_code(participant.id, token, secret)
    if not code:
        try:
            with unit_of_work():
                run, participant = run_and_participant(asked)
                code = give_code(run, participant.id, token, secret)
        except IntegrityError:  # another tab, at another process: it is the same code
            code = kept_code(participant.id, token, secret)
    until = last_day(run, end_of_validity(run.ended_at))
    return {"code": code, "until": until.isoformat() if until else None}
