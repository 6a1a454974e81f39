"""Committed events are true: a screen that cannot be drawn is no error, and catches up."""

import logging
import time

import pytest
from sqlalchemy import select

from realtime.fanout import broadcasts, event_retries, reconcile
from tests.support.cast import Room
from tests.support.command_contract import tells_the_truth
from tests.support.live_state import open_rounds
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.events import RunChanged


@pytest.fixture
def console_fails(monkeypatch):
    """Drawing the console raises until it is told to work again."""

    def fail(*_):
        raise ValueError("a template that slipped")

    whole = broadcasts.console_stage
    monkeypatch.setattr(broadcasts, "console_stage", fail)
    return lambda: monkeypatch.setattr(broadcasts, "console_stage", whole)


@pytest.fixture
def retry_step(app, monkeypatch):
    """One turn of the task that tries again, at its own pace."""
    started = []
    monkeypatch.setattr(event_retries, "run_forever", lambda app, step: started.append(step))
    event_retries.start(app)
    return started[0]


def passes(app, seconds):
    """The time until what waits is tried again."""
    app.extensions["event_retries"].run_once(app, time.monotonic() + seconds)


def failures_in(caplog):
    """Log lines about subscribers that failed."""
    return [line for line in caplog.records if line.name == "mano_alzada.event_retries"]


def test_a_console_that_cannot_be_drawn_is_no_error_of_the_key(room, app, console_fails, caplog):
    room.does("empezar")
    before = room.console.count("snapshot")
    with caplog.at_level(logging.ERROR):
        assert room.do("abrir").status == 204
        passes(app, 1)
    assert room.mateo.sees("open")
    assert room.wall.sees("open")
    assert room.console.count("snapshot") == before
    assert len(failures_in(caplog)) == 1  # of two verbs: it is the same screen of the same run
    console_fails()
    passes(app, 2)
    tells_the_truth(room)
    assert not app.extensions["event_retries"].waiting


def test_a_console_catches_up_by_itself_within_two_seconds(
    room, app, console_fails, caplog, retry_step
):
    room.does("empezar")
    console_works, retries = console_fails, app.extensions["event_retries"]
    retries.waiting.clear()
    caplog.clear()
    assert room.do("abrir").status == 204
    assert room.mateo.sees("open")
    assert room.wall.sees("open")
    console_works()
    began = time.monotonic()
    while retries.waiting:
        retry_step()
    assert time.monotonic() - began < 2
    tells_the_truth(room)
    assert len(failures_in(caplog)) == 1


def test_a_new_failure_is_tried_soon_however_long_the_old_one_waits(room, app, console_fails):
    room.does("empezar")
    retries = app.extensions["event_retries"]
    (retry,) = retries.waiting.values()
    for _ in range(20):
        retries.run_once(app, retry.at)
    room.does("abrir")
    (retry,) = retries.waiting.values()
    assert retry.pause == event_retries.MIN_PAUSE_S


def test_what_has_failed_for_long_is_tried_less_often(room, app, console_fails):
    room.does("empezar")
    retries = app.extensions["event_retries"]
    (retry,) = retries.waiting.values()
    for _ in range(20):
        retries.run_once(app, retry.at)
    assert retry.pause == event_retries.MAX_PAUSE_S


def test_a_newer_change_that_is_told_makes_the_old_one_good(room, app, console_fails):
    room.does("empezar")
    console_fails()
    room.does("abrir")
    before = room.console.count("snapshot")
    passes(app, 1)
    tells_the_truth(room)
    assert room.console.count("snapshot") <= before + 1


def test_a_run_that_cannot_be_shown_keeps_a_process_that_hears_nothing_from_no_other(
    room, other_room, app, monkeypatch
):
    for each in (room, other_room):
        each.does("empezar")
    whole = broadcasts.console_stage

    def fail_for_one(picture, wall):
        if picture.run.id == room.run.id:
            raise ValueError("a template that slipped")
        return whole(picture, wall)

    monkeypatch.setattr(broadcasts, "console_stage", fail_for_one)
    with app.app_context():
        for run in db.session.scalars(select(Run)):  # by another process, and no hint arrives
            run.paused = True
            run.version += 1
        db.session.commit()
        reconcile.reconcile_runs(is_receiving=False)
    tells_the_truth(other_room)
    assert [failed.event for failed in app.extensions["event_retries"].waiting] == [
        RunChanged(room.run.id)
    ]


def test_a_run_that_cannot_be_read_is_not_asked_for_again_and_again(room, app, monkeypatch):
    room.does("empezar")
    monkeypatch.setattr(open_rounds, "unreadable", {room.run.id})
    monkeypatch.setattr(reconcile, "shown_version", dict)
    published = []
    monkeypatch.setattr(reconcile, "publish", lambda events, origin: published.extend(events))
    with app.app_context():
        reconcile.reconcile_runs(is_receiving=False)
    assert not published


def test_a_draft_that_could_not_be_told_never_replaces_a_newer_one(site, app, monkeypatch):
    room = Room(site, "por-mesas", phones=("Mateo", "Lucía"))
    for phone in room.phones:
        phone.sits(2)
    room.goes_to("M2")
    room.does("abrir")
    live = open_rounds.of_run(room.run.id)

    def fail(*_):
        raise ValueError("a look into the database that slipped")

    with monkeypatch.context() as slipping:
        slipping.setattr("realtime.fanout.group_tables.note_written", fail)
        assert room.mateo.says("/mesa/borrador", round=live.id, draft={"text": "Ho"}).status == 204
    assert room.mateo.says("/mesa/borrador", round=live.id, draft={"text": "Hola"}).status == 204
    passes(app, 1)
    assert live.drafts == {2: {"text": "Hola"}}
    room.leave()
