"""An update loses nothing: data folders of every earlier version, counted row by row."""

import shutil
import sqlite3
import stat

import pytest

from cli import safe_migration
from cli.exit import EXIT_MISCONFIGURED
from cli.migrate import open_databases
from cli.safe_migration import COPIES_FOLDER, MAX_COPIES, copy_database_before
from tests.support.app_factory import close_databases
from tests.support.filled_database import (
    REVISIONS,
    ROWS,
    contents,
    downgrade_to,
    fill,
    revisions_of,
    upgrade_to,
)
from workshop.persistence.db import db

HEAD = REVISIONS[-1]


@pytest.fixture
def old_data(tmp_path, make_app_on):
    """Makes an app on a filled data folder of a revision."""
    made = []

    def make(revision, **settings):
        app = make_app_on(tmp_path / f"data-{revision}", **settings)
        made.append(app)
        upgrade_to(app, revision)
        fill(app)
        return app

    yield make
    for app in made:
        close_databases(app)


def nothing_is_missing(before, after):
    """Every row of every table that is still there, in every column that is still there."""
    for table, columns in before.items():
        if table not in after:
            continue
        assert all(len(values) == ROWS for values in columns.values())
        for name, values in columns.items():
            assert after[table].get(name, values) == values, (table, name)
        assert {len(values) for values in after[table].values()} == {ROWS}, table


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_update_keeps_every_row_of_every_table(old_data, revision):
    app = old_data(revision)
    before = contents(app)
    assert {len(values) for table in before.values() for values in table.values()} == {ROWS}
    with app.app_context():
        open_databases(app)
    assert revisions_of(app) == {HEAD}
    after = contents(app)
    assert before.keys() <= after.keys()
    nothing_is_missing(before, after)


@pytest.mark.parametrize(
    ("revision", "earlier"), list(zip(REVISIONS[1:], REVISIONS[:-1], strict=True))
)
def test_a_step_back_keeps_every_row_of_what_stays(old_data, revision, earlier):
    app = old_data(revision)
    before = contents(app)
    downgrade_to(app, earlier)
    assert revisions_of(app) == {earlier}
    after = contents(app)
    assert {"runs", "steps", "rounds", "answers", "ballots"} <= after.keys()
    nothing_is_missing(before, after)


def test_on_postgresql_too(postgres, old_data):
    app = old_data(REVISIONS[0], DATABASE_URL=postgres.create("alt"))
    before = contents(app)
    with app.app_context():
        open_databases(app)
    nothing_is_missing(before, contents(app))
    for earlier in REVISIONS[-2::-1]:
        downgrade_to(app, earlier)
    del before["steps"]["pending"]  # 0003 takes this column away
    nothing_is_missing(before, contents(app))
    close_databases(app)
    postgres.drop("alt")


def test_references_are_watched_again_afterwards(old_data):
    app = old_data(REVISIONS[0])
    with app.app_context():
        open_databases(app)
        with db.engine.connect() as line:
            assert line.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_file_is_copied_before_the_first_step(old_data):
    app = old_data("0003")
    before = contents(app)
    with app.app_context():
        open_databases(app)
    folder = app.config["DATA"] / COPIES_FOLDER
    (copy,) = folder.iterdir()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    line = sqlite3.connect(copy)
    assert line.execute("SELECT version_num FROM alembic_version").fetchone() == ("0003",)
    assert line.execute("SELECT count(*) FROM answers").fetchone() == (ROWS,)
    assert line.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    line.close()
    assert "round_keys" in before
    assert "keys" not in copy.name  # what is forgotten must not live on in a copy


def test_a_start_without_a_step_copies_nothing(app):
    open_databases(app)
    assert not (app.config["DATA"] / COPIES_FOLDER).exists()


def test_old_copies_are_tidied(old_data):
    app = old_data("0003")
    with app.app_context():
        made = [copy_database_before(db.engine, "0003") for _ in range(MAX_COPIES + 2)]
    left = set((app.config["DATA"] / COPIES_FOLDER).iterdir())
    assert left == set(made[-MAX_COPIES:])


def test_half_a_copy_of_a_killed_start_is_tidied(old_data):
    app = old_data("0003")
    folder = app.config["DATA"] / COPIES_FOLDER
    folder.mkdir()
    (folder / "mano_alzada-0003-20261130-101010-000001.db.half-4711").write_bytes(b"half")
    with app.app_context():
        made = copy_database_before(db.engine, "0003")
    assert list(folder.iterdir()) == [made]


