"""P24 after a kill: what was being forgotten is in no byte that is left, whatever instant it was.

The files of a process that is killed stay as they are: so they are copied at that instant, log and
all, and the next process starts on the copy.
"""

import shutil
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import create_engine, select

from cli.migrate import open_databases
from realtime.fanout import broadcasts
from realtime.jobs import startup_recovery
from tests.support.app_factory import close_databases
from tests.support.live_state import open_rounds, phone_connections
from workshop.models import round_key
from workshop.models.answer import Answer
from workshop.persistence import sqlite
from workshop.persistence.db import db
from workshop.persistence.sqlite import checkpoint

FILES = ("mano_alzada.db", "mano_alzada.db-wal", "keys.db", "keys.db-wal")


@pytest.fixture
def killed(tmp_path, app, monkeypatch):
    """Copies the files at each of the instants in which a closed round is being forgotten."""
    if app.config["DATABASE_URL"]:
        pytest.skip("the files are PostgreSQL's")

    def copy(instant):
        folder = tmp_path / instant
        folder.mkdir(exist_ok=True)
        for name in FILES:
            if (app.config["DATA"] / name).exists():
                shutil.copy(app.config["DATA"] / name, folder / name)
        return folder

    def forget(*statements, write=round_key._write):
        copy("before_the_key")
        write(*statements)

    monkeypatch.setattr(round_key, "_write", forget)
    monkeypatch.setattr(broadcasts, "empty_logs_until_done", lambda _: copy("before_the_sweep"))
    return copy


def left_in(folder, traces):
    """Which of these are anywhere in the files."""
    found = set()
    for path in folder.iterdir():
        if path.is_file():
            found |= {name for name, trace in traces.items() if trace in path.read_bytes()}
    return found


@pytest.mark.parametrize("instant", ["before_the_key", "before_the_sweep"])
def test_p24_a_kill_while_forgetting_leaves_no_way_back(room, app, killed, make_app_on, instant):
    room.asks("A2")
    with app.app_context():  # the log holds everything, as before its first checkpoint
        live = open_rounds.of_run(room.run.id)
        traces = {"the key": live.key}
        for seat in phone_connections.phones(room.run.id):
            key = live.key_of(seat.participant_id, seat.token)
            traces[f"the ballot key of {seat.alias}"] = key.encode()
    first = "fe" * 16
    assert room.mateo.answer("a", answer_id=first)["ok"]
    assert room.mateo.answer("b", answer_id="dc" * 16)["ok"]
    assert room.lucia.answer("c")["ok"]
    traces |= {"an answer's id": ("dc" * 16).encode(), "an older one's": first.encode()}
    room.site.add_presence(6.0)
    room.does("cerrar")
    folder = killed("now").with_name(instant)
    assert left_in(folder, traces), "the kill came too late to be of interest"
    again = make_app_on(folder)
    open_databases(again)
    startup_recovery.recover(again)
    assert left_in(folder, traces) == set()
    with again.app_context():
        assert sorted(db.session.scalars(select(Answer.value))) == ["b", "c"]
    close_databases(again)


def test_older_words_of_a_text_are_gone_too(room, app, killed, make_app_on):
    room.asks("A4")
    assert room.mateo.answer("Lo que no quise decir")["ok"]
    assert room.mateo.answer("Lo que digo")["ok"]
    room.does("cerrar")
    folder = killed("now").with_name("before_the_sweep")
    old = {"the older words": b"Lo que no quise decir"}
    assert left_in(folder, old)
    again = make_app_on(folder)
    open_databases(again)
    startup_recovery.recover(again)
    assert left_in(folder, old) == set()
    close_databases(again)


def test_a_log_that_somebody_reads_from_is_not_called_empty(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0.05)
    engine = create_engine(**sqlite.engine_options(tmp_path)["data"])
    with engine.connect() as line:
        line.exec_driver_sql("CREATE TABLE answers (words)")
    with closing(sqlite3.connect(tmp_path / "mano_alzada.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM answers").fetchone()
        with engine.connect() as line:
            line.exec_driver_sql("INSERT INTO answers VALUES ('algo')")
        assert not checkpoint(engine)
    assert checkpoint(engine)
    engine.dispose()
