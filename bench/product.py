"""Mano Alzada under measurement: one process as people start it, or several with PostgreSQL."""

import asyncio
import contextlib
import json
import shutil
from itertools import cycle

from bench import accounting
from bench.phones import Phone
from bench.subjects import Subject
from tools.http import Connection
from tools.postgres import Postgres
from tools.redis import Redis
from tools.server import Server
from tools.socket_client import Screen
from tools.trainer import Trainer

QUESTION = """\
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
WORDS = """\
code = "B2"
title = "Una nube"
minutes = 10
people = { fewest = 1, most = 1000 }

[[activities]]
ref = "a1"
kind = "cloud"
title = "A quién serviste"
prompt = "Nombra un papel al que serviste ayer."
starts = 0
ends = 10
mode = "S"
show = "live"
"""
AS_BROWSERS_DO = {"Accept": "text/html, application/json", "Accept-Encoding": "gzip"}
COURSE = {"medicion": QUESTION, "nube": WORDS}


class Product(Subject):
    """Mano Alzada as people start it."""

    name = "product"

    def __init__(self, cores, **settings):
        super().__init__(cores)
        self.settings = settings
        self.mono = 0.0

    async def start(self, n):
        for name, text in COURSE.items():
            module = self.folder / "content" / name
            module.mkdir(parents=True)
            (module / "module.toml").write_text(text, "utf-8")
        limits = {"CAPACITY_RUN": n + 10, "CAPACITY_PROCESS": max(5000, n + 10)}
        self.server = Server(self.folder, content=self.folder / "content", **limits, **self.where())
        await asyncio.to_thread(self.server.start)
        self.port = self.server.port
        accounting.pin(self.pid, self.cores)
        self.trainer = Trainer(self.server.base)
        await self.trainer.sign_in(self.server.link)
        await self.begin_run()

    async def begin_run(self, module: str = "medicion") -> None:
        """A run with its wall, out of the lobby."""
        await self.trainer.create_run(module)
        self.wall: Screen = self.trainer.wall()
        await self.wall.come()
        await self.trainer.do("empezar")

    async def end_run(self) -> None:
        """Disconnect every phone and forget the run."""
        await self.trainer.do("terminar")
        self.trainer.leave()
        self.wall.leave()
        for phone in self.crowd.phones:
            phone.hang_up()
            phone.auth = {}

    def where(self) -> dict:
        """Settings its server is started with, beside the limits."""
        return self.settings

    @property
    def pid(self):
        return self.server.pid

    async def seat(self, phone):
        """The page and a seat, over one connection, as a browser asks for them."""
        if phone.auth:
            return
        base = f"http://127.0.0.1:{self.port_of(phone)}"
        line, headers = Connection(base), AS_BROWSERS_DO | {"Origin": base}
        try:
            page = await line.ask("GET", f"/{self.trainer.code}", headers=headers)
            form = {"code": self.trainer.code, "alias": "", "token": None}
            if self.trainer.key:
                form["scanned"] = self.trainer.key  # as nine phones in ten come
            joined = await line.ask("POST", "/entrar", form, headers)
        finally:
            line.close()
        assert page.status == joined.status == 200, (page, joined)
        seat = joined.json()
        phone.auth = {"run": seat["run"], "token": seat["token"]}

    async def push(self, payload):
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
        """Bytes its phones were last sent, for the references to send as well."""
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
