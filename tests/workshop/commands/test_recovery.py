"""After a kill, or on a restored copy: where two things do not agree, one rule says what holds.

One test for each half of each pair in ``workshop/commands/recovery.py``.
"""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import insert, select, update

from cli.migrate import open_databases
from realtime.jobs import startup_recovery
from tests.support.app_factory import close_databases
from tests.support.app_in_process import InProcessApp
from tests.support.cast import (
    Phone,
    Trainer,
    Wall,
)
from tests.support.data_loss import (
    count,
    every_page_opens,
    execute,
    logbook,
    recover_after_kill,
    rounds,
)
from tests.support.live_state import open_rounds
from web.clock import now
from workshop.models.answer import Answer
from workshop.models.ballot import Attendance
from workshop.models.closing import TABLES_OF_OPEN_ROUND
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.models.step import Step
from workshop.persistence.db import db
from workshop.reports.threshold import MIN_K

# --- what lies beside an open round ---------------------------------------------------------------


@pytest.mark.parametrize("kept", TABLES_OF_OPEN_ROUND, ids=lambda kept: kept.__tablename__)
def test_what_lies_beside_a_round_ends_with_it(room, app, kept):
    round_id = room.asks("A2")
    room.does("cerrar")
    row = {
        "answer_id": "ab" * 16,
        "approver": "a" * 32,
        "ballot_key": "b" * 32,
        "card": "c" * 16,
        "cards": [],
        "moderation": "shown",
        "process_id": "d",
        "revision": 1,
        "seconds": [] if kept.__tablename__ == "paces" else 1.0,
        "state": "answer",
        "value": "a",
    }
    named = {name: row[name] for name in row if name in kept.__table__.columns}
    execute(app, insert(kept).values(round_id=round_id, **named))
    recover_after_kill(app)
    assert count(app, kept) == 0
    assert rounds(app) == [("closed", "hand", 0)]


def test_seconds_that_are_stored_after_the_close_are_not_kept(room, app):
    room.asks("A2")
    live = open_rounds.of_run(room.run.id)
    room.site.add_presence(1.0)
    room.does("cerrar")
    live.unsaved = {"a" * 32: 1.0}
    open_rounds._rounds[live.id] = live  # the second that was being counted as it closed
    room.site.add_presence(1.0)
    assert count(app, Attendance) == 0


# --- a run, its step and the step's round ---------------------------------------------------------


def test_a_run_that_lost_its_step_is_at_the_staged_one(room, app):
    room.goes_to("A2")
    execute(app, update(Run).values(step_id=None))
    recover_after_kill(app)
    assert room.ines.at(room.run) == "A2"
    assert logbook(app) == ["step_mended"]
    every_page_opens(room)


def test_a_step_that_is_not_staged_is_staged_again(room, app):
    room.goes_to("A3")
    execute(app, update(Step).where(Step.label == "A3").values(phase="planned"))
    recover_after_kill(app)
    assert room.ines.at(room.run) == "A3"
    room.does("abrir")


def test_only_one_step_is_staged(room, app):
    room.goes_to("A3")
    execute(app, update(Step).where(Step.label == "A1").values(phase="staged"))
    recover_after_kill(app)
    with app.app_context():
        staged = db.session.scalars(select(Step.label).where(Step.phase == "staged")).all()
    assert staged == ["A3"]


def test_a_run_at_its_end_has_no_step_and_needs_none(room, app):
    room.does("empezar")
    while room.ines.at(room.run) is not None:
        room.does("saltar")
    recover_after_kill(app)
    assert logbook(app) == []
    assert room.ines.at(room.run) is None


def test_an_open_round_of_another_step_is_closed(room, app):
    room.asks("A1")
    assert room.mateo.answer(3)["ok"]
    with app.app_context():
        a3 = db.session.scalar(select(Step.id).where(Step.label == "A3"))
    execute(
        app,
        update(Step).where(Step.label == "A1").values(phase="done"),
        update(Step).where(Step.label == "A3").values(phase="staged"),
        update(Run).values(step_id=a3),
    )
    recover_after_kill(app)
    assert rounds(app) == [("closed", "astray", 1)]
    assert logbook(app) == ["round_was_astray"]
    room.does("abrir")


