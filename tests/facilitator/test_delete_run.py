"""delete_run: a trial goes with everything under it; a real one stays."""

from sqlalchemy import func, select

from tests.support.cast import Phone, Room
from tests.support.verb_contract import hears_nothing, nobody_else_may, refused
from workshop.models import mapped_tables
from workshop.persistence.db import db


def left_behind(app):
    """Rows of any table but the trainer's own session."""
    with app.app_context():
        counts = {
            table.__tablename__: db.session.scalar(select(func.count()).select_from(table))
            for table in mapped_tables.ALL
        }
    counts.pop("staff_sessions")
    return {name: count for name, count in counts.items() if count}


def a_trial(house):
    """A trial run in which something was answered and something is open."""
    room = Room(house, trial=True)
    room.asks("A1")
    room.mateo.answer(2)
    room.does("cerrar", "siguiente", "abrir")
    room.mateo.sees("open")
    assert room.mateo.answer("a")["ok"]
    return room


def test_nothing_of_a_trial_is_left(house, app):
    trial = a_trial(house)
    assert trial.do("borrar").status == 200
    assert left_behind(app) == {}


def test_everyone_in_it_is_sent_home_and_nobody_next_door(house, next_door):
    trial = a_trial(house)
    with hears_nothing(*next_door.everyone()):
        trial.do("borrar")
    assert trial.wall.hears("run_removed") == {}
    assert trial.console.hears("run_removed") == {}
    assert trial.mateo.hears("gone") is None
    assert Phone(house).join(trial.run).code == "code_unknown"


def test_its_phones_do_not_come_back(house):
    trial = a_trial(house)
    again = Phone(house, "Mateo", run=trial.run.id, token=trial.mateo.token)
    trial.do("borrar")
    again.connect()
    assert again.socket.refused["code"] == "seat_unknown"


def test_only_the_trainer_may(house):
    trial = a_trial(house)
    nobody_else_may(trial, "borrar")
    trial.leave()


def test_a_real_run_stays(room, app):
    refused(room, "borrar", "only_trials")
    assert left_behind(app)["runs"] == 1


def test_twice_there_is_nothing_left_to_delete(house):
    trial = a_trial(house)
    version = trial.ines.version(trial.run)
    trial.do("borrar", version=version)
    again = trial.ines.post(f"/sesiones/{trial.run.id}/borrar", version=version)
    assert again.code == "run_unknown"
