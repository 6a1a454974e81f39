"""One command starts everything, from locks that say exactly what is installed."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


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
