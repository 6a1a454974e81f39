"""Moderation: a hidden text is gone from every screen at once, and can come back."""

from flask import Blueprint

from facilitator.access import NO_CONTENT, facilitated_run
from realtime.views.moderation_queue import waiting_texts
from web.auth import staff_only
from web.clock import now
from workshop.commands.moderation import moderate_text, moderate_texts
from workshop.persistence.unit_of_work import unit_of_work

bp = Blueprint("texts", __name__, url_prefix="/sesiones/<int:run_id>/textos")


@bp.post("/<card>/ocultar")
@staff_only
def hide_text(run_id, card):
    """Hide a text everywhere."""
    with unit_of_work():
        moderate_text(run_id, card, "hidden", now())
    return NO_CONTENT


@bp.post("/<card>/mostrar")
@staff_only
def show_text(run_id, card):
    """Let the room see a text."""
    with unit_of_work():
        moderate_text(run_id, card, "shown", now())
    return NO_CONTENT


@bp.post("/mostrar-todos")
@staff_only
def show_all_texts(run_id):
    """Show the room every text that waits, but for those with signs of personal data."""
    with unit_of_work():
        run = facilitated_run(run_id)
        moderate_texts(run, waiting_texts(run), "shown", now())
    return NO_CONTENT
