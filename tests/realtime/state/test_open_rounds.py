"""Open rounds in memory follow the database, and only forwards."""

from tests.support.live_state import open_rounds
from web.clock import now
from workshop.models.run import Run
from workshop.persistence.db import db


def test_a_round_that_was_closed_meanwhile_is_not_opened_again(room):
    room.asks("A1")
    with room.site.app.app_context():
        as_it_was = db.session.get(Run, room.run.id)
        assert open_rounds.of_run(as_it_was.id).id == as_it_was.open_round.id
        room.does("cerrar")
        open_rounds.follow(as_it_was, now())
        assert open_rounds.of_run(as_it_was.id) is None


def test_a_run_that_was_asked_for_twice_is_followed_twice(room):
    room.asks("A1")
    with room.site.app.app_context():
        run = db.session.get(Run, room.run.id)
        open_rounds.follow(run, now())
        assert open_rounds.of_run(run.id).id == run.open_round.id
