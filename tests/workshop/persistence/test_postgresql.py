"""The same workshop on PostgreSQL: what is stored, who comes first, what is left behind."""

import os
import subprocess
import sys
import threading

import psycopg
import pytest

from tests.support.app_factory import close_databases, make_app
from tests.support.app_in_process import InProcessApp
from tests.support.cast import Room
from tests.support.server import ROOT
from workshop.models import ballot_store
from workshop.models.locked_run import run_to_change
from workshop.persistence.postgresql import with_driver
from workshop.persistence.unit_of_work import unit_of_work


@pytest.fixture
def site(on_postgres, tmp_path, content):
    """The doors of an app on PostgreSQL."""
    app = make_app(tmp_path / "data", content, DATABASE_URL=on_postgres)
    yield InProcessApp(app)
    close_databases(app)


@pytest.fixture
def room(site):
    """A run in its lobby, on PostgreSQL."""
    room = Room(site)
    yield room
    room.leave()


def test_a_round_is_asked_answered_closed_and_shown(room):
    room.asks("A1")
    assert room.mateo.answer(1)["ok"]
    assert room.mateo.answer(3, revision=2)["ok"]
    assert room.lucia.answer(3)["ok"]
    room.does("cerrar", "mostrar")
    seen = room.wall.sees("revealed")
    assert seen["tally"]["counts"] == [0, 0, 2]
    assert room.mateo.answer(2, revision=3)["code"] == "round_not_open"


def test_the_older_of_two_revisions_never_wins(room):
    """Another process stored revision 3 after this one had looked, and before it wrote."""
    round_id = room.asks("A1")
    assert room.mateo.answer(1, revision=1)["ok"]
    with overtaking(room.site.app, revision=3, answer_id="cd" * 16):
        told = room.mateo.answer(2, revision=2, round=round_id)
    assert told["code"] == "revision_old"
    assert told["stored"]["revision"] == 3


def test_the_same_revision_from_two_processes_is_taken_once(room):
    round_id = room.asks("A1")
    assert room.mateo.answer(1, revision=1)["ok"]
    with overtaking(room.site.app, revision=2, answer_id="cd" * 16):
        told = room.mateo.answer(2, revision=2, round=round_id)
    assert told["code"] == "revision_taken"
    assert told["stored"]["answer_id"] == "cd" * 16


class overtaking:  # noqa: N801 - it reads as a word
    """Another process writes the ballot between this one's look and its write."""

    def __init__(self, app, **stored):
        self.app = app
        self.stored = stored

    def __enter__(self):
        self._put = ballot_store.upsert_ballots
        ballot_store.upsert_ballots = self._late

    def __exit__(self, *_):
        ballot_store.upsert_ballots = self._put

    def _late(self, connection, rows):
        with psycopg.connect(self.app.config["DATABASE_URL"]) as other:
            other.execute(
                "UPDATE ballots SET revision = %(revision)s, answer_id = %(answer_id)s", self.stored
            )
        return self._put(connection, rows)


def test_verbs_of_two_processes_take_turns(room):
    """The second waits for the first, and then sees what it did."""
    order = []
    app = room.site.app
    inside, go_on = threading.Event(), threading.Event()

    def first():
        with app.app_context(), unit_of_work():
            run_to_change(room.run.id).title = "primero"
            inside.set()
            go_on.wait(10)
            order.append("primero")

    def second():
        with app.app_context(), unit_of_work():
            order.append(run_to_change(room.run.id).title)

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert order == ["primero", "primero"]


def test_the_key_of_an_anonymous_round_goes_with_it(room):
    room.asks("A2")
    assert room.mateo.answer("a")["ok"]
    keys, ballots = "SELECT count(*) FROM round_keys", "SELECT count(*) FROM ballots"
    with psycopg.connect(room.site.app.config["DATABASE_URL"], autocommit=True) as other:
        assert other.execute(keys).fetchone() == other.execute(ballots).fetchone() == (1,)
        room.does("cerrar")
        assert other.execute(keys).fetchone() == other.execute(ballots).fetchone() == (0,)


def test_only_postgresql_is_taken_for_postgresql():
    assert with_driver("postgres://ana:x@host/taller") == "postgresql+psycopg://ana:x@host/taller"
    with pytest.raises(ValueError, match="postgresql://"):
        with_driver("mysql://ana@host/taller")


SLOW = """
import eventlet; eventlet.monkey_patch()
import sys, time
import app  # as the program does it: before anything reads how psycopg is to wait
from sqlalchemy import create_engine, text
engine = create_engine(sys.argv[1], pool_size=5)
ticks = 0
def count():
    global ticks
    while True:
        eventlet.sleep(0.01)
        ticks += 1
def slow():
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(1)"))
eventlet.spawn(count)
began = time.monotonic()
waits = [eventlet.spawn(slow) for _ in range(3)]
for wait in waits:
    wait.wait()
print(ticks, time.monotonic() - began)
"""


def test_a_slow_query_holds_nobody_up(on_postgres):
    """As app.py serves: three queries of a second take one, and everyone else goes on."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SLOW, with_driver(on_postgres)],
        capture_output=True,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "PSYCOPG_WAIT_FUNC"},
        text=True,
        check=True,
    )
    ticks, took = done.stdout.split()
    assert int(ticks) >= 20, "the loop stood still"
    assert float(took) < 2.9, "one query waited for another"
