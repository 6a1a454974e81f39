"""Editing of the items that a step takes from an earlier one, before it opens."""

from flask import Blueprint

from facilitator.access import NO_CONTENT, facilitated_run, text_field
from web.auth import staff_only
from web.clock import now
from workshop.commands import step_items
from workshop.persistence.unit_of_work import unit_of_work

bp = Blueprint("step_items", __name__, url_prefix="/sesiones/<int:run_id>/elementos")
MAX_FIELD_CHARACTERS = 400  # characters taken from a form; the domain says how many fit


@bp.post("")
@staff_only
def add_item(run_id):
    """Add an item of the trainer's own."""
    with unit_of_work():
        step_items.add_item(facilitated_run(run_id), _text(), now())
    return NO_CONTENT


@bp.post("/<int:at>/cambiar")
@staff_only
def reword_item(run_id, at):
    """Have an item say something else; a key pressed meanwhile waits for the new version."""
    with unit_of_work():
        run = facilitated_run(run_id)
        step_items.reword_item(run, at, _text(), now())
        version = run.version
    return "", 204, {"X-Version": str(version)}


@bp.post("/<int:at>/quitar")
@staff_only
def remove_item(run_id, at):
    """Take an item out."""
    with unit_of_work():
        step_items.remove_item(facilitated_run(run_id), at, now())
    return NO_CONTENT


@bp.post("/sin-empate")
@staff_only
def remove_ties(run_id):
    """Take out the items that tie with the last place."""
    with unit_of_work():
        step_items.remove_ties(facilitated_run(run_id), now())
    return NO_CONTENT


@bp.post("/restaurar")
@staff_only
def restore_items(run_id):
    """Have the items again as the step left them."""
    with unit_of_work():
        step_items.restore_items(facilitated_run(run_id), now())
    return NO_CONTENT


def _text() -> str:
    return text_field("text", MAX_FIELD_CHARACTERS)
