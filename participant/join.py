"""Joining a run by its code, from the page every phone opens."""

import secrets

from flask import Blueprint, current_app, g, jsonify, render_template, request
from sqlalchemy import select

from participant.code import clean_code
from participant.guessing import slow_down_guessing, this_address, wrong_code
from realtime.clock import now
from realtime.doors import open_to
from realtime.seats import seats
from workshop.db import db
from workshop.facts import unit_of_work
from workshop.participant import TOKEN_BYTES, Participant, token_digest
from workshop.refused import Refused
from workshop.run import Run

bp = Blueprint("participant", __name__)

NONCE = "{nonce}"  # in a kept page: each answer has its own
PAGES = 50  # kept at most; a process serves fewer runs at a time
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


@bp.post("/entrar")
@open_to("anyone")
def join():
    """A seat in the run with this code, and the token that is its only key."""
    asked = asked_for()
    slow_down_guessing()
    with unit_of_work():
        run = run_with_code(clean_code(asked.get("code")))
        token = seat_token(run, asked.get("token"))
        run.admit(token, asked.get("alias"), now())
        answer = {"run": run.id, "token": token, "code": run.code, "title": run.title}
    return jsonify(answer)


def phone_page(code: str) -> str:
    """The page with this code in it: rendered once, since a whole room asks for it at once."""
    kept = current_app.extensions.setdefault("phone_pages", {})
    page = kept.get(code)
    nonce = g.csp_nonce
    if page is None:
        page = render_template("participant/page.html", code=code).replace(nonce, NONCE)
        if len(kept) >= PAGES:
            kept.clear()
        kept[code] = page
    return page.replace(NONCE, nonce)


def asked_for() -> dict:
    """The body of a join, with the fields we know and no others."""
    if not request.is_json:
        raise Refused("format_unknown")
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict) or not asked.keys() <= FIELDS:
        raise Refused("request_malformed")
    return asked


def run_with_code(code: str) -> Run:
    """The open run with this code. Unknown and ended ones are refused with the same words."""
    run = db.session.scalar(select(Run).where(Run.code == code, Run.phase != "ended"))
    if run is None:
        wrong_code(this_address())
        raise Refused("code_unknown")
    return run


def seat_token(run: Run, offered: object) -> str:
    """The token a phone already has in this run, or a new one if there is room."""
    if isinstance(offered, str) and 0 < len(offered) <= 128:
        known = db.session.scalar(
            select(Participant.id).where(
                Participant.run_id == run.id, Participant.token_hash == token_digest(offered)
            )
        )
        if known is not None:
            return offered
    if (
        seats.inside(run.id) >= current_app.config["CAPACITY_RUN"]
        or len(seats) >= current_app.config["CAPACITY_PROCESS"]
    ):
        raise Refused("room_full")
    return secrets.token_urlsafe(TOKEN_BYTES)
