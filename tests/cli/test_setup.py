"""One command starts everything, from locks that say exactly what is installed."""

import ast
import contextlib
import importlib.machinery
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON_LOCKS = [
    "requirements.txt",
    "requirements/dev.txt",
    "requirements/node.txt",
    "requirements/uv.txt",
]


@pytest.fixture(scope="module")
def launcher():
    """The file ``run`` as a module: it has no .py, so it has to be loaded by hand."""
    loader = importlib.machinery.SourceFileLoader("launcher", str(ROOT / "run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("launcher", loader))
    exec(compile((ROOT / "run").read_text("utf-8"), "run", "exec"), module.__dict__)
    return module


def pins(lock):
    """Each pinned line with its hashes, so that equal pins also mean equal files."""
    lines = (ROOT / lock).read_text("utf-8").replace("\\\n", "").splitlines()
    return {" ".join(line.split()) for line in lines if line and not line.startswith((" ", "#"))}


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
    """What ``./run test …`` becomes, and in which environment: nothing is installed or begun."""
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


@pytest.fixture
def elsewhere(launcher, monkeypatch, tmp_path):
    """The launcher in an empty folder; a set that says which folders are somebody else's."""
    foreign = set()
    monkeypatch.setattr(launcher, "ROOT", tmp_path)
    monkeypatch.setattr(launcher, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(launcher, "STAMPS", tmp_path / ".venv" / "set-up")
    monkeypatch.setattr(launcher, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(launcher, "VENDOR_FOLDER", tmp_path / "static" / "vendor")
    (tmp_path / "static").mkdir()
    monkeypatch.setattr(launcher.os, "access", lambda path, mode: str(path) not in foreign)
    return foreign


@pytest.mark.parametrize("folder", ["", "static", "node_modules", ".venv", ".venv/set-up"])
def test_nothing_is_installed_where_one_may_not_write(launcher, elsewhere, tmp_path, folder):
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    elsewhere.add(str(tmp_path / folder))
    with pytest.raises(SystemExit) as end:
        launcher.set_up()
    assert end.value.code == (
        f"run: hay bibliotecas por instalar y no puedes escribir en {tmp_path / folder}: ejecuta "
        "./run setup como quien instaló el programa."
    )


def test_where_one_may_write_nothing_is_said(launcher, elsewhere):
    launcher.must_be_writable()


def test_npm_needs_no_home(launcher, monkeypatch):
    ran = []
    for name in ("npm_config_cache", "NPM_CONFIG_CACHE", "NO_NODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(launcher.shutil, "which", lambda name, path=None: f"/usr/bin/{name}")
    monkeypatch.setattr(launcher, "quietly", lambda *done, cwd: ran.append(done))
    launcher.npm(["ci"])
    monkeypatch.setenv("NPM_CONFIG_CACHE", "/var/cache/npm")
    launcher.npm(["ci"])
    of_ours = {"npm_config_cache": str(launcher.VENV / "npm")}
    assert ran == [(["/usr/bin/npm", "ci"], of_ours), (["/usr/bin/npm", "ci"], {})]


def test_the_locks_are_in_step_with_what_they_were_made_from(launcher):
    for lock in launcher.LOCKS:
        assert launcher.digest_of_sources(lock) in (ROOT / lock).read_text("utf-8"), lock


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_pinned_package_has_a_hash(lock):
    assert pins(lock)
    assert all("==" in pin and "--hash=sha256:" in pin for pin in pins(lock))


def test_the_product_is_tested_with_the_versions_it_is_served_with():
    assert everywhere("requirements.txt") <= everywhere("requirements/dev.txt")


def everywhere(lock):
    """Its pins, without «only on Windows»: the tests' own packages may want one everywhere."""
    return {re.sub(r" ; .*?(?= --hash)", "", pin) for pin in pins(lock)}


@pytest.mark.parametrize("lock", [*PYTHON_LOCKS, "package-lock.json"])
def test_a_lock_names_no_host(lock):
    assert not re.search(r"https?:|//|--(extra-)?index-url|--find-links", (ROOT / lock).read_text())


def test_the_front_end_lock_holds_what_package_json_asks_for():
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]

    for kind in ("dependencies", "devDependencies"):
        assert packages[""][kind] == wanted[kind]
        for name, version in wanted[kind].items():
            assert packages[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in package for name, package in packages.items() if name)


def test_the_browsers_files_are_served_with_their_licences(launcher):
    manifest = json.loads((launcher.VENDOR_FOLDER / "manifest.json").read_text("utf-8"))

    assert manifest.keys() == launcher.VENDOR.keys()
    for file in manifest.values():
        assert re.search(r"-\d+\.\d+\.\d+\.\w+$", file)
        assert (launcher.VENDOR_FOLDER / file).is_file()
        assert (launcher.VENDOR_FOLDER / (file.rpartition(".")[0] + ".LICENSE")).is_file()


class Installers:
    """Work of venv, uv, pip and npm on a folder, in two halves; at ``stop_at`` they are stopped.

    As with pip, what is there by its name is taken for whole.
    """

    def __init__(self, launcher, folder):
        self.launcher, self.folder = launcher, folder
        self.stop_at = None
        self.moment = 0

    def quietly(self, command, environment=None, cwd=None):
        """One of their commands."""
        command = [str(part) for part in command]
        if "venv" in command:
            for each in sorted(self.folder.glob("*"), reverse=True):
                shutil.rmtree(each) if each.is_dir() else each.unlink()
                self._may_stop()
            (self.folder / "bin").mkdir(parents=True, exist_ok=True)
            self.launcher.PYTHON.touch()
        elif "install" in command:
            name = Path(command[command.index("-r") + 1]).name
            file = self.folder / "bin" / ("npm" if "node" in name else name)
            if not file.exists():
                file.touch(mode=0o700)
                self._may_stop()
                file.write_text("whole")
        self._may_stop()

    def _may_stop(self):
        self.moment += 1
        if self.moment == self.stop_at:
            raise KeyboardInterrupt  # for SIGKILL nothing more would happen either


@pytest.mark.parametrize("moment", range(1, 16))
def test_l1_a_set_up_that_was_stopped_at_any_moment_is_whole_after_the_next(
    launcher, elsewhere, monkeypatch, tmp_path, moment
):
    installers = Installers(launcher, tmp_path / ".venv")
    monkeypatch.setattr(launcher, "BIN", tmp_path / ".venv" / "bin")
    monkeypatch.setattr(launcher, "quietly", installers.quietly)
    monkeypatch.setattr(launcher, "copy_vendor_files", lambda: None)
    monkeypatch.setattr(launcher, "path_uv", lambda: None)
    monkeypatch.setattr(launcher, "digest", lambda name: f"digest of {name}")
    monkeypatch.setenv("NO_NODE", "1")
    installers.stop_at = moment
    with contextlib.suppress(KeyboardInterrupt):
        launcher.set_up()
    installers.stop_at = None
    launcher.set_up()
    files = {path.name: path.read_text() for path in (tmp_path / ".venv/bin").iterdir()}
    assert set(files) >= {"python", "npm", "uv.txt"}
    assert {name for name, text in files.items() if text != "whole"} == {"python"}
    assert launcher.stamped("packages", "digest of requirements.txt")


@pytest.mark.parametrize("half", ["packages", "uv", "node"])
def test_what_was_left_half_done_is_no_sound_environment(launcher, elsewhere, tmp_path, half):
    launcher.PYTHON.parent.mkdir(parents=True)
    launcher.PYTHON.touch()
    launcher.stamp("venv", str(launcher.PYTHON))
    assert launcher.venv_is_sound()
    launcher.stamp(half, "")
    assert not launcher.venv_is_sound()


@pytest.mark.parametrize("program", ["is-not-there", "not-executable"])
def test_a_program_that_cannot_be_started_is_a_failure_and_no_traceback(
    launcher, elsewhere, tmp_path, program
):
    (tmp_path / "not-executable").write_text("half of a binary")
    with pytest.raises(launcher.Failed):
        launcher.quietly([tmp_path / program])


def test_whoever_ends_the_set_up_ends_what_it_waits_for(tmp_path):
    """SIGTERM: the installer does not go on unpacking behind the next try."""
    script = (
        "import importlib.machinery as m, sys; sys.dont_write_bytecode = True;"
        f"run = m.SourceFileLoader('launcher', {str(ROOT / 'run')!r}).load_module();"
        "context = run.ending_with_us(); context.__enter__();"
        f"run.quietly(['sh', '-c', 'echo $$ > {tmp_path}/pid.new; mv {tmp_path}/pid.new"
        f" {tmp_path}/pid; exec sleep 60'])"
    )
    with subprocess.Popen([sys.executable, "-W", "ignore", "-c", script]) as program:
        deadline = time.monotonic() + 20
        while not (tmp_path / "pid").exists() and time.monotonic() < deadline:
            time.sleep(0.02)  # until the installer is under way
        installer = int((tmp_path / "pid").read_text())
        program.terminate()
        assert program.wait(10) == 128 + signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(installer, 0)


def test_something_is_said_while_it_lasts(launcher, elsewhere, monkeypatch, capsys):
    monkeypatch.setattr(launcher, "PATIENCE_S", 0.05)
    launcher.quietly([sys.executable, "-c", "import time; time.sleep(0.3)"])
    assert "  … sigue: 0 s, 0 MB en disco" in capsys.readouterr().err


def test_l3_what_the_system_trusts_is_trusted(launcher, monkeypatch):
    for name in ("UV_SYSTEM_CERTS", "NODE_USE_SYSTEM_CA", "NODE_EXTRA_CA_CERTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(launcher, "CERTIFICATES", ["/not/here", str(ROOT / "run")])
    given = launcher.child_environment()
    assert (given["UV_SYSTEM_CERTS"], given["NODE_USE_SYSTEM_CA"]) == ("true", "1")
    assert given["NODE_EXTRA_CA_CERTS"] == str(ROOT / "run")
    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", "/of/theirs.pem")
    assert launcher.child_environment()["NODE_EXTRA_CA_CERTS"] == "/of/theirs.pem"


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("npm error code SELF_SIGNED_CERT_IN_CHAIN", "proxy de empresa"),
        ("invalid peer certificate: UnknownIssuer", "proxy de empresa"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "proxy de empresa"),
        ("OSError: [Errno 28] No space left on device", "El disco está lleno"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "no es lo que se esperaba"),
        ("getaddrinfo ENOTFOUND registry.example", "¿Hay internet?"),
    ],
)
def test_l3_a_foreign_certificate_is_told_from_no_internet(launcher, said, advice):
    told = launcher.not_installed("las bibliotecas", launcher.Failed(said)).code
    assert advice in told
    assert told.count("\n") == 0


def test_l2_data_are_beside_the_program_wherever_it_is_started(tmp_path):
    asked = (
        "import config, cli.options as options;"
        "print(config.DATA, options.serve_parser().parse_args(['--data', 'x']).data)"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "DATA"}
        | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert said.stdout.split() == [str(ROOT / "data"), "x"]
