"""A run from its creation to its end, as the trainer drives it."""

from flask import Blueprint, current_app, redirect, render_template, request

from facilitator.access import NO_CONTENT, facilitated_run, flag_field, text_field
from realtime.jobs.deadlines import finish_run
from realtime.protocol.audiences import FACILITATOR
from realtime.views.console import console_stage, turned_to
from realtime.views.moderation_queue import waiting_texts
from realtime.views.run_reader import read_picture
from web.auth import staff_only
from web.clock import now
from workshop.commands import agenda
from workshop.commands.join_flood import remove_flood_seats
from workshop.commands.moderation import moderate_texts
from workshop.commands.plan_run import plan_run
from workshop.commands.reopen_run import reopen
from workshop.models.locked_run import run_to_change
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.events import RoundClosed, RunRemoved
from workshop.persistence.unit_of_work import record, unit_of_work
from workshop.refused import Refused

bp = Blueprint("runs", __name__, url_prefix="/sesiones")
MAX_FORMS = 100  # nonces of sent forms that are remembered, each with the run it created


@bp.post("")
@staff_only
def create_run():
    """Create a run of a module, in its lobby; the same form twice creates one."""
    module = current_app.extensions["library"].refresh().get(text_field("module"))
    if module is None:
        raise Refused("module_unknown")
    nonce = text_field("nonce", longest=64)
    with unit_of_work():
        created = current_app.extensions["created_runs"]
        if db.session.get(Run, created.get(nonce, 0)):  # a double click, a page loaded again
            return redirect(f"/sesiones/{created[nonce]}")
        run = plan_run(
            module,
            now(),
            title=text_field("title"),
            group=text_field("group"),
            trainer=text_field("trainer"),
            trial=flag_field("trial"),
            simulated=flag_field("simulated"),
            hold_texts=flag_field("hold_texts"),
            usted=flag_field("usted"),
            k=current_app.config["K"],
            address=current_app.extensions["networks"].resolve(""),
            zone=current_app.config["ZONE"] or text_field("zone"),
        )
        run_id = run.id
        if nonce:
            created[nonce] = run_id
    return redirect(f"/sesiones/{run_id}")


@bp.get("/<int:run_id>")
@staff_only
def console(run_id):
    """The console of one run. Reloading it loses nothing."""
    run = db.session.get(Run, run_id)
    if run is None:
        raise Refused("run_unknown")
    stage = console_stage(read_picture(run, FACILITATOR))
    stage = turned_to(stage, request.args.get("textos", ""))
    return render_template("facilitator/run.html", stage=stage, run=stage.run)


@bp.post("/<int:run_id>/empezar")
@staff_only
def start_run(run_id):
    """Start the run: leave the lobby."""
    with unit_of_work():
        agenda.start_run(facilitated_run(run_id), now())
    return NO_CONTENT


@bp.post("/<int:run_id>/siguiente")
@staff_only
def next_step(run_id):
    """Go on to the next activity."""
    with unit_of_work():
        agenda.next_step(facilitated_run(run_id), now())
    return NO_CONTENT


@bp.post("/<int:run_id>/saltar")
@staff_only
def skip_step(run_id):
    """Leave the current activity out."""
    with unit_of_work():
        agenda.skip_step(facilitated_run(run_id), now())
    return NO_CONTENT


@bp.post("/<int:run_id>/volver")
@staff_only
def previous_step(run_id):
    """Go one step back."""
    with unit_of_work():
        agenda.previous_step(facilitated_run(run_id), now())
    return NO_CONTENT


@bp.post("/<int:run_id>/pausar")
@staff_only
def pause_wall(run_id):
    """Cover the wall."""
    with unit_of_work():
        facilitated_run(run_id).pause_wall(now())
    return NO_CONTENT


@bp.post("/<int:run_id>/reanudar")
@staff_only
def resume_wall(run_id):
    """Uncover the wall."""
    with unit_of_work():
        facilitated_run(run_id).resume_wall(now())
    return NO_CONTENT


@bp.post("/<int:run_id>/codigo")
@staff_only
def show_code(run_id):
    """Put the code on the wall, big."""
    with unit_of_work():
        facilitated_run(run_id).show_code(True)
    return NO_CONTENT


@bp.post("/<int:run_id>/quitar-codigo")
@staff_only
def take_code_away(run_id):
    """Show again what lies under the code."""
    with unit_of_work():
        facilitated_run(run_id).show_code(False)
    return NO_CONTENT


@bp.post("/<int:run_id>/direccion")
@staff_only
def choose_address(run_id):
    """Choose which of this computer's addresses phones are shown."""
    with unit_of_work():
        run = facilitated_run(run_id)
        address = text_field("address")
        if address not in dict(current_app.extensions["networks"].addresses()):
            raise Refused("address_unknown")
        run.choose_address(address)
    return NO_CONTENT


@bp.post("/<int:run_id>/retener")
@staff_only
def hold_new_texts(run_id):
    """Hold new texts for moderation, or stop holding and show those that wait."""
    with unit_of_work():
        run = facilitated_run(run_id)
        run.hold_new_texts(not run.hold_texts)
        if not run.hold_texts:
            moderate_texts(run, waiting_texts(run), "shown", now())
    return NO_CONTENT


@bp.post("/<int:run_id>/sala")
@staff_only
def lock_room(run_id):
    """Lock the room to newcomers, or unlock it."""
    with unit_of_work():
        run = facilitated_run(run_id)
        run.lock_room(not run.locked)
    return NO_CONTENT


@bp.post("/<int:run_id>/quitar-ultimos")
@staff_only
def take_seats_back(run_id):
    """Send those away who came with the newest flood."""
    with unit_of_work():
        remove_flood_seats(facilitated_run(run_id), now())
    return NO_CONTENT


@bp.post("/<int:run_id>/terminar")
@staff_only
def end_run(run_id):
    """Close what is open and let everyone go."""
    facilitated_run(run_id)
    db.session.rollback()
    finish_run(run_id)
    return NO_CONTENT


@bp.post("/<int:run_id>/reabrir")
@staff_only
def reopen_run(run_id):
    """Reopen a run that has ended."""
    with unit_of_work():
        reopen(facilitated_run(run_id), now())
    return NO_CONTENT


@bp.post("/<int:run_id>/borrar")
@staff_only
def delete_run(run_id):
    """Delete a trial run with everything under it."""
    with unit_of_work():
        run = run_to_change(run_id)
        if run is None:
            raise Refused("run_unknown")
        if not run.trial:
            raise Refused("only_trials")
        if run.open_round is not None:
            record(RoundClosed(run_id, run.open_round.id))
        run.step_id = None
        db.session.flush()
        db.session.delete(run)
        record(RunRemoved(run_id))
    return redirect("/inicio")
