"""Behind a real nginx with deploy/nginx.conf: TLS, WebSocket, polling, and no console outside."""

import os
import shutil
import signal
import ssl
import subprocess
import time
from pathlib import Path

import pytest
import requests
import socketio
import urllib3

from tests.support.cast import Trainer
from tests.support.downtime import is_serving
from tests.support.server import ROOT
from tests.support.server import Server as RealServer
from tools import environments
from tools.environments import Environment
from tools.ports import free_port
from tools.server import Server

pytestmark = [
    pytest.mark.live,
    pytest.mark.timeout(180),
    pytest.mark.skipif(not shutil.which("nginx"), reason="this machine has no nginx"),
    pytest.mark.filterwarnings("ignore:Unverified HTTPS request"),
]

NAME = "mano.example.org"
CONF = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u;
    scgi_temp_path {folder}/s;
    include {folder}/mano-alzada.conf;
}}
"""


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    """Two workers behind nginx: (server, port of TLS)."""
    if environments.current.name != "sqlite":
        pytest.skip("this place is its own")
    folder = tmp_path_factory.mktemp("nginx")
    make_certificate(folder)
    place = Environment("workers")
    tls, plain = free_port(), free_port()
    settings = place.settings() | {"PROXIES": "1", "PUBLIC_URL": f"https://{NAME}:{tls}"}
    with Server(folder / "server", workers=2, **settings) as server:
        server.start()
        conf = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
        conf = conf.replace("5000", str(server.port)).replace("5001", str(server.port + 1))
        conf = conf.replace("listen 443", f"listen {tls}").replace("listen 80", f"listen {plain}")
        conf = conf.replace("/etc/ssl/mano-alzada", str(folder)).replace("$host;", "$http_host;")
        (folder / "mano-alzada.conf").write_text(conf, "utf-8")
        (folder / "nginx.conf").write_text(CONF.format(folder=folder), "utf-8")
        nginx = subprocess.Popen(["nginx", "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)
        try:
            wait_for(tls)
            yield server, tls
        finally:
            nginx.terminate()
            nginx.wait(10)
    place.leave()


def make_certificate(folder):
    """One that nobody trusts, for an hour."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "1", "-subj", f"/CN={NAME}"),
            *("-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )


def wait_for(port):
    """Until it answers."""
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        try:
            if ask(port, "/").status_code == 200:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("nginx does not answer")


def ask(port, path, method="GET", **options):
    """A browser that knows the name, and looks for it here."""
    urllib3.disable_warnings()
    headers = {"Host": f"{NAME}:{port}"} | options.pop("headers", {})
    with requests.Session() as session:
        return session.request(
            method, f"https://127.0.0.1:{port}{path}", headers=headers, verify=False, **options
        )


class Tunnel(RealServer):
    """The console's way in while there are no accounts: a worker's own port, as through ssh."""

    def __init__(self, server):  # nothing is started: it is there
        self.base = f"http://127.0.0.1:{server.port}"
        self.console_link = server.link


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_phone_comes_in_and_is_told(proxied, transport):
    server, port = proxied
    ines = Trainer(Tunnel(server))
    run = ines.new_run()
    seat = ask(port, "/entrar", "POST", json={"code": run.code, "alias": "", "token": None})
    assert seat.status_code == 200
    session = requests.Session()
    session.verify, session.trust_env = False, False
    page = ask(port, f"/{run.code}")
    here = f"{NAME}:{port}"
    if transport == "polling":  # without the cookie: now one worker, now another
        node = f"node={page.cookies.get('node')}"
        session.headers.update({"Host": here, "Origin": f"https://{here}", "Cookie": node})
    assert page.cookies.get("node") in (f"n{server.port}", f"n{server.port + 1}")
    heard = []
    phone = socketio.Client(
        reconnection=False,
        ssl_verify=False,
        http_session=session,
        websocket_extra_options={
            "sslopt": {"cert_reqs": ssl.CERT_NONE},
            "host": here,
            "origin": f"https://{here}",
        },
    )
    phone.on("snapshot", heard.append, namespace="/participant")
    phone.connect(
        f"https://127.0.0.1:{port}",
        namespaces=["/participant"],
        auth={"run": run.id, "token": seat.json()["token"]},
        transports=[transport],
        wait_timeout=10,
    )
    give_up = time.monotonic() + 10
    while not heard and time.monotonic() < give_up:
        time.sleep(0.05)
    assert heard[0]["page"] == "lobby"
    ines.does(run, "empezar")
    while len(heard) < 2 and time.monotonic() < give_up:
        time.sleep(0.05)
    assert heard[-1]["page"] != "lobby"
    phone.disconnect()
    ines.leave()


POLLING = "/socket.io/?EIO=4&transport=polling"


def test_whose_process_is_gone_is_served_by_the_other(proxied):
    server, port = proxied
    nodes = [f"n{server.port}", f"n{server.port + 1}"]
    before = server.worker_pids()
    os.kill(before[1], signal.SIGKILL)
    for node in (*nodes, "n1"):  # the last one was taken away last year
        reply = ask(port, POLLING, headers={"Cookie": f"node={node}"})
        assert reply.status_code == 200, node
        assert reply.text.startswith('0{"sid"')
        assert "max-age" in reply.headers["Strict-Transport-Security"]
        assert (reply.cookies.get("node") in nodes) == (node not in nodes)
    wait_for_both(server)


def test_whose_process_says_goodbye_is_served_by_the_other(proxied):
    server, port = proxied
    worker = server.worker_pids()[0]
    os.kill(worker, signal.SIGTERM)
    while Path(f"/proc/{worker}/cmdline").exists():
        reply = ask(port, POLLING, headers={"Cookie": f"node=n{server.port}"})
        assert reply.status_code == 200
        time.sleep(0.05)
    wait_for_both(server)


def test_while_one_after_the_other_is_replaced_newcomers_come_in(proxied):
    server, port = proxied
    before = set(server.worker_pids())
    os.kill(server.pid, signal.SIGHUP)
    seen, give_up = set(), time.monotonic() + 100
    while before & set(server.worker_pids()) or not all(
        is_serving(server.port + n) for n in (0, 1)
    ):
        assert time.monotonic() < give_up
        seen.add(ask(port, "/").status_code)
        time.sleep(0.05)
    assert seen == {200}


def test_when_nobody_serves_people_are_told_to_wait(proxied):
    server, port = proxied
    workers = server.worker_pids()
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    reply = ask(port, "/")
    assert reply.status_code == 503
    assert "Vuelve en unos segundos" in reply.text
    wait_for_both(server)
    assert {ask(port, "/").status_code for _ in range(6)} == {200}


def wait_for_both(server):
    """Until both workers serve."""
    give_up = time.monotonic() + 60
    while not all(is_serving(server.port + number) for number in (0, 1)):
        assert time.monotonic() < give_up
        time.sleep(0.1)


def test_the_console_is_not_reached_from_outside(proxied):
    server, port = proxied
    link = server.link.split("/entrar/")[1]
    for path in ("/inicio", f"/entrar/{link}", "/sesiones/1", "/salud", "/modulos/x"):
        reply = ask(port, path)
        assert reply.status_code == 404, path
        assert "túnel" in reply.text
    for host in ("localhost", "127.0.0.1", "otra.example.org"):
        with pytest.raises(requests.ConnectionError):
            ask(port, "/", headers={"Host": host})


def test_run_says_the_public_address(proxied):
    server, port = proxied
    ines = Trainer(Tunnel(server))
    run = ines.new_run()
    page = ines.page(run.id)
    assert f"https://{NAME}:{port}/{run.code}" in page  # for phones
    assert f'href="https://{NAME}:{port}/pantalla/' in page  # the projector is not in the tunnel
    ines.leave()