def test_a_copy_that_cannot_be_deleted_keeps_nobody_from_starting(old_data):
    app = old_data("0003")
    folder = app.config["DATA"] / COPIES_FOLDER
    for second in range(MAX_COPIES + 1):  # folders: no system deletes those as it does a file
        (folder / f"mano_alzada-0003-20261130-10101{second}-000001.db").mkdir(parents=True)
    with app.app_context():
        made = copy_database_before(db.engine, "0003")
    assert made in folder.iterdir()


@pytest.fixture
def steps_that_fail(monkeypatch):
    """Between the last step and the count that follows it, something else happens."""

    def install(then, count=safe_migration.RowCensus.of):
        counted = []

        def of(connection):
            if counted:
                then(connection)
            counted.append(connection)
            return count(connection)

        monkeypatch.setattr(safe_migration.RowCensus, "of", of)

    return install


def start_fails(app, capsys):
    """Starting ends with one line; returns it."""
    with app.app_context(), pytest.raises(SystemExit) as end:
        open_databases(app)
    assert end.value.code == EXIT_MISCONFIGURED
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Traceback" not in said
    return said


def test_a_step_that_loses_rows_is_not_committed(old_data, steps_that_fail, capsys):
    app = old_data("0002")
    before = contents(app)
    steps_that_fail(lambda line: line.exec_driver_sql("DELETE FROM answers WHERE state LIKE '%2'"))
    said = start_fails(app, capsys)
    assert "la tabla answers pasaría de 3 filas a 2" in said
    (copy,) = (app.config["DATA"] / COPIES_FOLDER).iterdir()
    assert str(copy) in said
    assert contents(app) == before
    assert revisions_of(app) == {"0002"}


def test_a_step_that_leaves_rows_astray_is_not_committed(old_data, steps_that_fail, capsys):
    app = old_data("0002")
    before = contents(app)
    steps_that_fail(
        lambda line: line.exec_driver_sql("UPDATE rounds SET step_id = 99 WHERE id = 1")
    )
    assert "1 filas de rounds se quedarían sin su fila de steps" in start_fails(app, capsys)
    assert contents(app) == before


def test_a_start_that_fails_in_the_middle_leaves_the_old_data_usable(
    old_data, steps_that_fail, capsys, monkeypatch
):
    app = old_data("0002")
    before = contents(app)
    with monkeypatch.context():
        steps_that_fail(lambda line: line.exec_driver_sql("SELECT nothing FROM nowhere"))
        assert "Los datos siguen como estaban y hay una copia en" in start_fails(app, capsys)
        assert contents(app) == before
    monkeypatch.undo()
    with app.app_context():
        open_databases(app)  # it goes on from where it stood
    assert revisions_of(app) == {HEAD}
    nothing_is_missing(before, contents(app))


def test_no_room_for_the_copy_and_nothing_is_begun(old_data, monkeypatch, capsys):
    app = old_data("0002")

    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(safe_migration, "copy_file", full)
    said = start_fails(app, capsys)
    assert "no se pudo copiar antes" in said
    assert revisions_of(app) == {"0002"}


def test_o3_newer_data_ends_with_one_line(app, capsys):
    with app.app_context(), db.engine.connect() as line:
        line.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
        line.commit()
    said = start_fails(app, capsys)
    assert said.startswith("Estos datos son de una versión más nueva de Mano Alzada (")
    assert "0999" in said


def test_a_copied_folder_opens_as_it_is(old_data, tmp_path, make_app_on):
    app = old_data(HEAD)
    with app.app_context():
        copy = copy_database_before(db.engine, HEAD)
    (tmp_path / "otra").mkdir()
    shutil.copy(copy, tmp_path / "otra" / "mano_alzada.db")
    restored = make_app_on(tmp_path / "otra")
    open_databases(restored)
    before, after = contents(app), contents(restored)
    before.pop("round_keys"), after.pop("round_keys")
    assert after == before
    close_databases(restored)


def test_every_run_of_before_is_the_first_companys(old_data):
    app = old_data("0016")
    with app.app_context():
        open_databases(app)
    after = contents(app)
    assert after["organisations"]["id"] == [1]
    assert after["runs"]["organisation_id"] == [1] * ROWS
    assert after["rounds"]["for_register"] == [False] * ROWS
    assert after["register_entries"]["id"] == []
