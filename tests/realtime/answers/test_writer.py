"""The writer: together in one transaction, acknowledged after it, refused when it fails."""

import json

import pytest
from sqlalchemy import select

from realtime.answers import writer as writing
from realtime.fanout import subscribers
from realtime.jobs import startup_recovery
from tests.support.cast import Phone
from tests.support.executed_queries import executed_queries
from tests.support.live_state import cluster_presence, forget_open_rounds, open_rounds, writer
from workshop.models.ballot import Ballot
from workshop.persistence.db import db
from workshop.persistence.event_bus import Subscription
from workshop.persistence.events import AnswersRecorded


def subscribe(app, subscriber):
    """Let a function of the test be called after the product's own subscribers."""
    own = Subscription(AnswersRecorded, subscriber)
    subscribers.init_app(app, (*subscribers.SUBSCRIBERS, own))


@pytest.fixture
def answers_recorded(app):
    """Events published while the test runs."""
    published = []
    subscribe(app, published.append)
    return published


@pytest.fixture
def deaf(app):
    """A subscriber to answers that fails."""

    def fail(event):
        raise RuntimeError("deaf")

    subscribe(app, fail)


def hand_in(phone, value, revision=1):
    """Send without waiting: the writer has not written yet."""
    payload = {
        "round": phone.latest("snapshot")["round"]["id"],
        "answer_id": f"{revision:032x}",
        "revision": revision,
        "state": "answer",
        "value": value,
    }
    phone.socket.say(f'2/participant,{revision}["submit_answer",{json.dumps(payload)}]')


def test_nothing_is_acknowledged_before_it_is_stored(room, app):
    room.asks("A1")
    hand_in(room.mateo, 1)
    assert writer.waiting() == 1
    assert room.mateo.latest("acknowledged") is None
    room.site.flush_answers()
    assert room.mateo.latest("acknowledged")[1]["ok"]
    with app.app_context():
        assert db.session.scalars(select(Ballot.value)).all() == [1]


def test_a_group_is_one_fact(room, answers_recorded):
    room.asks("A1")
    hand_in(room.mateo, 1)
    hand_in(room.lucia, 2)
    room.site.flush_answers()
    assert len(answers_recorded) == 1


def test_two_revisions_in_one_group_leave_the_newer(room, app):
    room.asks("A1")
    hand_in(room.mateo, 1, revision=2)
    hand_in(room.mateo, 3, revision=1)
    room.site.flush_answers()
    acks = {number: said for number, said in room.mateo.socket.facts["acknowledged"]}
    assert acks[2]["ok"]
    assert acks[1]["code"] == "revision_old"
    with app.app_context():
        assert db.session.scalars(select(Ballot.value)).all() == [1]


def test_a_failing_disk_is_told_and_the_phone_keeps_its_answer(room, app):
    room.asks("A1")
    with app.app_context():
        db.session.execute(db.text("ALTER TABLE ballots RENAME TO kept"))
        db.session.commit()
    hand_in(room.mateo, 1)
    room.site.flush_answers()
    said = room.mateo.latest("acknowledged")[1]
    assert (said["code"], said["retry"]) == ("storage_unavailable", True)
    assert writer.failing
    with app.app_context():
        db.session.execute(db.text("ALTER TABLE kept RENAME TO ballots"))
        db.session.commit()
    hand_in(room.mateo, 1)
    room.site.flush_answers()
    assert room.mateo.latest("acknowledged")[1]["ok"]
    assert not writer.failing


@pytest.mark.timeout(20)
def test_who_is_deaf_to_one_group_does_not_keep_the_next_waiting(room, app, monkeypatch, deaf):
    monkeypatch.setattr(writing, "MAX_GROUP_ANSWERS", 1)
    room.asks("A1")
    hand_in(room.mateo, 1)
    hand_in(room.lucia, 2)
    with app.app_context():
        writer.write_next()
    for phone in room.phones:
        assert phone.latest("acknowledged")[1]["ok"]


def test_who_left_before_the_acknowledgement_harms_nobody(room):
    room.asks("A1")
    third = Phone(room.site, "Tercera").enter(room.run)
    hand_in(third, 1)
    third.leave()
    assert room.mateo.answer(2)["ok"]
    room.site.tick_tally()
    assert room.console.latest("tally_changed")["counts"]["answered"] == 2


def test_seconds_there_survive_a_restart(room, app):
    room.asks("A1")
    room.site.add_presence(5.0)
    for phone in room.phones:
        phone.leave()
    forget_open_rounds()
    startup_recovery.recover(app)
    assert len(open_rounds.of_run(room.run.id).present()) == 2


def store(app):
    """Have the writer write what it has, and nothing else happen."""
    with app.app_context():
        writer.drain()


@pytest.fixture
def asked(app):
    """What is read of the ballots while the test runs."""
    with executed_queries(app, "SELECT ballots") as questions:
        yield questions


def test_what_nobody_can_have_answered_yet_is_not_asked_for(room, app, asked):
    room.asks("A1")
    asked.clear()
    hand_in(room.mateo, 1)
    store(app)
    assert bool(asked) == cluster_presence.is_shared  # another process may have taken it
    assert room.mateo.latest("acknowledged")[1]["ok"]


def test_who_changes_an_answer_is_judged_by_what_is_stored(room, app, asked):
    room.asks("A1")
    hand_in(room.mateo, 1, revision=2)
    store(app)
    asked.clear()
    hand_in(room.mateo, 3, revision=1)
    store(app)
    assert asked
    assert room.mateo.latest("acknowledged")[1]["code"] == "revision_old"


def test_after_a_restart_what_is_stored_is_asked_for(room, app, asked):
    room.asks("A1")
    hand_in(room.mateo, 1, revision=2)
    store(app)
    forget_open_rounds()
    startup_recovery.recover(app)
    asked.clear()
    hand_in(room.mateo, 3, revision=1)
    store(app)
    assert asked
    assert room.mateo.latest("acknowledged")[1]["code"] == "revision_old"
