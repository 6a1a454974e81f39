"""Starting it beside itself, from elsewhere, and what it leaves on the disk and on the screen."""

import os
import re
import socket
import stat
import subprocess
import sys

import pytest

from tests.support.server import ROOT, Server
from tools.ports import free_port

pytestmark = pytest.mark.live


def start_again(server, *options):
    """A second program on the same data."""
    command = [sys.executable, str(ROOT / "app.py"), "--data", str(server.data), *options]
    command += ["--port", str(free_port()), "--host", "127.0.0.1"]
    environment = os.environ | server.settings
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )


def test_a_second_start_on_the_same_data_says_where_the_first_one_is(arena):
    second = start_again(arena)
    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr.splitlines() == [
        "Mano Alzada ya está en marcha con estos datos.",
        f"Consola: {arena.printed_link}",
    ]
    assert arena.browser().get("/").status == 200


def test_the_data_are_for_their_owner_only(arena):
    files = [path for path in arena.data.iterdir() if path.is_file()]
    databases = set() if "DATABASE_URL" in arena.settings else {"mano_alzada.db", "keys.db"}
    assert databases | {"secrets.json"} <= {path.name for path in files}
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.name


def test_the_start_prints_what_was_promised_and_no_more(tmp_path, content):
    data, port = tmp_path / "data", free_port()
    command = [sys.executable, str(ROOT / "app.py"), "--host", "127.0.0.1", "--data", str(data)]
    environment = os.environ | {"CONTENT": str(content), "PYTHONUNBUFFERED": "1"}
    with (
        socket.create_server(("127.0.0.1", port)),  # so that it has to say which port it took
        subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as program,
    ):
        head = []
        for line in program.stdout:
            head.append(line.rstrip("\n"))
            if line.startswith("Consola: "):
                break
        program.terminate()
        rest, errors = program.communicate(timeout=20)
    assert errors == ""
    promised = re.compile(
        r"|Consola: http://127\.0\.0\.1:\d+/entrar/[\w-]{32}|Teléfonos: ninguno puede entrar.+"
        r"|El puerto pedido estaba ocupado; uso el \d+\."
    )
    for line in [*head, *rest.splitlines()]:
        assert promised.fullmatch(line), line
    assert any(line.startswith("El puerto pedido") for line in head)


def test_h_33_the_console_listens_to_this_computer_only(tmp_path, content):
    found = [each[4][0] for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    lan = next((address for address in found if not address.startswith("127.")), None)
    if lan is None:
        pytest.skip("this computer has no address but its own")
    server = Server(tmp_path / "data", host="0.0.0.0", CONTENT=content).start()  # noqa: S104
    path = server.console_link.removeprefix(server.base)
    browser = server.browser()
    for host in (lan, "127.0.0.1", "localhost"):
        headers = {"Host": f"{host}:{server.port}"}
        there = f"http://{lan}:{server.port}"
        for door in (path, "/inicio", "/sesiones/1", "/sesiones/1/resultado"):
            assert browser.get(there + door, headers=headers).status == 404, (host, door)
    assert browser.get(f"http://{lan}:{server.port}/").status == 200
    assert browser.get(path).status == 200
    browser.close()
    server.stop()
