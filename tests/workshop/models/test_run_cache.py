"""A run that was just told of is not read again, unless somebody else wrote."""

import pytest
from sqlalchemy import text

from realtime.jobs.deadlines import close_round
from tests.support.executed_queries import executed_queries
from workshop.models import run_cache
from workshop.persistence.db import db
from workshop.persistence.postgresql import is_postgresql
from workshop.persistence.unit_of_work import unit_of_work

HISTORY = "SELECT rounds"  # how a run begins to be read whole: its rounds are the most of it


@pytest.fixture
def known(room):
    """A room after its first question, with a run that is known."""
    room.asks("A1")
    room.does("cerrar")
    with room.site.app.app_context():
        if is_postgresql(db.engine):
            pytest.skip("several processes may write there: each verb reads")
    return room


def reads_of(room, verb):
    """How often the rounds of the run were read for a verb."""
    with executed_queries(room.site.app, HISTORY) as asked:
        room.does(verb)
    return len([statement for statement in asked if "ORDER BY rounds.id" in statement])


def test_the_next_verb_need_not_read_the_run(known):
    assert [reads_of(known, verb) for verb in ("mostrar", "siguiente", "abrir")] == [0, 0, 0]


def test_what_python_made_is_read_as_the_database_gives_it_back(known):
    with known.site.app.app_context():
        round = run_cache.run_to_change(known.run.id).rounds[0]
        assert "tally" not in vars(round)
        assert round.tally == round.activity.tally(())
        db.session.rollback()


def test_what_somebody_else_wrote_is_read(known):
    with known.site.app.app_context(), unit_of_work():
        db.session.get(run_cache.Run, known.run.id).title = "Otra tarde"
    assert reads_of(known, "mostrar") == 1
    with known.site.app.app_context():
        assert run_cache.run_to_change(known.run.id).title == "Otra tarde"


def test_another_version_is_read_whoever_wrote_it(known):
    with known.site.app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE runs SET version = version + 1, title = 'De fuera'"))
    assert reads_of(known, "mostrar") == 1
    with known.site.app.app_context():
        assert run_cache.run_to_change(known.run.id).title == "De fuera"


def test_a_refused_verb_leaves_nothing_half_done(known):
    assert known.do("cerrar").status == 409
    assert known.do("mostrar").status == 204
    assert known.console.latest("snapshot")["round"]["phase"] == "revealed"


def test_the_clock_and_the_trainer_take_turns(known):
    known.does("mostrar", "siguiente", "abrir")
    with known.site.app.app_context():
        close_round(known.run.id, "time")
        assert run_cache.run_to_change(known.run.id).open_round is None
    assert known.do("abrir", version=0).code == "stale_version"


def known_runs(room):
    """Runs that the app of this room knows by heart."""
    with room.site.app.app_context():
        return run_cache.current_cache().known


def test_a_run_that_is_over_is_forgotten(known):
    known.does("terminar")
    assert known.run.id not in known_runs(known)


def test_a_process_knows_a_few_runs_only(known, monkeypatch):
    monkeypatch.setattr(known_runs(known), "max_items", 1)
    other = known.ines.new_run()
    known.ines.does(other, "empezar")
    assert list(known_runs(known)) == [other.id]
    assert reads_of(known, "mostrar") == 1


def test_who_writes_while_the_room_is_being_told_is_not_overlooked(known):
    app = known.site.app
    with app.app_context():
        run = run_cache.run_to_change(known.run.id)
        with app.app_context(), unit_of_work():
            db.session.get(run_cache.Run, known.run.id).title = "Otra tarde"
        run_cache.remember(run)
    assert known.run.id not in known_runs(known)


def test_a_run_whose_answers_were_read_is_not_known_by_heart(known):
    with known.site.app.app_context():
        run = run_cache.run_to_change(known.run.id)
        assert run.rounds[0].answers == []
        run_cache.remember(run)
    assert known.run.id not in known_runs(known)
