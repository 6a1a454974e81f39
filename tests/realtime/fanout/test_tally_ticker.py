"""The tally ticker: many answers become one count, and each audience hears what it may."""

import pytest
from sqlalchemy import delete, insert, update

from realtime.fanout import tally_ticker
from realtime.fanout.missed_answers import missed_answers
from tests.support.cast import Phone
from tests.support.executed_queries import executed_queries
from tests.support.live_state import writer
from workshop.models.ballot import Ballot
from workshop.persistence.unit_of_work import writing_transaction


def test_many_answers_are_one_message(room):
    room.asks("A1")
    others = [Phone(room.site, "").enter(room.run) for _ in range(5)]
    room.site.tick_tally()
    before = room.wall.socket.count("tally_changed")
    for phone in [*room.phones, *others]:
        phone.answer(1, round=room.mateo.latest("snapshot")["round"]["id"])
    room.site.tick_tally()
    assert room.wall.socket.count("tally_changed") == before + 1
    assert room.wall.latest("tally_changed")["counts"]["answered"] == 7
    for phone in others:
        phone.leave()


def test_nothing_new_is_silence(room):
    room.asks("A1")
    room.site.tick_tally()
    before = room.wall.socket.count("tally_changed"), room.wall.socket.count("roster_changed")
    room.site.tick_tally()
    after = room.wall.socket.count("tally_changed"), room.wall.socket.count("roster_changed")
    assert after == before


def test_phones_hear_no_tick(room):
    room.asks("A7")
    room.mateo.answer("a")
    room.site.tick_tally()
    assert room.wall.latest("tally_changed")["tally"]["counts"]["a"] == 1
    for phone in room.phones:
        assert phone.socket.count("tally_changed") == 0
        assert phone.socket.count("roster_changed") == 0


def test_a_phone_that_leaves_is_counted_out(room):
    room.site.tick_tally()
    room.lucia.leave()
    room.site.tick_tally()
    assert room.wall.latest("roster_changed") == {"inside": 1, "joined": 2}


@pytest.mark.parametrize(("waiting", "intervals"), [((), 1), ((60,), 2), ((60, 60, 60, 60), 3)])
def test_a_crowd_that_waits_for_its_acknowledgements_comes_before_the_count(
    app, monkeypatch, waiting, intervals
):
    left, slept = list(waiting), []
    monkeypatch.setattr(writer, "waiting", lambda: left.pop() if left else 0)
    monkeypatch.setattr(tally_ticker.time, "sleep", slept.append)
    with app.app_context():
        tally_ticker.wait_for_tick()
    assert slept == [tally_ticker.TICK_INTERVAL_S] * intervals


def test_a_wall_hears_five_times_a_second_at_most():
    assert tally_ticker.TICK_INTERVAL_S >= 0.2


@pytest.fixture
def elsewhere(app):
    """What another process writes, of which no hint arrives."""

    def write(statement):
        with app.app_context(), writing_transaction() as connection:
            connection.execute(statement)

    return write


def told_after_a_look(room):
    """How many tallies the wall hears when this process looks into the database."""
    before = room.wall.socket.count("tally_changed")
    with room.site.app.app_context():
        missed_answers.find()
    room.site.tick_tally()
    return room.wall.socket.count("tally_changed") - before


def test_answers_nobody_told_us_of_are_counted_all_the_same(room, elsewhere):
    round_id = room.asks("A1")
    room.site.tick_tally()
    assert told_after_a_look(room) == 0
    given = {"answer_id": "ab" * 16, "revision": 1, "state": "answer", "value": 1, "card": "c"}
    elsewhere(insert(Ballot).values(round_id=round_id, ballot_key="Hugo's", **given))
    assert told_after_a_look(room) == 1
    assert room.wall.latest("tally_changed")["counts"]["answered"] == 1
    assert told_after_a_look(room) == 0
    elsewhere(update(Ballot).values(state="withdrawn", revision=2))
    assert told_after_a_look(room) == 1
    assert room.wall.latest("tally_changed")["counts"]["answered"] == 0
    elsewhere(delete(Ballot))
    assert told_after_a_look(room) == 0  # nobody does that but a close, and a close has a version


def test_where_nobody_watches_nothing_is_asked(room, app):
    room.asks("A1")
    room.mateo.answer(1)
    room.wall.leave()
    room.console.close()
    with executed_queries(app) as asked, app.app_context():
        missed_answers.find()
    assert not asked
