"""Rows lost behind the program's back, and recovery on what is left."""

from sqlalchemy import func, select

from realtime.jobs import startup_recovery
from tests.support.live_state import forget_open_rounds
from workshop.models.logbook import LogEntry
from workshop.models.round import Round
from workshop.persistence.db import db


def recover_after_kill(app):
    """Forget what a killed process forgets, and recover as the next one does."""
    forget_open_rounds()
    startup_recovery.recover(app)


def execute(app, *statements):
    """Execute and commit statements behind the program's back."""
    with app.app_context():
        for statement in statements:
            db.session.execute(statement, bind_arguments={"bind": bind_for(statement)})
        db.session.commit()


def bind_for(statement):
    """Keys are in a database of their own."""
    return db.engines["keys" if statement.table.name == "round_keys" else None]


def rounds(app):
    """(phase, why it closed, answered) of every round."""
    with app.app_context():
        found = db.session.scalars(select(Round).order_by(Round.id))
        return [(round.phase, round.closed_by, round.answered) for round in found]


def logbook(app):
    """Words of the logbook, in their order."""
    with app.app_context():
        return list(db.session.scalars(select(LogEntry.what).order_by(LogEntry.id)))


def count(app, model):
    """Number of rows of ``model``."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def every_page_opens(room):
    """Console, wall, phone and record, of this run."""
    for path in (
        f"/sesiones/{room.run.id}",
        f"/sesiones/{room.run.id}/resultado",
        f"/pantalla/{room.run.wall_token}",
        f"/{room.run.code}",
        "/inicio",
    ):
        reply = room.ines.browser.get(path)
        assert reply.status == 200, (path, reply)
