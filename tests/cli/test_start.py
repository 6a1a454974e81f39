"""Before anything serves: what was started wrong ends with one line that says what to do."""

import errno
import json
import os
import resource
import subprocess
import sys

import pytest

from cli.exit import EXIT_MISCONFIGURED, EXIT_TEMPORARY
from cli.options import exit_if_unusable, raise_file_limit, serve_parser
from cli.secrets_file import load_secrets
from tests.support.server import ROOT
from tools.ports import free_port

PROGRAMS = {"app.py": ["app.py"], "supervisor": ["-m", "cli.supervisor"]}
POSTGRESQL = "postgresql://mano:secreto@127.0.0.1/taller"


@pytest.fixture
def limits():
    """The limits of open files, put back afterwards."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield before
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def start(program, *options, **settings):
    """The program, as an operator starts it; it ends by itself. Returns (code, lines)."""
    done = subprocess.run(
        [sys.executable, *PROGRAMS[program], *options],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr.splitlines()


def test_a_terminal_that_allows_a_thousand_files_does_not_limit_the_room(limits):
    soft, hard = limits
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(1_024, soft), hard))
    raise_file_limit()
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)


@pytest.mark.process
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"PORT": "abc"}, "PORT=abc no se entiende: tiene que ser un número entero, 1 como"),
        ({"PROXIES": "si"}, "PROXIES=si no se entiende: tiene que ser un número entero, 0 como"),
        ({"REQUEST_TIMEOUT": "nan"}, "REQUEST_TIMEOUT=nan no se entiende: tiene que ser un número"),
        ({"DATABASE_URL": ""}, "Varios procesos comparten una base de datos PostgreSQL: falta"),
        ({"DATABASE_URL": "mysql://u:secreto@h/x"}, "DATABASE_URL no se entiende: tiene que ser"),
        ({"CONTENT": "/no/hay"}, "/no/hay: la carpeta del curso no está."),
    ],
)
def test_a_wrong_setting_ends_the_supervisor_before_anything_starts(tmp_path, settings, said):
    settings = {"DATABASE_URL": POSTGRESQL} | settings
    code, lines = start("supervisor", "--workers", "2", "--data", str(tmp_path / "d"), **settings)
    assert (code, len(lines)) == (EXIT_MISCONFIGURED, 1)
    assert lines[0].startswith(said)
    assert "secreto" not in lines[0]
    assert not (tmp_path / "d").exists()


@pytest.mark.process
@pytest.mark.parametrize("worker", ["", "1"])
def test_a_database_that_is_away_is_one_line_and_may_come_later(tmp_path, worker):
    nobody = f"postgresql://mano:secreto@127.0.0.1:{free_port()}/taller"
    options = ("--data", str(tmp_path), "--port", str(free_port()), "--host", "127.0.0.1")
    code, lines = start("app.py", *options, DATABASE_URL=nobody, WORKER=worker)
    assert (code, len(lines)) == (EXIT_TEMPORARY, 1)
    assert "Connection refused. ¿Está en marcha PostgreSQL? Revisa DATABASE_URL" in lines[0]
    assert "secreto" not in lines[0]


@pytest.mark.process
def test_a_wrong_address_of_redis_ends_a_single_process(tmp_path):
    code, lines = start("app.py", "--data", str(tmp_path / "d"), REDIS_URL="http://h")
    assert code == EXIT_MISCONFIGURED
    assert lines == ["REDIS_URL no se entiende: tiene que ser redis://equipo:6379/0."]


@pytest.mark.parametrize("inside", ["", "carpeta"])
def test_a_file_is_no_data_folder(tmp_path, capsys, inside):
    (tmp_path / "archivo").touch()
    folder = tmp_path / "archivo" / inside
    with pytest.raises(SystemExit), exit_if_unusable(folder):
        folder.mkdir(parents=True, exist_ok=True)
    assert f"La carpeta de datos {folder} no se puede usar: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.EACCES, "no hay permiso en /d/secrets.json."),
        (errno.EROFS, "/d/secrets.json está en un disco de solo lectura."),
        (errno.ENOSPC, "el disco está lleno."),
        (errno.EIO, "Input/output error."),
    ],
)
def test_a_data_folder_that_cannot_be_written_says_why(tmp_path, capsys, number, why):
    with pytest.raises(SystemExit) as end, exit_if_unusable(tmp_path):
        raise OSError(number, os.strerror(number), "/d/secrets.json")
    assert end.value.code == EXIT_TEMPORARY
    said = capsys.readouterr().err
    assert f"no se puede usar: {why} Elige otra con --data" in said
    assert said.count("\n") == 1


def test_a_folder_that_is_fine_is_used(tmp_path):
    with exit_if_unusable(tmp_path):
        assert load_secrets(tmp_path)["SECRET_KEY"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--worker", "2"], "No entiendo «--worker 2»."),
        (["--puerto=80"], "No entiendo «--puerto=80»."),
        (["--port"], "A --port le falta su valor."),
        (["--port", "abc"], "No entiendo --port: «abc» no es un número entero de 1 a 65535."),
        (["--port", "70000"], "No entiendo --port: «70000» no es un número entero de 1 a 65535."),
        (["--port", "0"], "No entiendo --port: «0» no es un número entero de 1 a 65535."),
        (["--po", "80"], "No entiendo «--po 80»."),
    ],
)
def test_a_wrong_option_is_named_in_spanish(capsys, options, said):
    with pytest.raises(SystemExit) as end:
        serve_parser().parse_args(options)
    assert end.value.code == EXIT_MISCONFIGURED
    assert capsys.readouterr().err == f"{said} ./run -h explica lo que hay.\n"


@pytest.mark.process
@pytest.mark.parametrize(
    ("workers", "said"),
    [
        (["abc"], "No entiendo --workers: «abc» no es un número entero de 1 a 1000."),
        (["0"], "No entiendo --workers: «0» no es un número entero de 1 a 1000."),
        ([], "A --workers le falta su valor."),
        (["2", "--port", "65535"], "No entiendo --port: no caben 2 puertos desde el 65535."),
    ],
)
def test_so_is_a_wrong_number_of_workers(workers, said):
    code, lines = start("supervisor", "--workers", *workers, DATABASE_URL=POSTGRESQL)
    assert (code, lines) == (EXIT_MISCONFIGURED, [f"{said} ./run -h explica lo que hay."])


def test_the_help_of_a_program_is_spanish_too():
    told = serve_parser().format_help()
    assert told.startswith("Uso: ./run")
    assert "usage" not in told
    assert "options" not in told


def test_secrets_are_made_once_and_whole(tmp_path):
    made = load_secrets(tmp_path)
    assert load_secrets(tmp_path) == made
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]
    assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kept", ["", "{", "[]", "{}", "null"])
def test_secrets_that_cannot_be_read_end_the_program_with_a_way_out(tmp_path, capsys, kept):
    (tmp_path / "secrets.json").write_text(kept, "utf-8")
    with pytest.raises(SystemExit) as end:
        load_secrets(tmp_path)
    assert end.value.code == EXIT_MISCONFIGURED
    assert "Bórralo" in capsys.readouterr().err


@pytest.mark.parametrize("key", ["", "corta", "a" * 31, 12345678901234567890123456789012345, None])
def test_o1_a_secret_that_can_be_guessed_ends_the_start(tmp_path, capsys, key):
    (tmp_path / "secrets.json").write_text(json.dumps({"SECRET_KEY": key}))
    with pytest.raises(SystemExit) as end:
        load_secrets(tmp_path)
    assert end.value.code == EXIT_MISCONFIGURED
    said = capsys.readouterr().err
    assert "Bórralo y vuelve a arrancar: se hace otro" in said
    assert said.count("\n") == 1
