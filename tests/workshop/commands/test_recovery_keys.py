"""After a kill: an open anonymous round and its key, where one of them is gone."""

from sqlalchemy import delete, select, update

from realtime.jobs import deadlines
from tests.support.cast import (
    Phone,
    Room,
)
from tests.support.data_loss import (
    count,
    every_page_opens,
    execute,
    logbook,
    recover_after_kill,
    rounds,
)
from tests.support.live_state import forget_open_rounds, open_rounds
from web.clock import now
from workshop.commands import recovery
from workshop.commands.rounds import open_round
from workshop.models.ballot import Ballot
from workshop.models.round_key import RoundKey, make_round_key
from workshop.models.run import Run
from workshop.models.step import Step
from workshop.persistence.db import db

# --- an open anonymous round, and its key ---------------------------------------------------------


def test_a_round_without_its_key_is_closed_and_what_was_answered_counts(room, app):
    room.asks("A2")
    assert room.mateo.answer("a")["ok"]
    execute(app, delete(RoundKey))
    recover_after_kill(app)
    assert rounds(app) == [("closed", "lost_key", 1)]
    assert logbook(app) == ["key_missing"]
    every_page_opens(room)
    assert "no guarda la llave" in room.ines.browser.get(f"/sesiones/{room.run.id}/resultado").text
    again = Phone(room.site, run=room.run.id, token=room.mateo.token).connect()
    assert again.latest("snapshot")["page"] == "closed"
    room.does("mostrar", "siguiente")


def test_the_key_of_a_round_that_another_process_opens_just_now_stays(room, app, monkeypatch):
    room.goes_to("A2")
    asked = []

    def looks(statement):
        found = list(session.scalars(statement))
        if not asked:  # the other one is between two looks of ours
            asked.append(statement)
            open_round(session.get(Run, room.run.id), now())
        return found

    with app.app_context():
        session = db.session()
        monkeypatch.setattr(recovery.db.session, "scalars", looks)
        recovery.delete_orphan_keys(alone=False)
        assert not session.deleted
        session.rollback()


def test_the_same_where_a_table_answers(site, app):
    room = Room(site, "por-mesas", phones=("Mateo", "Lucía", "Noa"))
    for phone in room.phones:
        phone.sits(2)
    room.goes_to("M2")
    room.does("abrir")
    assert room.mateo.answer("a")["ok"]
    execute(app, delete(RoundKey))
    recover_after_kill(app)
    assert rounds(app) == [("closed", "lost_key", 1)]
    every_page_opens(room)
    room.leave()


def test_a_key_that_is_lost_while_the_program_runs_stops_no_page(room, app):
    room.asks("A2")
    assert room.mateo.answer("a")["ok"]
    execute(app, delete(RoundKey))
    forget_open_rounds()
    with app.app_context():
        open_rounds.follow(db.session.get(Run, room.run.id), now())
    every_page_opens(room)
    Phone(room.site, run=room.run.id, token=room.lucia.token).connect()
    assert room.lucia.answer("b")["code"] == "round_not_open"
    room.site.add_presence(6.0)
    room.site.tick_tally()
    deadlines.tick(app, 0.1, 0.1)
    assert rounds(app) == [("closed", "lost_key", 1)]


def test_at_a_table_a_lost_key_stops_nobody_either(site, app):
    room = Room(site, "por-mesas", phones=("Mateo", "Lucía"))
    for phone in room.phones:
        phone.sits(2)
    room.goes_to("M2")
    room.does("abrir")
    ack = room.mateo.answer("a")
    execute(app, delete(RoundKey))
    forget_open_rounds()
    with app.app_context():
        open_rounds.follow(db.session.get(Run, room.run.id), now())
    every_page_opens(room)
    yes = room.lucia.says("/mesa/acuerdo", answer_id=ack["answer_id"], agrees=True)
    assert yes.status == 409
    room.lucia.sits(3)
    room.leave()


def test_an_activity_that_asks_nothing_needs_no_key(room, app):
    room.goes_to("A2")
    with app.app_context():
        step = db.session.scalars(select(Step).where(Step.label == "A6")).first()
        content = step.content | {"mode": "A"}
    execute(app, update(Step).where(Step.label == "A6").values(content=content))
    room.goes_to("A6")
    room.does("abrir")
    every_page_opens(room)
    recover_after_kill(app)
    assert rounds(app)[-1][0] == "open"


def test_a_key_without_its_round_is_forgotten(room, app):
    round_id = room.asks("A2")
    room.does("cerrar")
    with app.app_context():
        make_round_key(round_id)
        make_round_key(4711)  # of a round that never opened, or that another process is opening
    recover_after_kill(app)
    assert count(app, RoundKey) == bool(app.config["DATABASE_URL"])


def test_a_key_of_an_open_round_stays(room, app):
    room.asks("A2")
    assert room.mateo.answer("a")["ok"]
    recover_after_kill(app)
    assert count(app, RoundKey) == 1
    room.mateo.connect()
    assert room.mateo.answer("b")["value"] == "b"
    assert count(app, Ballot) == 1
