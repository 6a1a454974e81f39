"""The databases at the start: one line says why they cannot be opened."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from cli import databases, migrate, network_share
from cli.exit import EXIT_MISCONFIGURED, EXIT_TEMPORARY
from cli.migrate import exit_on_database_error, exit_on_recovery_error, open_databases
from tests.support.app_factory import close_databases, make_app
from workshop.persistence.db import db
from workshop.persistence.sqlite import checkpoint


def refusal(capsys, engine, statement="SELECT 1", setting="DATABASE_URL", code=EXIT_TEMPORARY):
    """The one line that is said where this engine cannot do this."""
    with (
        pytest.raises(SystemExit) as end,
        exit_on_database_error(engine, setting),
        engine.connect() as line,
    ):
        line.execute(text(statement))
    engine.dispose()
    assert end.value.code == code
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_what_is_no_database(app, capsys):
    (app.config["DATA"] / "otra.db").write_text("esto es una carta" * 100)
    engine = create_engine(f"sqlite:///{app.config['DATA'] / 'otra.db'}")
    said = refusal(capsys, engine, "SELECT * FROM runs", code=EXIT_MISCONFIGURED)
    assert said.startswith(f"Está dañada la base de datos {app.config['DATA']}/otra.db. No se ha")
    assert "DATABASE_URL" not in said


def test_a_folder_that_is_gone(tmp_path, capsys):
    said = refusal(capsys, create_engine(f"sqlite:///{tmp_path}/nada/x.db"))
    assert "x.db: no se puede abrir el archivo. Revisa" in said


def test_a_database_that_is_missing_in_postgresql(postgres, capsys):
    url = postgres.url("nada").replace(
        "postgresql://postgres@", "postgresql+psycopg://postgres:secreto@"
    )
    said = refusal(capsys, create_engine(url))
    assert 'FATAL:  database "nada" does not exist. ¿Está en marcha PostgreSQL?' in said
    assert "127.0.0.1" in said
    assert "secreto" not in said


def test_a_right_that_is_missing_in_postgresql(postgres, capsys):
    url = postgres.url("postgres").replace("postgresql:", "postgresql+psycopg:")
    said = refusal(capsys, create_engine(url), "CREATE TABLE pg_catalog.mine (id int)", "KEYS_URL")
    assert "/postgres: permission denied to create " in said
    assert "Revisa KEYS_URL" in said


def test_databases_that_are_there_are_opened(app):
    open_databases(app)


def garble(file):
    """Write rubbish over a page in the middle, as a failing disk does."""
    with closing(sqlite3.connect(file)) as line:
        line.execute("PRAGMA journal_mode = DELETE")
        line.execute(
            "CREATE TABLE more AS WITH n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n "
            "WHERE x < 3000) SELECT x, hex(randomblob(30)) AS y FROM n"
        )
        line.commit()
    half = file.stat().st_size // 2 // 4096 * 4096
    with open(file, "r+b") as pages:
        pages.seek(half)
        pages.write(b"basura" * 600)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mano_alzada.db", "guarda aparte la carpeta de datos y vuelve a una copia"),
        ("keys.db", "Borra ese archivo y vuelve a arrancar"),
    ],
)
def test_a_garbled_page_ends_the_start_with_one_line(tmp_path, make_app_on, capsys, name, said):
    app = make_app_on(tmp_path)
    open_databases(app)
    close_databases(app)
    garble(tmp_path / name)
    with pytest.raises(SystemExit) as end:
        open_databases(app)
    assert end.value.code == EXIT_MISCONFIGURED
    line = capsys.readouterr().err
    assert line.startswith(f"Está dañada la base de datos {tmp_path / name}")
    assert said in line
    assert line.count("\n") == 1
    close_databases(app)


def test_a_full_disk_after_a_kill_is_one_line_too(tmp_path, make_app_on, capsys):
    app = make_app_on(tmp_path)
    with pytest.raises(SystemExit) as end:
        fill_the_disk(app)
    assert end.value.code == EXIT_TEMPORARY
    assert "mano_alzada.db: el disco está lleno. Revisa" in capsys.readouterr().err
    close_databases(app)


def fill_the_disk(app):
    """Store more than fits."""
    with exit_on_recovery_error(app), app.app_context(), db.engine.connect() as line:
        line.exec_driver_sql("PRAGMA max_page_count = 1")
        line.exec_driver_sql("CREATE TABLE more AS SELECT hex(randomblob(900000)) AS x")


MOUNTINFO = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:25 / /proc rw,nosuid - proc proc rw
41 22 0:40 / /home/ana/en\040la\040red rw,relatime shared:9 - nfs4 servidor:/a rw,vers=4.2
42 22 0:41 / /mnt/equipo rw - cifs //equipo/comun rw
43 42 8:2 / /mnt/equipo/disco rw - ext4 /dev/sdb1 rw
44 22 0:44 / /mnt/lejos rw - fuse.sshfs ana@lejos:/ rw
"""


@pytest.mark.parametrize(
    ("folder", "is_elsewhere"),
    [
        ("/home/ana/data", False),
        ("/home/ana/en la red/data", True),
        ("/mnt/equipo/data", True),
        ("/mnt/equipo/disco/data", False),
        ("/mnt/lejos", True),
        ("/mnt/lejos2", False),
    ],
)
def test_o5_a_folder_on_another_computer_is_known(tmp_path, monkeypatch, folder, is_elsewhere):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTINFO)
    monkeypatch.setattr(network_share, "MOUNTINFO", mounts)
    assert network_share.is_on_network(Path(folder)) is is_elsewhere


def test_o5_there_it_is_said_and_no_log_is_kept(tmp_path, content, monkeypatch, capsys):
    for module in (migrate, databases):
        monkeypatch.setattr(module, "is_on_network", lambda _: True)
    app = make_app(tmp_path, content)
    open_databases(app)
    assert capsys.readouterr().err.startswith(f"Atención: la carpeta de datos {tmp_path} está en")
    with app.app_context(), db.engine.connect() as line:
        assert line.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
        assert checkpoint(db.engine)
    close_databases(app)


def test_here_a_log_is_kept_and_nothing_said(app, capsys):
    open_databases(app)
    assert capsys.readouterr().err == ""
    with app.app_context(), db.engine.connect() as line:
        wanted = None if app.config["DATABASE_URL"] else "wal"
        assert wanted is None or line.exec_driver_sql("PRAGMA journal_mode").scalar() == wanted
