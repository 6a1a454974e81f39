"""Copies, as docs/instalar.md says they are made, proved and used: its lines are run as printed."""

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import psycopg
import pytest

import config
from cli.backup import main
from cli.exit import EXIT_MISCONFIGURED, EXIT_TEMPORARY
from cli.migrate import open_databases
from tests.support.app_factory import close_databases
from tests.support.filled_database import (
    REVISIONS,
    ROWS,
    contents,
    fill,
    upgrade_to,
)
from tests.support.server import ROOT
from tools.postgres import USER, programs
from workshop.persistence.db import db

DOCS = (ROOT / "docs" / "instalar.md").read_text("utf-8")
LEFT_OUT = {"round_keys", "staff_sessions", "presences", "processes"}

SUDO = """#!/bin/sh
[ "$1" = -u ] && shift 2
exec "$@"
"""
NOTHING = "#!/bin/sh\n"


@pytest.fixture
def backup(monkeypatch, capsys):
    """``./run backup``, in this process. Returns (exit code, what it said)."""

    def run(*arguments, **settings):
        monkeypatch.setattr(sys, "argv", ["backup", *map(str, arguments)])
        for name, value in settings.items():
            monkeypatch.setattr(config, name, value)
        try:
            main()
        except SystemExit as end:
            return end.code, capsys.readouterr().err
        return 0, capsys.readouterr().out

    return run


@pytest.fixture
def filled(tmp_path, make_app_on):
    """A data folder with rows in every table, in use."""
    app = make_app_on(tmp_path / "data")
    upgrade_to(app, REVISIONS[-1])
    fill(app)
    yield app
    close_databases(app)


def test_a_copy_is_whole_proved_and_for_its_owner_only(backup, filled, tmp_path, make_app_on):
    copy = tmp_path / "copia.db"
    code, said = backup(copy, "--data", filled.config["DATA"])
    assert code == 0, said
    assert f"Copia hecha y comprobada: {copy}" in said
    assert f"{ROWS} sesiones y {ROWS} respuestas" in said
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    (tmp_path / "otra").mkdir()
    shutil.copy(copy, tmp_path / "otra" / "mano_alzada.db")
    restored = make_app_on(tmp_path / "otra")
    open_databases(restored)
    before, after = contents(filled), contents(restored)
    assert set(before.pop("round_keys")["round_id"])
    assert not after.pop("round_keys")["round_id"]
    assert after == before
    close_databases(restored)


def test_a_copy_is_never_written_over_another(backup, filled, tmp_path):
    copy = tmp_path / "copia.db"
    copy.write_text("la de ayer")
    code, said = backup(copy, "--data", filled.config["DATA"])
    assert code == EXIT_TEMPORARY
    assert said == f"{copy} ya existe, y una copia no se escribe sobre otra. Elige otro nombre.\n"
    assert copy.read_text() == "la de ayer"


@pytest.mark.parametrize(
    ("where", "said"),
    [("nada/copia.db", "No se pudo copiar: "), ("", "ya existe")],
)
def test_where_it_cannot_be_left_is_one_line(backup, filled, tmp_path, where, said):
    code, line = backup(tmp_path / where, "--data", filled.config["DATA"])
    assert code == EXIT_TEMPORARY
    assert said in line
    assert line.count("\n") == 1
    assert not list(tmp_path.glob("*half*"))


def test_without_data_and_with_postgresql_it_says_so(backup, tmp_path):
    assert "No hay datos que copiar en" in backup("--data", tmp_path)[1]
    code, said = backup(DATABASE_URL="postgresql://mano@127.0.0.1/taller")
    assert code == EXIT_MISCONFIGURED
    assert "docs/instalar.md, «Copias de seguridad»" in said


def test_a_copy_of_a_damaged_file_is_not_called_good(backup, filled, tmp_path):
    file = filled.config["DATA"] / "mano_alzada.db"
    with filled.app_context(), db.engine.connect() as line:
        line.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with open(file, "r+b") as pages:
        pages.seek(4096 * 3)
        pages.write(b"basura" * 4000)
    code, said = backup(tmp_path / "copia.db", "--data", file.parent)
    assert code == EXIT_TEMPORARY
    assert "No se pudo copiar a" in said


