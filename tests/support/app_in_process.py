"""The app in this process, reached as the real program is, without a network.

Packets pass the packet guard, the namespaces and the answer handler like any other; only the
transport is ours. No thread runs beside the test: answers are written when a phone asks
(``flush_answers``), and counts are sent when the test says so (``tick_tally``).
"""

import json
import secrets

from sqlalchemy import select
from werkzeug.test import EnvironBuilder

from realtime.answers import attendance
from realtime.answers.writer import writer
from realtime.fanout.tally_ticker import tally_ticker
from realtime.jobs import presence_seconds
from tests.support.received_events import TIMEOUT_S, ReceivedEvents
from tests.support.server import Reply
from workshop.models.run import Run
from workshop.persistence.db import db

PORT = 5000


class InProcessApp:
    """A site like ``Server``, without a process of its own."""

    default_module = "un-taller-breve"

    def __init__(self, app):
        self.app = app
        self.base = f"http://127.0.0.1:{PORT}"
        self.console_link = f"{self.base}/entrar/{app.config['CONSOLE_TOKEN']}"

    def browser(self, base=None, peer="127.0.0.1"):
        """A browser of its own; ``base`` and ``peer`` say how and from where it asks."""
        return InProcessBrowser(self.app, base or self.base, peer)

    def socket(self, namespace, auth, browser=None):
        """A socket as the product's pages open it."""
        return InProcessSocket(self, namespace, auth, browser or self.browser())

    def version_of(self, run_id, trainer):
        """Asked of the database: drawing a whole console page takes fifty times as long."""
        with self.app.app_context():
            return db.session.scalar(select(Run.version).where(Run.id == run_id))

    def step_of(self, run_id, trainer):
        """The label of the step the console is at, from the database too; None in the lobby."""
        with self.app.app_context():
            step = db.session.get(Run, run_id).step
            return step.label if step else None

    def flush_answers(self):
        """Write and acknowledge every answer received so far."""
        with self.app.app_context():
            writer.drain()

    def add_presence(self, seconds):
        """Count so many seconds of presence for every connected phone, and store them."""
        with self.app.app_context():
            presence_seconds.credit_seconds(seconds)
            attendance.save_attendance()

    def tick_tally(self):
        """Send the counts that are due."""
        with self.app.app_context():
            tally_ticker.tick()


class InProcessBrowser:
    """HTTP without a network."""

    def __init__(self, app, base, peer):
        self.base = base
        self.peer = peer
        self._client = app.test_client()

    def get(self, path, **options):
        """GET a path of the app."""
        return self._ask("GET", path, **options)

    def post(self, path, **options):
        """POST to a path of the app; ``json``, ``data``, ``headers``."""
        return self._ask("POST", path, **options)

    def cookies(self):
        """The cookie header this browser would send."""
        jar = self._client._cookies.values()
        return "; ".join(f"{cookie.key}={cookie.value}" for cookie in jar)

    def environ(self, path="/socket.io/"):
        """The handshake of a socket opened by this browser."""
        headers = {"Origin": self.base, "Cookie": self.cookies()}
        builder = EnvironBuilder(path, base_url=self.base, headers=headers)
        return builder.get_environ() | {"REMOTE_ADDR": self.peer}

    def close(self):
        """Leave."""

    def _ask(self, method, path, headers=None, allow_redirects=True, **options):
        reply = self._client.open(
            path.removeprefix(self.base),
            method=method,
            base_url=self.base,
            headers={"Origin": self.base, "Accept": "application/json, text/html"}
            | (headers or {}),
            environ_overrides={"REMOTE_ADDR": self.peer},
            follow_redirects=allow_redirects,
            **options,
        )
        return Reply(reply.status_code, reply.text, reply.headers, reply.request.url)


class InProcessSocket(ReceivedEvents):
    """An Engine.IO session without a wire: the server sends to it and hears from it as from any."""

    closed = False

    def __init__(self, site, namespace, auth, browser):
        super().__init__()
        self.site = site
        self.namespace = namespace
        self.eio_sid = secrets.token_hex(10)
        self._server = site.app.extensions["socketio"].server
        self._calls = 0
        self._server.eio.sockets[self.eio_sid] = self
        self._server._handle_eio_connect(self.eio_sid, browser.environ())
        self.say(f"0{namespace},{json.dumps(auth)}")

    def say(self, packet):
        """Hand one raw packet to the server."""
        self._server.eio.handlers["message"](self.eio_sid, packet)

    def emit(self, event, payload):
        """Emit, and do not wait."""
        self.say(f"2{self.namespace},{json.dumps([event, payload])}")

    def call(self, event, payload, timeout=TIMEOUT_S):
        """Emit, let the writer write, and return the acknowledgement."""
        self._calls += 1
        number = self._calls
        self.say(f"2{self.namespace},{number}{json.dumps([event, payload])}")
        self.site.flush_answers()
        return self.hears("acknowledged", lambda heard: heard[0] == number, timeout)[1]

    def send(self, packet):
        """A packet from the server."""
        kind, rest = packet.data[0], packet.data[1:].removeprefix(self.namespace).removeprefix(",")
        digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
        said = json.loads(rest[len(digits) :]) if rest[len(digits) :] else None
        if kind == "0":
            self.connected = True
        elif kind == "1":
            self.connected = False
            self.note("gone")
        elif kind == "2":
            self.note(*said)
        elif kind == "3":
            self.note("acknowledged", (int(digits), said[0]))
        elif kind == "4":
            self.refused = said.get("data", said)
            self.note("refused", said)

    def close(self, wait=True, abort=False, reason=None):
        """The connection ends, from either side."""
        if self.closed:
            return
        self.closed = True
        self.connected = False
        self._server.eio.sockets.pop(self.eio_sid, None)
        self._server._handle_eio_disconnect(self.eio_sid, reason or "transport close")
        self.note("gone")
