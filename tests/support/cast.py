"""The people of every test, at a site: ``Server`` (a process) or ``InProcessApp``.

Inés facilitates, Mateo and Lucía take part, the wall watches, Sofía is HR, Hugo may do nothing.
"""

import re
import secrets
from dataclasses import dataclass, field

from tests.support.received_events import TIMEOUT_S


@dataclass(frozen=True)
class RunHandle:
    """What people need to reach a run: its id, the code on the wall, the wall's own token."""

    id: int
    code: str
    wall_token: str


class Trainer:
    """Signed in by the printed link; does one verb at a time."""

    def __init__(self, site, name="Inés"):
        self.site = site
        self.name = name
        self.browser = site.browser()
        self.csrf = csrf_of(self.browser.get(site.console_link).text)

    def post(self, path, **fields):
        """A command with the page's CSRF token, as the console's own script sends it."""
        return self.browser.post(path, json=fields, headers={"X-CSRFToken": self.csrf})

    def new_run(self, module=None, **fields):
        """Create a run of ``module`` and open its console."""
        fields = {"module": module or self.site.default_module, "trainer": self.name} | fields
        reply = self.post("/sesiones", **fields)
        assert reply.status == 200, reply
        return self.run_handle(int(reply.url.rsplit("/", 1)[1]))

    def run_handle(self, run_id):
        """A run as its console shows it."""
        page = self.page(run_id)
        code = re.search(r"(\d{3})\u202f(\d{3})", page)
        return RunHandle(
            run_id, code.group(1) + code.group(2), re.search(r"/pantalla/([\w-]+)", page).group(1)
        )

    def page(self, run_id):
        """The console's page."""
        return self.browser.get(f"/sesiones/{run_id}").text

    def version(self, run):
        """The version a console opened now would act on."""
        return self.site.version_of(run.id, self)

    def do(self, run, verb, **fields):
        """One verb on a run, knowing its present state; ``version=`` acts on another."""
        fields.setdefault("version", self.version(run))
        return self.post(f"/sesiones/{run.id}/{verb}", **fields)

    def does(self, run, *verbs):
        """Verbs that must all succeed, one after the other."""
        for verb in verbs:
            reply = self.do(run, verb)
            assert reply.status == 204, f"{verb}: {reply}"

    def goes_to(self, run, label):
        """Start if needed, and skip to the step called ``label`` («A3»)."""
        if self.at(run) is None:
            self.does(run, "empezar")
        while self.at(run) != label:
            self.does(run, "saltar")

    def at(self, run):
        """The label of the step the console is at; None in the lobby."""
        return self.site.step_of(run.id, self)

    def console(self, run):
        """The console's socket."""
        socket = self.site.socket("/facilitator", {"run": run.id}, self.browser)
        return entered(socket)

    def leave(self):
        """Close the browser."""
        self.browser.close()


@dataclass
class Phone:
    """A participant's phone: joins by code, keeps its token, answers on its socket."""

    site: object
    alias: str = "Mateo"
    run: int | None = None
    token: str | None = None
    socket: object = None
    revisions: dict = field(default_factory=dict)

    def join(self, run):
        """Ask for a seat with the code on the wall. Returns the HTTP answer."""
        browser = self.site.browser()
        asked = {"code": run.code, "alias": self.alias}
        if self.token:
            asked["token"] = self.token
        reply = browser.post("/entrar", json=asked)
        browser.close()
        if reply.status == 200:
            self.run, self.token = reply.json()["run"], reply.json()["token"]
        return reply

    def connect(self):
        """Open the socket; the first snapshot is there when this returns."""
        self.socket = self.site.socket("/participant", {"run": self.run, "token": self.token})
        return entered(self.socket)

    def enter(self, run):
        """Join and connect."""
        assert self.join(run).status == 200
        self.connect()
        return self

    def hears(self, fact, where=None, timeout=TIMEOUT_S):
        """The next fact like this."""
        return self.socket.hears(fact, where, timeout)

    def latest(self, fact):
        """The last fact of this name."""
        return self.socket.latest(fact)

    def sees(self, page, timeout=TIMEOUT_S):
        """Wait until the phone shows ``page``. Returns that snapshot."""
        return shows(self.socket, page, timeout)

    def answer(self, value=None, state="answer", revision=None, answer_id=None, round=None):
        """Hand in an answer and return the acknowledgement. Each call is the next revision."""
        round = round if round is not None else self.latest("snapshot")["round"]["id"]
        if revision is None:
            revision = self.revisions.get(round, 0) + 1
        self.revisions[round] = max(revision, self.revisions.get(round, 0))
        return self.socket.call(
            "submit_answer",
            {
                "round": round,
                "answer_id": answer_id or secrets.token_hex(16),
                "revision": revision,
                "state": state,
                "value": value,
            },
        )

    def says(self, what, **fields):
        """One thing about its table («/mesa/escribo»), as the phone's page posts it."""
        browser = self.site.browser()
        reply = browser.post(what, json={"token": self.token} | fields)
        browser.close()
        return reply

    def sits(self, number):
        """Take a place at a table."""
        assert self.says("/mesa", number=number).status == 204
        return self

    def knows(self):
        """What it was last told about its table."""
        return self.latest("table_changed")

    def leave(self):
        """Close the page; the token stays in the phone."""
        if self.socket is not None:
            self.socket.close()