def test_after_a_stop_the_one_file_has_everything(room, app, tmp_path, monkeypatch):
    if app.config["DATABASE_URL"]:
        pytest.skip("the files are PostgreSQL's")
    from realtime.jobs import shutdown

    monkeypatch.setattr(shutdown.os, "_exit", lambda _: None)
    monkeypatch.setattr(shutdown, "LAST_ACKNOWLEDGEMENTS_S", 0)
    room.asks("A1")
    assert room.mateo.answer(3)["ok"]
    shutdown.leave(app)
    shutil.copy(app.config["DATA"] / "mano_alzada.db", tmp_path / "sola.db")
    with closing(sqlite3.connect(tmp_path / "sola.db")) as line:
        assert line.execute("SELECT count(*) FROM ballots").fetchone() == (1,)


# --- a server: the lines of docs/instalar.md ------------------------------------------------------


def lines_under(title):
    """The commands printed under a bold title of the docs."""
    after = DOCS[DOCS.index("## Servidor") :]
    after = after[after.index(f"**{title}") :]
    return re.search(r"```\n(.*?)```", after, re.DOTALL)[1].splitlines()


@pytest.fixture
def shell(postgres, tmp_path):
    """Runs a printed line, as on a server: own database, own folder."""
    bin = tmp_path / "bin"
    bin.mkdir()
    for name, text in {"sudo": SUDO, "systemctl": NOTHING, "nano": NOTHING}.items():
        (bin / name).write_text(text)
        (bin / name).chmod(0o755)
    folder = tmp_path / "backups"
    environment = os.environ | {
        "PATH": f"{bin}:{programs()}:{os.environ['PATH']}",
        "PGHOST": "127.0.0.1",
        "PGPORT": str(postgres.port),
        "PGUSER": USER,
    }

    def run(line):
        line = line.replace("/var/backups/mano-alzada", str(folder))
        return subprocess.run(
            ["sh", "-c", line], env=environment, capture_output=True, text=True, timeout=60
        )

    run.folder = folder
    yield run
    for name in ("mano_alzada", "mano_alzada_2", "prueba"):
        postgres.drop(name)


def test_the_lines_for_a_server_work_as_printed(postgres, shell, tmp_path, make_app_on):
    shell("createuser mano")
    app = make_app_on(tmp_path / "data", DATABASE_URL=postgres.create("mano_alzada"))
    open_databases(app)
    fill(app)
    before = contents(app)
    for line in lines_under("Copias de seguridad."):
        done = shell(line)
        assert (done.returncode, done.stderr) == (0, ""), line
    (copy,) = shell.folder.iterdir()
    assert re.fullmatch(r"copia-\d{8}-\d{6}\.dump", copy.name)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    said = [shell(line) for line in lines_under("Probar una copia")]
    assert [(done.returncode, done.stderr) for done in said] == [(0, "")] * len(said)
    assert str(ROWS) in [done.stdout.strip() for done in said]
    for line in lines_under("Volver a una copia:"):
        done = shell(line)
        assert (done.returncode, done.stderr) == (0, ""), line
    restored = make_app_on(tmp_path / "otra", DATABASE_URL=postgres.url("mano_alzada_2"))
    open_databases(restored)
    after = contents(restored)
    for table, columns in before.items():
        kept = {name: [] for name in columns} if table in LEFT_OUT else columns
        assert after[table] == kept, table
    with psycopg.connect(postgres.url("mano_alzada_2")) as line:
        owners = line.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname='public'")
        assert owners.fetchall() == [("mano",)]
    for each in (app, restored):
        close_databases(each)


def test_a_copy_that_fails_leaves_no_copy(shell):
    install, dump = lines_under("Copias de seguridad.")
    assert shell(install).returncode == 0
    done = shell(dump)  # there is no such database
    assert done.returncode != 0
    assert not list(shell.folder.glob("*.dump"))
