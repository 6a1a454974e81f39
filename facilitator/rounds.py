"""Commands on the activity in front of the room. Each address is one verb."""

from flask import Blueprint

from facilitator.access import (
    NO_CONTENT,
    count_fields,
    facilitated_run,
    field,
    flag_field,
    run_at_round,
)
from realtime.jobs.deadlines import close_round as close_after_what_was_received
from web.auth import staff_only
from web.clock import now
from web.free_space import require_room_for_a_round
from workshop.commands import rounds
from workshop.commands.hand_count import count_hands
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import unit_of_work

bp = Blueprint("rounds", __name__, url_prefix="/sesiones/<int:run_id>")


@bp.post("/abrir")
@staff_only
def open_round(run_id):
    """Ask the current activity."""
    require_room_for_a_round()
    with unit_of_work():
        rounds.open_round(facilitated_run(run_id), now())
    return NO_CONTENT


@bp.post("/cerrar")
@staff_only
def close_round(run_id):
    """Close the open round."""
    facilitated_run(run_id)
    db.session.rollback()
    close_after_what_was_received(run_id, "hand")
    return NO_CONTENT


@bp.post("/mostrar")
@staff_only
def reveal_round(run_id):
    """Show the result to the room; with ``force`` also before its second vote."""
    with unit_of_work():
        rounds.reveal_round(facilitated_run(run_id), now(), force=flag_field("force"))
    return NO_CONTENT


@bp.post("/avanzar")
@staff_only
def advance_reveal(run_id):
    """Take the comparison of two rounds one key further."""
    with unit_of_work():
        rounds.advance_reveal(facilitated_run(run_id))
    return NO_CONTENT


@bp.post("/desglosar")
@staff_only
def show_by_segment(run_id):
    """Put the result on the wall by segment; once more, and it is whole again."""
    with unit_of_work():
        run = facilitated_run(run_id)
        rounds.show_by_segment(run, not (run.step and run.step.by_segment))
    return NO_CONTENT


@bp.post("/anular")
@staff_only
def annul_round(run_id):
    """Take the current round out of every figure."""
    with unit_of_work():
        rounds.annul_round(facilitated_run(run_id), now())
    return NO_CONTENT


@bp.post("/prorrogar")
@staff_only
def extend_round(run_id):
    """Extend the open round by half a minute."""
    with unit_of_work():
        rounds.extend_round(facilitated_run(run_id))
    return NO_CONTENT


@bp.post("/cerrar-al-90")
@staff_only
def close_at_share(run_id):
    """Let the round close by itself at nine in ten, or not."""
    with unit_of_work():
        run = facilitated_run(run_id)
        rounds.close_at_share(run, not (run.open_round and run.open_round.close_at_share))
    return NO_CONTENT


@bp.post("/contar")
@staff_only
def enter_hands(run_id):
    """Store the hands and voices that the trainer counted, and how many people were there.

    Sent often: a request that names the round need not name the run's version.
    """
    counts, round_id = count_fields(), field("round")
    with unit_of_work():
        run = facilitated_run(run_id) if round_id is None else run_at_round(run_id, round_id)
        count_hands(run, counts, now())
        version = run.version
    return "", 204, {"X-Version": str(version)}  # her next key may overtake the snapshot
