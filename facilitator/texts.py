"""Moderation: a hidden text is gone from every screen at once, and can come back."""

from flask import Blueprint

from realtime.clock import now
from realtime.doors import staff_only
from workshop.facts import unit_of_work
from workshop.moderation import moderate

bp = Blueprint("texts", __name__, url_prefix="/sesiones/<int:run_id>/textos/<card>")
DONE = "", 204


@bp.post("/ocultar")
@staff_only
def hide_text(run_id, card):
    """Hide a text everywhere."""
    with unit_of_work():
        moderate(run_id, card, "hidden", now())
    return DONE


@bp.post("/mostrar")
@staff_only
def show_text(run_id, card):
    """Let the room see a text."""
    with unit_of_work():
        moderate(run_id, card, "shown", now())
    return DONE
