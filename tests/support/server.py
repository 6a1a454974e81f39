"""The real program, as people start it: its own process, data folder and port."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import requests
import socketio

from tests.support import compiled_templates
from tests.support.received_events import TIMEOUT_S, ReceivedEvents
from tools import environments
from tools.balancer import Balancer
from tools.ports import free_ports

ROOT = Path(__file__).parents[2]
START_TIMEOUT_S = 30  # seconds until the program must be serving


class Server:
    """``app.py`` under way. ``kill`` it, ``start`` it again: same data, same port."""

    root = ROOT
    default_module = "el-cliente-siempre-tiene-la-razon"
    stage: tuple[str, ...] = ()  # what runs the program, where not Python alone

    def __init__(self, data, host="127.0.0.1", **settings):
        self.data = Path(data)
        self.host = host
        self.workers = environments.current.workers
        self.port = free_ports(self.workers or 1)
        self.base = f"http://127.0.0.1:{self.port}"
        self.settings = environments.current.settings() | {
            n: str(value) for n, value in settings.items()
        }
        self._balancer = None
        self.process = None
        self.console_link = None
        self.printed_link = None  # before a balancer stands in front
        self.data.mkdir(parents=True, exist_ok=True)
        compiled_templates.link_into(self.data)

    def start(self):
        """Start the program and wait until it answers."""
        program = ["-m", "cli.supervisor"] if self.workers else [str(self.root / "app.py")]
        command = [sys.executable, *self.stage, *program, "--host", self.host]
        if self.workers:
            command += ["--workers", str(self.workers)]
        command += ["--port", str(self.port), "--data", str(self.data)]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=self.root,
                env=os.environ | self.settings,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                errors="replace",
            )
        for line in self.process.stdout:
            if found := re.search(r"Consola: (\S+)", line):
                self.console_link = self.printed_link = found.group(1)
                break
        else:
            raise AssertionError(f"the program did not start:\n{self.errors()}")
        assert f":{self.port}/" in self.console_link, "another program took the port"
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        self._wait_until_it_listens()
        if self.workers:
            ports = [self.port + number for number in range(self.workers)]
            self._balancer = Balancer(ports).start()
            self.base = f"http://127.0.0.1:{self._balancer.port}"
            self.console_link = self.console_link.replace(
                f":{self.port}/", f":{self._balancer.port}/"
            )
        return self

    def kill(self):
        """SIGKILL: no goodbye, no flush."""
        self._end(signal.SIGKILL)

    def stop(self):
        """SIGTERM, as a service manager does it."""
        self._end(signal.SIGTERM)
        if self._balancer is not None:
            self._balancer.stop()

    @property
    def pid(self):
        """The process under way."""
        return self.process.pid

    @property
    def log(self):
        """The file with everything it wrote to stderr."""
        return self.data.with_suffix(".log")

    def errors(self):
        """What it wrote to stderr so far."""
        return self.log.read_text("utf-8") if self.log.exists() else ""

    def version_of(self, run_id, trainer):
        """What the console's page says."""
        return int(re.search(r'data-version="(\d+)"', trainer.page(run_id)).group(1))

    def step_of(self, run_id, trainer):
        """What the console's page says."""
        found = re.search(r'data-announcement="([^,"]+), ', trainer.page(run_id))
        return found.group(1) if found else None

    def browser(self, **_):
        """A browser of its own: cookies kept, redirects followed."""
        return LiveBrowser(self.base)

    def socket(self, namespace, auth, browser=None):
        """A socket as the product's pages open it."""
        return LiveSocket(self.base, namespace, auth, browser)

    def _end(self, sign):
        if self.process is not None and self.process.poll() is None:
            os.kill(self.process.pid, sign)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        if self.process is not None:
            self.process.stdout.close()

    def _wait_until_it_listens(self):
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection((self.host, self.port), 1):
                return
            time.sleep(0.02)  # between two looks at the port; nothing could wake us
        raise AssertionError(f"the program does not listen:\n{self.errors()}")


class Reply:
    """An HTTP answer, the same from the real program and from the app in this process."""

    def __init__(self, status, text, headers, url):
        self.status = status
        self.text = text
        self.headers = headers
        self.url = url

    def json(self):
        """Its body as JSON."""
        import json

        return json.loads(self.text)

    @property
    def code(self):
        """The code of a refusal, or None."""
        is_json = "json" in self.headers.get("Content-Type", "")
        return self.json().get("code") if is_json else None

    def __repr__(self):
        return f"<Reply {self.status} {self.code or ''}>"


class LiveBrowser:
    """HTTP over the network."""

    def __init__(self, base):
        self.base = base
        self._session = requests.Session()

    def get(self, path, **options):
        """GET a path of the program."""
        return self._ask("GET", path, **options)

    def post(self, path, **options):
        """POST to a path of the program; ``json``, ``data``, ``headers``."""
        return self._ask("POST", path, **options)

    def cookies(self):
        """The cookie header this browser would send."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._session.cookies)

    def close(self):
        """Leave."""
        self._session.close()

    def _ask(self, method, path, headers=None, **options):
        headers = {"Origin": self.base, "Accept": "application/json, text/html"} | (headers or {})
        url = path if path.startswith("http") else self.base + path
        reply = self._session.request(method, url, headers=headers, timeout=20, **options)
        return Reply(reply.status_code, reply.text, reply.headers, reply.url)


class LiveSocket(ReceivedEvents):
    """The official client on a real connection; ``refused`` says why it was not let in."""

    def __init__(self, base, namespace, auth, browser=None):
        super().__init__()
        self.namespace = namespace
        self._client = socketio.Client(reconnection=False)
        self._client.on("*", self.note, namespace=namespace)
        self._client.on("connect_error", self._turned_away, namespace=namespace)
        self._client.on("disconnect", self._gone, namespace=namespace)
        # websocket-client sends an Origin by itself; a second one would be refused
        headers = {"Origin": base} if environments.current.sockets == "polling" else {}
        if browser is not None:
            headers["Cookie"] = browser.cookies()
        try:
            self._client.connect(
                base,
                namespaces=[namespace],
                auth=auth,
                transports=[environments.current.sockets],
                headers=headers,
                wait_timeout=TIMEOUT_S,
            )
            self.connected = True
        except socketio.exceptions.ConnectionError:
            self._client.disconnect()

    def call(self, event, payload, timeout=TIMEOUT_S):
        """Emit, and wait for the acknowledgement."""
        return self._client.call(event, payload, namespace=self.namespace, timeout=timeout)

    def emit(self, event, payload):
        """Emit, and do not wait."""
        self._client.emit(event, payload, namespace=self.namespace)

    def close(self):
        """Leave politely."""
        self._client.disconnect()
        self._client.shutdown()

    def _turned_away(self, data=None):
        self.refused = (data or {}).get("data", data)
        self.note("refused", data)

    def _gone(self, *_):
        self.connected = False
        self.note("gone")
