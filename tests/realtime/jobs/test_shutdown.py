"""Going in peace: all that can be done is done, and what could not is told."""

import pytest
from sqlalchemy import select

from realtime.jobs import shutdown
from tests.realtime.answers.test_writer import hand_in
from tests.support.live_state import open_rounds, writer
from workshop.models.ballot import Ballot
from workshop.persistence.db import db


@pytest.fixture
def exits(monkeypatch):
    """The exit code, once it has come to that; this process stays."""
    codes = []
    monkeypatch.setattr(shutdown.os, "_exit", codes.append)
    monkeypatch.setattr(shutdown, "LAST_ACKNOWLEDGEMENTS_S", 0)
    return codes


def test_what_was_received_is_stored_and_acknowledged(room, app, exits):
    room.asks("A1")
    hand_in(room.mateo, 1)
    shutdown.leave(app)
    assert room.mateo.latest("acknowledged")[1]["ok"]
    with app.app_context():
        assert db.session.scalars(select(Ballot.value)).all() == [1]
    assert exits == [0]


def test_what_fails_is_told_and_keeps_nothing_else_back(room, app, exits, monkeypatch, caplog):
    def broken():
        raise RuntimeError("no ink")

    monkeypatch.setattr(writer, "drain", broken)
    round_id = room.asks("A1")
    hand_in(room.mateo, 1)
    open_rounds.get(round_id).unsaved["somebody"] = 3.0
    shutdown.leave(app)
    assert exits == [1]
    assert "RuntimeError: no ink" in caplog.text
    assert not open_rounds.get(round_id).unsaved


def test_nobody_new_comes_in_meanwhile(room, app, exits):
    code = room.run.code
    browser = room.site.browser()
    assert browser.get(f"/{code}").status == 200
    assert browser.get("/salud").status == 200
    shutdown.leave(app)
    assert browser.get(f"/{code}").status == 503
    assert browser.get("/salud").status == 503
