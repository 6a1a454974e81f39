"""Signing in with the link that was printed at start, and out again."""

from flask import Blueprint, redirect, session

from web.auth import access, sign_in_by_link, staff_only
from workshop.models.staff_sessions import sign_out
from workshop.persistence.unit_of_work import unit_of_work

bp = Blueprint("sign_in", __name__)


@bp.get("/entrar/<token>")
@access("link")
def enter(token):
    """Exchange the printed link for a session and go home."""
    sign_in_by_link(token)
    return redirect("/inicio")


@bp.post("/salir")
@staff_only
def leave():
    """End this session, here and on the server."""
    with unit_of_work():
        sign_out(session.pop("staff", ""))
    return redirect("/")
