"""Joining a run by its code, from the page every phone opens."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from participant.guess_throttle import client_address, join_throttle
from participant.join_code import clean_code
from realtime.state.joins import join_batcher
from web.auth import access
from web.response_cache import cache_for_everyone
from workshop.commands.join import MAX_TOKEN_CHARACTERS, JoinRequest
from workshop.models.participant import clean_alias
from workshop.refused import Refused

bp = Blueprint("participant", __name__)

JOIN_FIELDS = {"code", "alias", "token", "scanned", "place", "at_once"}
WRONG_CODE_REFUSALS = {"code_unknown", "code_ended"}  # what a guess may hear
MAX_KEY_CHARACTERS = 64  # ours have 12
MAX_PLACE_CHARACTERS = 80  # ours have 58


@bp.get("/")
@access("anyone")
def page():
    """The one page of a phone, asking for the code."""
    return phone_page("")


@bp.get("/<int(fixed_digits=6):code>")
@access("anyone")
def page_with_code(code):
    """The same page behind a QR: the code is there already."""
    return phone_page(f"{code:06d}")


@bp.post("/entrar")
@access("anyone")
def join():
    """A seat in the run with this code, and the token that is its only key."""
    return jsonify(admit(join_fields(), client_address()))


def phone_page(code: str) -> Response:
    """The page with this code in it: made once, since a whole room asks for it at once."""
    return cache_for_everyone(make_response(render_template("participant/page.html", code=code)))


def join_fields() -> object:
    """Return the body of a join. Raises Refused("format_unknown") for what is no JSON."""
    if not request.is_json:
        raise Refused("format_unknown")
    return request.get_json(silent=True)


def admit(asked: object, address: str) -> dict[str, Any]:
    """{run, token, code, title}, for who asks with the fields we know and no others.

    ``address`` is where it comes from. Raises Refused. Needs an app context.
    """
    if not isinstance(asked, dict) or not asked.keys() <= JOIN_FIELDS:
        raise Refused("request_malformed")
    application = JoinRequest(
        clean_code(asked.get("code")),
        clean_alias(asked.get("alias")),
        offered=short_text(asked.get("token"), MAX_TOKEN_CHARACTERS),
        scanned=short_text(asked.get("scanned"), MAX_KEY_CHARACTERS),
    )
    line = {
        "place": short_text(asked.get("place"), MAX_PLACE_CHARACTERS),
        "at_once": asked.get("at_once") is True,
    }
    seat = admit_phone(application, address, **line)
    return {"run": seat.run_id, "token": seat.token, "code": seat.code, "title": seat.title}


def short_text(offered: object, longest: int) -> str:
    """Return ``offered`` if it is a text of at most ``longest`` characters; "" for all else."""
    return offered if isinstance(offered, str) and len(offered) <= longest else ""


def admit_phone(application: JoinRequest, address: str, **line) -> JoinRequest:
    """Admit at once with a seat or the QR's key; with a code, after a wait in line.

    A key that is wrong counts as a wrong code, whatever the code is. ``line``: see ``turn``.
    """
    if application.offered or application.scanned:
        try:
            return join_batcher.admit(replace(application, by_code=False))
        except Refused as refused:
            if refused.code != "in_line":
                raise
    with join_throttle().turn(address, **line) as attempt:
        attempt.is_wrong = bool(application.scanned)
        try:
            return join_batcher.admit(application)
        except Refused as refused:
            attempt.is_wrong |= refused.code in WRONG_CODE_REFUSALS
            raise
