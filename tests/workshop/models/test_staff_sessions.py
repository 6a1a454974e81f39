"""Who is signed in: remembered without asking again, and never longer than it is true."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.executed_queries import executed_queries
from workshop.models import staff_sessions
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import unit_of_work

MORNING = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)


@pytest.fixture
def signed_in(app):
    """Inés followed the printed link in the morning, and looked at a page."""
    with app.app_context():
        with unit_of_work():
            staff_sessions.sign_in("secreto", MORNING)
        assert staff_sessions.is_signed_in("secreto", MORNING)
        yield app


def test_a_trainer_is_known_without_asking_the_database_again(signed_in):
    with executed_queries(signed_in) as asked:
        assert staff_sessions.is_signed_in("secreto", MORNING + timedelta(hours=1))
    if not staff_sessions.is_postgresql(db.engine):
        assert asked == []


def test_who_is_known_is_a_stranger_a_day_later(signed_in):
    assert not staff_sessions.is_signed_in("secreto", MORNING + staff_sessions.SESSION_LIFETIME)


def test_signing_out_is_believed_at_once(signed_in):
    with unit_of_work():
        staff_sessions.sign_out("secreto")
    assert not staff_sessions.is_signed_in("secreto", MORNING)


def test_whoever_was_reading_the_session_while_she_left_does_not_bring_it_back(app, monkeypatch):
    with app.app_context():
        with unit_of_work():
            staff_sessions.sign_in("secreto", MORNING)
        leaves_while_it_is_read(monkeypatch)
        assert not staff_sessions.is_signed_in("secreto", MORNING)
        assert not staff_sessions.is_signed_in("secreto", MORNING)


def leaves_while_it_is_read(monkeypatch):
    """She signs out between the reading of her session and its use."""
    read = db.session.get

    def read_slowly(*args, **kwargs):
        found = read(*args, **kwargs)
        monkeypatch.undo()
        with unit_of_work():
            staff_sessions.sign_out("secreto")
        return found

    monkeypatch.setattr(db.session, "get", read_slowly)


def test_two_apps_in_one_process_do_not_know_each_others_sessions(signed_in, make_app_on, tmp_path):
    if staff_sessions.is_postgresql(db.engine):
        pytest.skip("one database for both: they are one server")
    shutil.copytree(tmp_path / "data", tmp_path / "other")
    other = make_app_on(tmp_path / "other")
    with other.app_context():
        assert staff_sessions.is_signed_in("secreto", MORNING)
        with unit_of_work():
            staff_sessions.sign_out("secreto")
        assert not staff_sessions.is_signed_in("secreto", MORNING)
    assert staff_sessions.is_signed_in("secreto", MORNING)


def test_a_stranger_is_asked_for_each_time(signed_in):
    assert not staff_sessions.is_signed_in("", MORNING)
    assert not staff_sessions.is_signed_in("otro", MORNING)