class Wall:
    """The projector: opens its page's socket with its own token, listens, never speaks."""

    def __init__(self, site, run):
        self.site = site
        self.run = run
        self.socket = entered(site.socket("/projector", {"token": run.wall_token}))

    def hears(self, fact, where=None, timeout=TIMEOUT_S):
        """The next fact like this."""
        return self.socket.hears(fact, where, timeout)

    def latest(self, fact):
        """The last fact of this name."""
        return self.socket.latest(fact)

    def sees(self, page, timeout=TIMEOUT_S):
        """Wait until the wall shows ``page``. Returns that snapshot."""
        return shows(self.socket, page, timeout)

    def leave(self):
        """Switch it off."""
        self.socket.close()


class Stranger:
    """Hugo: on the same network, with no link, no code, no token."""

    def __init__(self, site, **where):
        self.site = site
        self.browser = site.browser(**where)

    def get(self, path):
        """Look at an address."""
        return self.browser.get(path)

    def post(self, path, **fields):
        """Try a command."""
        return self.browser.post(path, json=fields)

    def leave(self):
        """Give up."""
        self.browser.close()


class Room:
    """A run with everyone in it: Inés at her console, Mateo and Lucía, the wall."""

    def __init__(self, site, module=None, phones=("Mateo", "Lucía"), **fields):
        self.site = site
        self.ines = Trainer(site)
        self.run = self.ines.new_run(module, **fields)
        self.console = self.ines.console(self.run)
        self.wall = Wall(site, self.run)
        self.phones = [Phone(site, alias).enter(self.run) for alias in phones]

    @property
    def mateo(self):
        """The first phone."""
        return self.phones[0]

    @property
    def lucia(self):
        """The second phone."""
        return self.phones[1]

    def do(self, verb, **fields):
        """One verb of the trainer; returns the HTTP answer."""
        return self.ines.do(self.run, verb, **fields)

    def does(self, *verbs):
        """Verbs of the trainer that must all succeed."""
        self.ines.does(self.run, *verbs)

    def goes_to(self, label):
        """Start if needed, and skip to a step by its label."""
        self.ines.goes_to(self.run, label)

    def asks(self, label):
        """Go to a step and open it. Returns the round's id."""
        self.goes_to(label)
        self.does("abrir")
        for phone in self.phones:
            phone.sees("open")
        self.console.until(self.is_open)
        return self.console.latest("snapshot")["round"]["id"]

    def is_open(self):
        """Does the console show an open round?"""
        round = (self.console.latest("snapshot") or {}).get("round")
        return round is not None and round["phase"] == "open"

    def everyone(self):
        """Every socket in the room."""
        return [self.console, self.wall.socket, *(phone.socket for phone in self.phones)]

    def leave(self):
        """Everyone goes home."""
        for socket in self.everyone():
            socket.close()
        self.ines.leave()


def csrf_of(page):
    """The token in a console page's head."""
    found = re.search(r'csrf-token" content="([^"]+)', page)
    assert found, f"no CSRF token in {page[:200]!r}"
    return found.group(1)


def entered(socket):
    """The socket once it has its first snapshot, or at once if it was turned away."""
    if socket.refused is None:
        socket.until(lambda: socket.count("snapshot") or socket.refused)
    return socket


def shows(socket, page, timeout=TIMEOUT_S):
    """Wait until the last snapshot is of ``page``."""
    socket.until(
        lambda: (socket.latest("snapshot") or {}).get("page") == page,
        timeout,
    )
    return socket.latest("snapshot")
