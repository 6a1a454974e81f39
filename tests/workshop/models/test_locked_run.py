"""A run is read whole before each command, whoever wrote it, and not again while a room waits."""

import pytest
from sqlalchemy import text

from realtime.jobs.deadlines import close_round
from tests.support.executed_queries import executed_queries
from workshop.models.locked_run import run_to_change
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import unit_of_work

HISTORY = "SELECT rounds"  # how a run begins to be read whole: its rounds are the most of it


@pytest.fixture
def asked(room):
    """A room after its first question."""
    room.asks("A1")
    room.does("cerrar")
    return room


def reads_of(room, verb):
    """How often the rounds of the run were read for a verb, and for what is told of it."""
    with executed_queries(room.site.app, HISTORY) as statements:
        room.does(verb)
    return len([statement for statement in statements if "ORDER BY rounds.id" in statement])


def test_a_verb_reads_the_run_once_and_whoever_is_told_of_it_does_not(asked):
    assert [reads_of(asked, verb) for verb in ("mostrar", "siguiente", "abrir")] == [1, 1, 1]


def test_a_tally_is_read_as_the_database_gives_it_back(asked):
    with asked.site.app.app_context():
        round = run_to_change(asked.run.id).rounds[0]
        assert round.tally == round.activity.tally(())
        db.session.rollback()


def test_what_somebody_else_wrote_is_read(asked):
    with asked.site.app.app_context(), unit_of_work():
        db.session.get(Run, asked.run.id).title = "Otra tarde"
    assert reads_of(asked, "mostrar") == 1
    with asked.site.app.app_context():
        assert run_to_change(asked.run.id).title == "Otra tarde"


def test_another_version_is_read_whoever_wrote_it(asked):
    with asked.site.app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE runs SET version = version + 1, title = 'De fuera'"))
    assert reads_of(asked, "mostrar") == 1
    with asked.site.app.app_context():
        assert run_to_change(asked.run.id).title == "De fuera"


def test_what_a_session_has_read_before_is_read_anew(asked):
    with asked.site.app.app_context():
        known = run_to_change(asked.run.id)
        with asked.site.app.app_context(), unit_of_work():
            db.session.get(Run, asked.run.id).title = "Otra tarde"
        db.session.rollback()
        assert run_to_change(asked.run.id).title == known.title == "Otra tarde"


def test_a_refused_verb_leaves_nothing_half_done(asked):
    assert asked.do("cerrar").status == 409
    assert asked.do("mostrar").status == 204
    assert asked.console.latest("snapshot")["round"]["phase"] == "revealed"


def test_the_clock_and_the_trainer_take_turns(asked):
    asked.does("mostrar", "siguiente", "abrir")
    with asked.site.app.app_context():
        close_round(asked.run.id, "time")
        assert run_to_change(asked.run.id).open_round is None
    assert asked.do("abrir", version=0).code == "stale_version"


def test_a_run_that_is_no_more_is_none(asked):
    with asked.site.app.app_context():
        assert run_to_change(asked.run.id + 1_000) is None
