"""Joining a run by its code, from the page every phone opens."""

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from participant.code import clean_code
from participant.guessing import slow_down_guessing, this_address, wrong_code
from realtime.doors import open_to
from realtime.reception import reception
from shelf import keep_ready
from workshop.admission import LONGEST_TOKEN, Application
from workshop.participant import clean_alias
from workshop.refused import Refused

bp = Blueprint("participant", __name__)

ADDRESS = "/entrar"
FIELDS = {"code", "alias", "token"}


@bp.get("/")
@open_to("anyone")
def page():
    """The one page of a phone, asking for the code."""
    return phone_page("")


@bp.get("/<int(fixed_digits=6):code>")
@open_to("anyone")
def page_with_code(code):
    """The same page behind a QR: the code is there already."""
    return phone_page(f"{code:06d}")


@bp.post(ADDRESS)
@open_to("anyone")
def join():
    """A seat in the run with this code, and the token that is its only key."""
    return jsonify(admit(asked_for(), this_address()))


def phone_page(code: str) -> Response:
    """The page with this code in it: made once, since a whole room asks for it at once."""
    return keep_ready(make_response(render_template("participant/page.html", code=code)))


def asked_for() -> object:
    """The body of a join that Flask reads: ``entrance.py`` answers those of our own page."""
    if not request.is_json:
        raise Refused("format_unknown")
    return request.get_json(silent=True)


def admit(asked: object, address: str) -> dict[str, Any]:
    """{run, token, code, title}, for who asks with the fields we know and no others.

    ``address`` is where it comes from. Raises Refused. Needs an app context.
    """
    if not isinstance(asked, dict) or not asked.keys() <= FIELDS:
        raise Refused("request_malformed")
    slow_down_guessing(address)
    seat = take_seat(asked, address)
    return {"run": seat.run_id, "token": seat.token, "code": seat.code, "title": seat.title}


def take_seat(asked: dict, address: str) -> Application:
    """Ask for a seat as the phone does, and remember who asked for a run that is not there."""
    offered = asked.get("token")
    if not isinstance(offered, str) or len(offered) > LONGEST_TOKEN:
        offered = ""
    application = Application(
        clean_code(asked.get("code")), clean_alias(asked.get("alias")), offered
    )
    try:
        return reception.admit(application)
    except Refused as refused:
        if refused.code == "code_unknown":
            wrong_code(address)
        raise
