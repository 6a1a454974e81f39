"""The programs that are measured, ours and the references, behind the same few verbs."""

import asyncio
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from bench import accounting
from bench.phones import PATIENCE, Crowd, Phone, RawPhone, all_at_most
from tools.postgres import Postgres
from tools.redis import Redis
from tools.server import Server, free_port
from tools.trainer import Trainer
from tools.wire import Screen

ROOT = Path(__file__).resolve().parent.parent
REFERENCES = Path(__file__).resolve().parent / "references"
START = 30.0  # seconds until a program must listen
COURSE = """\
code = "B1"
title = "Una medición"
minutes = 10
people = { fewest = 1, most = 1000 }

[[activities]]
ref = "a1"
kind = "choice"
title = "Una pregunta"
prompt = "¿El cliente siempre tiene la razón?"
starts = 0
ends = 10
mode = "S"
options = [
  { id = "a", text = "Siempre" },
  { id = "b", text = "Depende del cliente y del día" },
  { id = "c", text = "Casi nunca" },
  { id = "d", text = "Nunca" },
]
"""


class Subject:
    """A program under measurement, on cores of its own, with its crowd."""

    name = ""
    answers = True  # does it take answers, or only broadcast?
    phone_class: type[Phone] = Phone

    def __init__(self, cores: set[int]):
        self.cores = cores
        self.folder = Path(tempfile.mkdtemp(prefix="bench-"))
        self.port = free_port()
        self.crowd = Crowd()
        self.process: subprocess.Popen | None = None
        self.round_id = 1
        self.unstored = 0  # acknowledged, but not in the result

    # what each does in its own way

    def command(self) -> list:
        """How a reference is started."""
        raise NotImplementedError

    async def start(self, n: int) -> None:
        """Start it, and a trainer in it."""
        self.process = subprocess.Popen(
            [str(part) for part in self.command()], cwd=ROOT, stdin=subprocess.DEVNULL
        )
        await listening(self.port)
        accounting.pin(self.pid, self.cores)
        self.trainer = self.phone_class(Crowd(), {})
        await self.trainer.come(self.port)

    def port_of(self, phone: Phone) -> int:
        """Where this phone goes."""
        return self.port

    async def seat(self, phone: Phone) -> None:
        """What a phone does before its socket; the references ask for nothing."""

    def show(self, payload: dict) -> None:
        """Have the trainer change the phase."""
        self.trainer.say("push", payload)

    async def close_round(self) -> None:
        """End the question."""

    @property
    def pid(self) -> int:
        return self.process.pid

    # what is the same for all

    async def join(self, phones: list[Phone], at_once: int) -> int:
        """Bring phones in. Returns how many did not get in."""

        def one(phone):
            async def go():
                await self.seat(phone)
                await phone.come(self.port_of(phone))

            return go

        return len(await all_at_most([one(phone) for phone in phones], at_once))

    async def push(self, payload: dict | None) -> float:
        """A phase change; seconds until the last phone has it."""
        crowd = self.crowd
        crowd.page = b'"page":"open"'
        crowd.seen.clear()
        done = crowd.expect(len(crowd.phones))
        began = time.monotonic()
        self.show(payload or {})
        await patiently(done)
        crowd.page = b""
        for phone in crowd.phones:
            phone.revision = 0
        return max(crowd.seen) - began if crowd.seen else 0.0

    async def answer(self, over_seconds: float) -> float:
        """Everyone answers. Seconds from the first to the last acknowledgement."""
        crowd = self.crowd
        crowd.latencies.clear()
        crowd.sent_at.clear()
        done = crowd.expect(len(crowd.phones))
        began = time.monotonic()
        for number, phone in enumerate(crowd.phones):
            if over_seconds:
                due = began + over_seconds * number / len(crowd.phones)
                if (wait := due - time.monotonic()) > 0:
                    await asyncio.sleep(wait)
            phone.answer(self.round_id)
        await patiently(done)
        self.unstored += len(crowd.sent_at)  # never acknowledged
        return crowd.last_ack - began

    def stop(self) -> None:
        """End it and forget its data."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Product(Subject):
    """Mano Alzada as people start it."""

    name = "product"

    def __init__(self, cores, **settings):
        super().__init__(cores)
        self.settings = settings
        self.mono = 0.0

    async def start(self, n):
        course = self.folder / "content" / "medicion"
        course.mkdir(parents=True)
        (course / "module.toml").write_text(COURSE, "utf-8")
        limits = {"CAPACITY_RUN": n + 10, "CAPACITY_PROCESS": max(5000, n + 10)}
        self.server = Server(self.folder, content=self.folder / "content", **limits, **self.where())
        await asyncio.to_thread(self.server.start)
        self.port = self.server.port
        accounting.pin(self.pid, self.cores)
        self.trainer = Trainer(self.server.base)
        await self.trainer.sign_in(self.server.link)
        await self.trainer.create_run("medicion")
        self.wall: Screen = self.trainer.wall()
        await self.wall.come()
        await self.trainer.do("empezar")

    def where(self) -> dict:
        """What its server is started with, beside the limits."""
        return self.settings

    @property
    def pid(self):
        return self.server.pid

    async def seat(self, phone):
        """The page and a seat, over one connection, as a browser asks for them."""
        if phone.auth:
            return
        page, joined = await ask(
            self.port_of(phone),
            b"GET /%s HTTP/1.1\r\n" % self.trainer.code.encode(),
            post("/entrar", {"code": self.trainer.code, "alias": "", "token": None}),
        )
        assert page[0] == joined[0] == 200, (page, joined)
        seat = json.loads(joined[1])
        phone.auth = {"run": seat["run"], "token": seat["token"]}

    async def push(self, payload):
        await self.close_round()
        took = await super().push(payload)
        await self._opening
        snapshot = self.crowd.snapshot
        if snapshot:
            self.round_id = json.loads(snapshot[snapshot.index(b",") + 1 :])[1]["round"]["id"]
        return took

    def show(self, payload):
        self._opening = asyncio.create_task(self.trainer.do("abrir"))

    async def close_round(self):
        """Close what is open, and compare what was acknowledged with what is in the result."""
        now = self.trainer.console.snapshot
        if now["page"] != "running" or not now["round"] or now["round"]["phase"] != "open":
            return
        acknowledged = len(self.crowd.latencies)
        after = await self.trainer.do("cerrar")
        if acknowledged:
            self.unstored += acknowledged - after["counts"]["answered"]
        self.crowd.latencies.clear()

    def payload(self) -> dict:
        """What its phones were last told, for the references to send as well."""
        snapshot = self.crowd.snapshot
        return json.loads(snapshot[snapshot.index(b",") + 1 :])[1]

    def stop(self):
        with contextlib.suppress(AttributeError):
            self.trainer.leave()
            self.wall.leave()
        self.server.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Several(Product):
    """Mano Alzada as *servidor*: PostgreSQL, Redis, and so many processes, phones dealt in turn."""

    def __init__(self, cores, workers: int):
        super().__init__(cores)
        self.name = f"{workers} × PostgreSQL"
        self.workers = workers
        self.postgres, self.redis = Postgres(), Redis()
        self._turns = cycle(range(workers))
        self._ports: dict[Phone, int] = {}

    def where(self):
        self.postgres.start()
        self.redis.start()
        url = self.postgres.create("bench")
        return {"workers": self.workers, "DATABASE_URL": url, "REDIS_URL": self.redis.url}

    def port_of(self, phone):
        if phone not in self._ports:
            self._ports[phone] = self.port + next(self._turns)
        return self._ports[phone]

    def stop(self):
        super().stop()
        self.postgres.stop()
        self.redis.stop()


class Stock(Subject):
    """Stock Flask-SocketIO, an ORM commit for each answer."""

    name = "stock"

    def command(self):
        return [sys.executable, "-W", "ignore", REFERENCES / "stock.py", self.port, self.folder]


class Node(Subject):
    """Node's socket.io, no database."""

    name = "node"

    def command(self):
        return ["node", REFERENCES / "node_socketio.mjs", self.port]


