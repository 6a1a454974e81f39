"""Putting the room's texts into piles, by hand or by key, and turning the piles into a vote."""

from flask import Blueprint, redirect, render_template

from facilitator.access import (
    NO_CONTENT,
    facilitated_run,
    field,
    flag_field,
    text_field,
)
from realtime.jobs.deadlines import close_round as close_after_what_was_received
from realtime.protocol.audiences import FACILITATOR
from realtime.views.console import console_stage
from realtime.views.pile_board import pile_board_of
from realtime.views.run_reader import read_picture
from web.auth import staff_only
from web.clock import now
from web.free_space import require_room_for_a_round
from workshop.commands.piles import (
    MAX_NAME_CHARACTERS,
    add_pile,
    check_pile_vote,
    name_pile,
    open_pile_vote,
    put_text_in_pile,
    remove_pile,
)
from workshop.models.locked_run import run_to_change
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import unit_of_work
from workshop.refused import Refused

bp = Blueprint("piles", __name__, url_prefix="/sesiones/<int:run_id>")
MAX_FIELD_CHARACTERS = 400  # characters taken from a form; the domain says how many fit


@bp.get("/montones")
@staff_only
def pile_board(run_id):
    """The pile board of this step's texts; a redirect to the console where there are none."""
    run = db.session.get(Run, run_id)
    if run is None:
        raise Refused("run_unknown")
    found = pile_board_of(run)
    if found is None:
        return redirect(f"/sesiones/{run_id}")
    stage = console_stage(read_picture(run, FACILITATOR))
    return render_template(
        "facilitator/pile_board.html", stage=stage, run=stage.run, pile_board=found
    )


@bp.post("/textos/<card>/agrupar")
@staff_only
def pile_text(run_id, card):
    """Put a text into a pile, or back among the loose ones. Fast and often: no version asked."""
    pile = field("pile")
    if pile is not None and type(pile) is not int:
        raise Refused("request_malformed")
    with unit_of_work():
        put_text_in_pile(_run(run_id), card, pile, now())
    return NO_CONTENT


@bp.post("/montones")
@staff_only
def new_pile(run_id):
    """Add a pile."""
    with unit_of_work():
        add_pile(_run(run_id), now())
    return NO_CONTENT


@bp.post("/montones/<int:pile_id>/nombrar")
@staff_only
def rename_pile(run_id, pile_id):
    """Name a pile."""
    with unit_of_work():
        name_pile(_run(run_id), pile_id, text_field("name", MAX_NAME_CHARACTERS), now())
    return NO_CONTENT


@bp.post("/montones/<int:pile_id>/quitar")
@staff_only
def drop_pile(run_id, pile_id):
    """Take a pile away; its texts are loose again."""
    with unit_of_work():
        remove_pile(_run(run_id), pile_id, now())
    return NO_CONTENT


@bp.post("/convertir")
@staff_only
def vote_on_piles(run_id):
    """Close the open round, and open a vote on the piles."""
    require_room_for_a_round()
    run = facilitated_run(run_id)
    found = pile_board_of(run)
    chosen = [pile.id for pile in found.piles if field(f"option-{pile.id}")] if found else []
    options = [(pile, text_field(f"option-{pile}", MAX_FIELD_CHARACTERS)) for pile in chosen]
    question = text_field("question", MAX_FIELD_CHARACTERS)
    sure = flag_field("force")
    check_pile_vote(run, question, options, sure=sure)  # before anything is closed for it
    is_open = run.open_round is not None
    db.session.rollback()
    if is_open:
        close_after_what_was_received(run_id, "hand")
    with unit_of_work():
        open_pile_vote(_run(run_id), question, options, now(), sure=sure)
    return NO_CONTENT


def _run(run_id: int) -> Run:
    run = run_to_change(run_id)
    if run is None:
        raise Refused("run_unknown")
    return run
