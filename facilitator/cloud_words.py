"""The words of a cloud on the console: join two, hide one, bring it back."""

from flask import Blueprint

from facilitator.access import NO_CONTENT, text_field
from web.auth import staff_only
from web.clock import now
from workshop.commands.word_cloud import hide_word, join_words
from workshop.persistence.unit_of_work import unit_of_work

bp = Blueprint(
    "cloud_words", __name__, url_prefix="/sesiones/<int:run_id>/vueltas/<int:round_id>/palabras"
)


@bp.post("/unir")
@staff_only
def join(run_id, round_id):
    """Count a word as another; with «into» empty, as itself again."""
    with unit_of_work():
        join_words(run_id, round_id, text_field("word"), text_field("into"), now())
    return NO_CONTENT


@bp.post("/ocultar")
@staff_only
def hide(run_id, round_id):
    """Hide a word from every screen."""
    with unit_of_work():
        hide_word(run_id, round_id, text_field("word"), True, now())
    return NO_CONTENT


@bp.post("/mostrar")
@staff_only
def show(run_id, round_id):
    """Show a hidden word again."""
    with unit_of_work():
        hide_word(run_id, round_id, text_field("word"), False, now())
    return NO_CONTENT