class Raw(Subject):
    """picows' raw broadcast: the limit."""

    name = "raw"
    answers = False
    phone_class = RawPhone

    def command(self):
        return [sys.executable, "-W", "ignore", REFERENCES / "raw_picows.py", self.port]


def available(cores: set[int], **settings) -> list[Subject]:
    """Ours, and every reference that this machine can run."""
    subjects: list[Subject] = [Product(cores, **settings), Stock(cores)]
    if shutil.which("node") and (ROOT / "node_modules" / "socket.io").is_dir():
        subjects.append(Node(cores))
    subjects.append(Raw(cores))
    return subjects


async def patiently(future) -> None:
    """Wait, but not for ever: what never comes is counted as lost."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await future


async def listening(port: int) -> None:
    """Until somebody answers at a port."""
    give_up = time.monotonic() + START
    while time.monotonic() < give_up:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        await asyncio.sleep(0.05)
    raise TimeoutError(f"nobody listens on {port}")


def post(path: str, body: dict) -> bytes:
    """A request with a JSON body, its head not finished."""
    data = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(data)}\r\n".encode() + b"\0" + data


async def ask(port: int, *requests: bytes) -> list[tuple[int, bytes]]:
    """Requests one after the other over one connection. Returns (status, body) of each."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    common = f"Host: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n".encode()
    common += b"Accept: text/html, application/json\r\nAccept-Encoding: gzip\r\n\r\n"
    replies = []
    try:
        for request in requests:
            head, _, body = request.partition(b"\0")
            writer.write(head + common + body)
            raw = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(raw.split(b"content-length:")[1].split(b"\r\n")[0])
            replies.append((int(raw.split()[1]), await reader.readexactly(length)))
    finally:
        writer.close()
    return replies


def raise_file_limit() -> None:
    """Each phone is an open file, here and there."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def commit() -> str:
    """The commit that is measured, and whether something lies on top of it."""
    shown = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True
    )
    return shown.stdout.strip() or os.environ.get("COMMIT", "?")
