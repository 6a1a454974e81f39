"""The ballot box, on both databases: the newest revision lies in it, as it was put in."""

import pytest

from tests.support.app_factory import close_databases, make_app
from tests.support.app_in_process import InProcessApp
from tests.support.cast import Room
from workshop.models import ballot_store
from workshop.models.ballot import Attendance
from workshop.persistence.db import db
from workshop.persistence.postgresql import is_postgresql
from workshop.persistence.unit_of_work import writing_transaction

MATEO, LUCIA = "a" * 32, "b" * 32
VALUES = [
    "b",
    ["a", "c"],
    {"option": "á", "certainty": 3},
    7,
    2.5,
    "con «comillas» y {llaves}",
    None,
]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.process)])
def here(request, tmp_path, content):
    """(app, round): one question that is open, on either database."""
    settings = {}
    if request.param == "postgresql":
        settings["DATABASE_URL"] = request.getfixturevalue("on_postgres")
        app = make_app(tmp_path / "data", content, **settings)
    else:
        app = request.getfixturevalue("app")
    room = Room(InProcessApp(app))
    yield app, room.asks("A1")
    room.leave()
    if settings:
        close_databases(app)


def ballot(round_id, key, value="b", revision=1, state="answer"):
    """A row as the writer makes it."""
    return {
        "round_id": round_id,
        "ballot_key": key,
        "answer_id": f"{revision:032x}",
        "revision": revision,
        "state": state,
        "value": value,
        "card": "c" * 16,
        "moderation": "shown",
        "flags": None,
    }


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_what_was_put_in_lies_there(here, value):
    app, round_id = here
    row = ballot(round_id, MATEO, value, state="answer" if value is not None else "skip")
    with app.app_context(), writing_transaction() as connection:
        assert ballot_store.upsert_ballots(connection, [row]) == set()
        assert ballot_store.ballots_at(connection, [(round_id, MATEO), (round_id, LUCIA)]) == {
            (round_id, MATEO): row
        }


def test_a_newer_revision_takes_the_place_of_an_older_one(here):
    app, round_id = here
    with app.app_context(), writing_transaction() as connection:
        ballot_store.upsert_ballots(connection, [ballot(round_id, MATEO), ballot(round_id, LUCIA)])
        ballot_store.upsert_ballots(connection, [ballot(round_id, LUCIA, "c", revision=2)])
        lying = ballot_store.ballots_at(connection, [(round_id, MATEO), (round_id, LUCIA)])
    assert {key: row["value"] for (_, key), row in lying.items()} == {MATEO: "b", LUCIA: "c"}


def test_an_older_revision_changes_nothing_and_is_named_where_others_write(here):
    app, round_id = here
    with app.app_context(), writing_transaction() as connection:
        ballot_store.upsert_ballots(connection, [ballot(round_id, MATEO, "c", revision=3)])
        lost = ballot_store.upsert_ballots(connection, [ballot(round_id, MATEO, "a", revision=2)])
        lying = ballot_store.ballots_at(connection, [(round_id, MATEO)])
        assert lost == ({(round_id, MATEO)} if is_postgresql(connection) else set())
    assert lying[round_id, MATEO]["value"] == "c"


def test_nothing_is_put_in_and_nothing_looked_up_without_a_question(here):
    app, _ = here
    with app.app_context(), writing_transaction() as connection:
        assert ballot_store.upsert_ballots(connection, []) == set()
        assert ballot_store.ballots_at(connection, []) == {}


def test_seconds_add_up(here):
    app, round_id = here
    with app.app_context():
        for seconds in (1.5, 2.25):
            with writing_transaction() as connection:
                ballot_store.add_attendance(
                    connection,
                    [{"round_id": round_id, "ballot_key": MATEO, "seconds": seconds}],
                )
        assert db.session.get(Attendance, (round_id, MATEO)).seconds == 3.75
