"""delete_run: a trial goes with everything under it; a real one stays."""

from sqlalchemy import func, select

from tests.support.cast import Phone, Room
from tests.support.command_contract import hears_nothing, nobody_else_may, refused
from workshop.models import mapped_tables
from workshop.persistence.db import db


def left_behind(app):
    """Rows of any table but the trainer's own session and the company itself."""
    with app.app_context():
        counts = {
            table.__tablename__: db.session.scalar(select(func.count()).select_from(table))
            for table in mapped_tables.ALL
        }
    counts.pop("staff_sessions")
    counts.pop("organisations")
    return {name: count for name, count in counts.items() if count}


def a_trial(site):
    """A trial run in which something was answered and something is open."""
    room = Room(site, trial=True)
    room.asks("A1")
    room.mateo.answer(2)
    room.does("cerrar", "siguiente", "abrir")
    room.mateo.sees("open")
    assert room.mateo.answer("a")["ok"]
    return room


def test_nothing_of_a_trial_is_left(site, app):
    trial = a_trial(site)
    assert trial.do("borrar").status == 200
    assert left_behind(app) == {}


def test_everyone_in_it_is_sent_home_and_nobody_next_door(site, other_room):
    trial = a_trial(site)
    with hears_nothing(*other_room.everyone()):
        trial.do("borrar")
    assert trial.wall.hears("run_removed") == {}
    assert trial.console.hears("run_removed") == {}
    assert trial.mateo.hears("gone") is None
    assert Phone(site).join(trial.run).code == "code_unknown"


def test_its_phones_do_not_come_back(site):
    trial = a_trial(site)
    again = Phone(site, "Mateo", run=trial.run.id, token=trial.mateo.token)
    trial.do("borrar")
    again.connect()
    assert again.socket.refused["code"] == "seat_unknown"


def test_only_the_trainer_may(site):
    trial = a_trial(site)
    nobody_else_may(trial, "borrar")
    trial.leave()


def test_a_real_run_stays(room, app):
    refused(room, "borrar", "only_trials")
    assert left_behind(app)["runs"] == 1


def test_twice_there_is_nothing_left_to_delete(site):
    trial = a_trial(site)
    version = trial.ines.version(trial.run)
    trial.do("borrar", version=version)
    again = trial.ines.post(f"/sesiones/{trial.run.id}/borrar", version=version)
    assert again.code == "run_unknown"
