"""Commands of a phone about its table: where it sits, who writes, whether it agrees."""

from flask import request

from participant.join import bp
from realtime.answers.table_writer_requests import pass_on, take_or_ask
from realtime.fanout.group_tables import share_draft
from realtime.state.joins import join_batcher
from realtime.state.phone_limits import request_limiter
from web.auth import access
from workshop.commands import seating
from workshop.commands.join import MAX_TOKEN_CHARACTERS
from workshop.models.participant import Participant
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import unit_of_work
from workshop.refused import Refused


@bp.post("/mesa")
@access("participant")
def sit():
    """Take a place at a table, or at another one."""
    asked = phone_request("number")
    with unit_of_work():
        seating.join_group_table(*run_and_participant(asked), asked["token"], asked["number"])
    return "", 204


@bp.post("/mesa/escribo")
@access("participant")
def take_pen():
    """Write for the table from now on, or ask whoever does."""
    asked = phone_request()
    with unit_of_work():
        take_or_ask(*run_and_participant(asked))
    return "", 204


@bp.post("/mesa/cedo")
@access("participant")
def pass_pen():
    """Let somebody else at the table write."""
    asked = phone_request()
    with unit_of_work():
        pass_on(*run_and_participant(asked))
    return "", 204


@bp.post("/mesa/acuerdo")
@access("participant")
def approve():
    """Agree with what the table has sent, or no longer."""
    asked = phone_request("answer_id", "agrees")
    with unit_of_work():
        seating.approve_answer(
            *run_and_participant(asked), asked["token"], asked["answer_id"], asked["agrees"]
        )
    return "", 204


@bp.post("/mesa/borrador")
@access("participant")
def draft():
    """Share what is being written with the others at the table."""
    asked = phone_request("round", "draft")
    known = join_batcher.recognise(asked["token"])
    share_draft(known.run_id, known.participant_id, asked["round"], asked["draft"])
    return "", 204


def phone_request(*fields: str) -> dict:
    """Return the body: the phone's token and these fields, no others. Throttles each phone."""
    if not request.is_json:
        raise Refused("format_unknown")
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        raise Refused("request_malformed")
    token = asked.get("token")
    if not isinstance(token, str) or not 0 < len(token) <= MAX_TOKEN_CHARACTERS:
        raise Refused("seat_unknown")
    request_limiter.require(join_batcher.recognise(token).participant_id)
    if asked.keys() != {"token", *fields}:
        raise Refused("request_malformed")
    return asked


def run_and_participant(asked: dict) -> tuple[Run, Participant]:
    """Return the run and the participant of the token, read within the unit of work."""
    known = join_batcher.recognise(asked["token"])
    participant = db.session.get(Participant, known.participant_id)
    run = db.session.get(Run, known.run_id)
    if participant is None or run is None:
        raise Refused("seat_unknown")
    return run, participant