def test_an_open_round_of_a_run_that_is_over_is_closed(room, app):
    room.asks("A1")
    assert room.mateo.answer(3)["ok"]
    execute(app, update(Run).values(phase="ended", ended_at=now()))
    recover_after_kill(app)
    assert rounds(app) == [("closed", "astray", 1)]
    every_page_opens(room)


# --- a closed round, its answers and its tally ----------------------------------------------------


def test_a_closed_round_without_its_tally_is_counted_again(room, app):
    room.asks("A1")
    assert room.mateo.answer(3)["ok"]
    assert room.lucia.answer(state="skip")["ok"]
    room.does("cerrar")
    with app.app_context():
        tally = db.session.scalars(select(Round.tally)).one()
    execute(app, update(Round).values(tally=None, answered=0, skipped=0, eligible=0, silent=0))
    recover_after_kill(app)
    with app.app_context():
        round = db.session.scalars(select(Round)).one()
        assert round.tally == tally
        assert (round.eligible, round.answered, round.skipped, round.silent) == (2, 1, 1, 0)
    assert logbook(app) == ["round_counted_again"]
    room.does("mostrar")


def test_a_closed_round_that_nobody_answered_is_left_alone(room, app):
    room.asks("A1")
    room.does("cerrar")
    recover_after_kill(app)
    assert logbook(app) == []


# --- a run and the smallest group that may be told ------------------------------------------------


def test_a_run_that_an_earlier_program_let_tell_of_one_person_tells_of_three(room, app):
    room.asks("A2")
    assert room.mateo.answer("a")["ok"]
    execute(app, update(Run).values(k=1))
    recover_after_kill(app)
    with app.app_context():
        assert db.session.scalars(select(Run.k)).one() == MIN_K
    every_page_opens(room)


# --- a run and its module -------------------------------------------------------------------------


def test_a_run_goes_on_without_its_module(room, app):
    room.asks("A1")
    execute(app, update(Run).values(module_slug="ya-no-esta"))
    recover_after_kill(app)
    assert room.mateo.answer(3)["ok"]
    every_page_opens(room)
    room.does("cerrar", "mostrar", "siguiente")
    every_page_opens(room)


# --- P26: a restored copy -------------------------------------------------------------------------


def test_p26_a_copy_made_during_an_open_anonymous_round_goes_on(
    room, app, tmp_path, make_app_on, request
):
    if request.config.getoption("--on") != "sqlite":
        pytest.skip("copies of files are SQLite's")
    room.asks("A2")
    acked = {
        phone.alias: phone.answer(value)["ok"]
        for phone, value in zip(room.phones, "ab", strict=True)
    }
    (tmp_path / "otro").mkdir()
    with closing(sqlite3.connect(app.config["DATA"] / "mano_alzada.db")) as source:
        source.backup(copy := sqlite3.connect(tmp_path / "otro" / "mano_alzada.db"))
        copy.close()
    assert acked == {"Mateo": True, "Lucía": True}
    restored = make_app_on(tmp_path / "otro")
    open_databases(restored)
    startup_recovery.recover(restored)
    with restored.app_context():
        round = db.session.scalars(select(Round)).one()
        assert (round.phase, round.closed_by, round.answered) == ("closed", "lost_key", 2)
        values = db.session.scalars(select(Answer.value).order_by(Answer.value)).all()
        assert values == ["a", "b"]  # every answer that was acknowledged before
    site = InProcessApp(restored)
    ines = Trainer(site)
    assert "no guarda la llave" in ines.browser.get(f"/sesiones/{room.run.id}/resultado").text
    phone = Phone(site, run=room.run.id, token=room.mateo.token)
    assert phone.connect().latest("snapshot")["page"] == "closed"
    wall = Wall(site, room.run)
    ines.does(room.run, "mostrar", "siguiente", "abrir")
    wall.sees("open")
    assert phone.answer("c")["ok"]
    for each in (phone, wall, ines):
        each.leave()
    close_databases(restored)
