"""Only the server's clock decides: rounds end by themselves, and unserved time does not count."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from realtime.jobs import deadlines, startup_recovery
from tests.support.live_state import (
    cluster_presence,
    forget_open_rounds,
    open_rounds,
    phone_connections,
)
from web.clock import now
from workshop.models.logbook import LogEntry
from workshop.models.round import Round
from workshop.persistence.db import db


def live(room):
    """The open round in memory."""
    return open_rounds.of_run(room.run.id)


def test_a_round_whose_time_is_over_closes(room, app):
    room.asks("A2")
    room.mateo.answer("a")
    live(room).deadline = time.monotonic() - 0.01
    deadlines.tick(app, 0.1, 0.1)
    assert room.wall.sees("closed")["counts"]["answered"] == 1
    with app.app_context():
        assert db.session.scalars(select(Round)).one().closed_by == "time"


def at_zero(room, app):
    """The time of the open round is over."""
    live(room).deadline = time.monotonic() - 0.01
    deadlines.tick(app, 0.1, 0.1)
    return room.wall.sees("closed")


def test_at_zero_phones_close_the_wall_says_time_and_no_result_comes_or_goes(room, app):
    room.asks("A7")  # its bars move live
    assert room.mateo.answer("a")["ok"]
    room.site.tick_tally()
    before = room.wall.latest("tally_changed")["tally"]
    shown = at_zero(room, app)
    assert shown["tally"] == before
    assert "data-chart" in shown["html"]
    assert "Tiempo" in shown["html"]
    assert room.mateo.sees("closed")["tally"] is None
    assert room.mateo.answer("b")["code"] == "round_not_open"
    room.does("mostrar")
    assert room.wall.sees("revealed")["tally"] == before


def test_at_zero_a_result_that_was_not_shown_is_not_announced_either(room, app):
    room.asks("A2")
    shown = at_zero(room, app)
    assert shown["tally"] is None
    assert "Enseguida" not in shown["html"]


def test_before_that_it_does_not(room, app):
    room.asks("A2")
    deadlines.tick(app, 0.1, 0.1)
    assert room.wall.latest("snapshot")["page"] == "open"


def test_time_during_which_nobody_was_served_does_not_count(room, app):
    room.asks("A2")
    live(room).deadline = time.monotonic() - 5
    deadlines.tick(app, 20.0, 20.0)  # the laptop slept for twenty seconds
    assert room.wall.latest("snapshot")["page"] == "open"
    assert live(room).remaining_ms() > 14_000


def test_a_jump_of_the_wall_clock_closes_nothing(room, app):
    room.asks("A2")
    for jump in (86_400.0, -86_400.0):
        deadlines.tick(app, 0.1, jump)
        assert room.wall.latest("snapshot")["page"] == "open"
        assert 55_000 < live(room).remaining_ms() <= 60_000


def test_after_a_crash_the_round_goes_on_with_the_time_it_had(room, app):
    room.asks("A2")
    with app.app_context():
        past = now() - timedelta(seconds=120)
        db.session.execute(
            update(Round).values(
                opened_at=past,
                served_at=past + timedelta(seconds=20),
                closes_at=past + timedelta(seconds=60),
            )
        )
        db.session.commit()
    forget_open_rounds()
    startup_recovery.recover(app)
    assert 38_000 <= live(room).remaining_ms() <= 41_000
    with app.app_context():
        assert db.session.scalars(select(LogEntry).where(LogEntry.what == "server_restarted")).one()


def test_a_hand_that_is_faster_than_the_clock_is_no_error(room, app):
    room.asks("A2")
    kept = live(room)
    room.does("cerrar")
    deadlines._close(app, kept, "time")
    with app.app_context():
        assert db.session.scalars(select(Round)).one().closed_by == "hand"


def test_presence_counts_who_is_there(room):
    room.asks("A1")
    room.lucia.leave()
    room.site.add_presence(6.0)
    assert len(live(room).present()) == 1
    assert phone_connections.inside(room.run.id) == 1


@pytest.fixture
def database(monkeypatch):
    """A database that goes away and comes back."""

    class Database:
        def goes_away(self):
            def refuse(*_):
                raise OperationalError("", {}, ConnectionError("the server closed the connection"))

            monkeypatch.setattr(deadlines, "_write_heartbeat", refuse)
            monkeypatch.setattr(deadlines, "_probe_storage", refuse)

        def comes_back(self):
            monkeypatch.undo()

    return Database()


def passes(seconds, scheduler, round):
    """So much time goes by before the next run."""
    scheduler._last_run_at -= seconds
    scheduler._last_run_wall -= seconds
    scheduler._heartbeat_at -= seconds
    round.deadline -= seconds


def test_while_nothing_can_be_stored_time_stands_still(room, app, database, caplog):
    room.asks("A2")
    scheduler = deadlines.DeadlineScheduler(app)
    database.goes_away()
    scheduler.run_once()
    told = room.console.until(lambda: room.console.latest("storage_changed"))
    assert room.console.latest("storage_changed")["failing"], told
    for _ in range(8):
        passes(10, scheduler, live(room))
        scheduler.run_once()
    assert room.wall.latest("snapshot")["page"] == "open"
    database.comes_back()
    scheduler.run_once()
    assert 55_000 < live(room).remaining_ms() <= 61_000
    assert not room.console.latest("storage_changed")["failing"]
    room.mateo.answer("a")
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]  # once each way


def test_a_blink_of_the_database_gives_no_time(room, app, database):
    room.asks("A2")
    scheduler = deadlines.DeadlineScheduler(app)
    database.goes_away()
    scheduler.run_once()
    passes(2, scheduler, live(room))
    database.comes_back()
    scheduler.run_once()
    assert live(room).remaining_ms() <= 58_500


def test_two_processes_that_come_back_give_the_time_once(room, app, monkeypatch):
    monkeypatch.setattr(cluster_presence, "is_shared", True)
    room.asks("A2")
    with app.app_context():
        long_ago = now() - timedelta(seconds=20)
        db.session.execute(update(Round).values(served_at=long_ago))
        db.session.commit()
    live(room).deadline -= 20
    deadlines.restore_unserved_time(app, 20.0)
    first = live(room).remaining_ms()
    deadlines.restore_unserved_time(app, 20.0)  # what the other does a moment later
    assert abs(live(room).remaining_ms() - first) < 1_000
    assert 55_000 < first <= 61_000


def test_a_fault_of_ours_does_not_stop_the_clock(room, app, monkeypatch, caplog):
    def fail(*_):
        raise IntegrityError("", {}, ValueError("ours"))

    room.asks("A2")
    scheduler = deadlines.DeadlineScheduler(app)
    monkeypatch.setattr(deadlines, "tick", fail)
    scheduler.run_once()
    assert not scheduler.is_stopped
    assert "a tick failed" in caplog.text
    assert room.console.latest("storage_changed") is None
