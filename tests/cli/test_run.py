"""The file ``run``: readable where nothing is installed, and each command becomes what it says."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_launcher_is_readable_by_python_3_8():
    ast.parse((ROOT / "run").read_text("utf-8"), feature_version=(3, 8))


def test_the_launcher_needs_the_standard_library_only():
    tree = ast.parse((ROOT / "run").read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in imports if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_an_unknown_command_shows_the_commands_there_are():
    done = subprocess.run(
        [sys.executable, ROOT / "run", "nonsense"], capture_output=True, encoding="utf-8"
    )

    assert done.returncode == 2
    assert "nonsense" in done.stderr
    for command in ("setup", "test", "check", "populate", "browsers", "faults", "bench"):
        assert f"./run {command}" in done.stderr


def test_what_begins_with_two_dashes_is_for_the_app(launcher, monkeypatch):
    became = []
    monkeypatch.setattr(launcher, "set_up", lambda dev=False: None)
    monkeypatch.setattr(launcher, "become", became.append)

    launcher.main(["--port", "8000"])
    launcher.main([])

    app = [launcher.PYTHON, launcher.ROOT / "app.py"]
    assert became == [[*app, "--port", "8000"], app]


@pytest.mark.parametrize(
    "asked",
    [
        ["-h"],
        ["--help"],
        ["help"],
        ["serve", "-h"],
        ["serve", "--help"],
        ["serve", "--workers", "2", "--help"],
        ["--port", "80", "-h"],
        ["setup", "--help"],
    ],
)
def test_however_one_asks_the_help_is_the_same(launcher, monkeypatch, capsys, asked):
    monkeypatch.delattr(launcher, "set_up")  # nothing is installed for it
    assert launcher.main(asked) == 0
    assert capsys.readouterr().out == launcher.USAGE


def test_pytest_and_the_tools_explain_themselves(launcher, monkeypatch):
    asked = []
    monkeypatch.setitem(launcher.COMMANDS, "test", asked.append)
    launcher.main(["test", "--help"])
    assert asked == [["--help"]]


@pytest.fixture
def tested(launcher, monkeypatch):
    """Return the command of ``./run test …`` and its environment: nothing is installed or begun."""
    monkeypatch.setattr(launcher, "set_up", lambda dev=False: None)
    monkeypatch.setattr(launcher, "find_browser", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(launcher, "become", lambda command, environment: (command, environment))
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"):
        monkeypatch.setenv(name, "1")
    monkeypatch.chdir(ROOT)
    return lambda *arguments: launcher.main(["test", *arguments])


def test_the_suite_runs_by_file_on_one_worker_more_than_there_are_cores(launcher, tested):
    command, environment = tested("tests/web", "-x")
    pytest_ = [launcher.PYTHON, "-m", "pytest", "-n", "3", "--dist", "loadfile"]
    assert command == [*pytest_, "tests/web", "-x"]
    assert environment == {"CHROMIUM": "/usr/bin/chromium"}


def test_fast_needs_no_browser_and_is_left_to_pytest(launcher, tested):
    command, environment = tested("--fast")
    assert command[-5:] == ["-n", "2", "--dist", "loadfile", "--fast"]
    assert environment == {}


def test_what_tests_start_finds_its_modules_compiled_wherever_it_runs(launcher, tested):
    tested("--fast")
    assert os.environ["PYTHONDONTWRITEBYTECODE"] == ""
    assert Path(os.environ["PYTHONPYCACHEPREFIX"]) == launcher.VENV / "pycache"


@pytest.mark.parametrize("workers", [["--workers", "2"], ["--workers=2"], ["--workers"]])
def test_several_processes_have_a_supervisor(launcher, monkeypatch, workers):
    became = []
    monkeypatch.setattr(launcher, "set_up", lambda dev=False: None)
    monkeypatch.setattr(launcher, "become", became.append)
    launcher.main(["serve", *workers])
    assert became == [[launcher.PYTHON, "-m", "cli.supervisor", *workers]]
