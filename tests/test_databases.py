"""The databases at the start: one line says why they cannot be opened."""

import pytest
from sqlalchemy import create_engine, text

from starting.databases import explaining, open_all
from starting.leaving import TRY_AGAIN


def refusal(capsys, engine, statement="SELECT 1", setting="DATABASE_URL"):
    """The one line that is said where this engine cannot do this."""
    with pytest.raises(SystemExit) as end, explaining(engine, setting), engine.connect() as line:
        line.execute(text(statement))
    engine.dispose()
    assert end.value.code == TRY_AGAIN
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_what_is_no_database(app, capsys):
    (app.config["DATA"] / "otra.db").write_text("esto es una carta" * 100)
    engine = create_engine(f"sqlite:///{app.config['DATA'] / 'otra.db'}")
    said = refusal(capsys, engine, "SELECT * FROM runs")
    assert said.startswith(f"No se puede abrir la base de datos {app.config['DATA']}/otra.db: file")
    assert "DATABASE_URL" not in said


def test_a_folder_that_is_gone(tmp_path, capsys):
    said = refusal(capsys, create_engine(f"sqlite:///{tmp_path}/nada/x.db"))
    assert "x.db: unable to open database file. Revisa" in said


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
    open_all(app)
