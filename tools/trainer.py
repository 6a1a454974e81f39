"""A trainer at the console, over HTTP: signs in by the printed link, walks a run verb by verb."""

import asyncio
import re
from urllib.parse import urlsplit

from tools.http import Connection, Reply
from tools.socket_client import DOWN, Refused, Screen

CODE = re.compile(r"(\d{3})(?:\u202f|\u00a0|&nbsp;|&#8239;| )(\d{3})\b")
WALL = re.compile(r"/pantalla/([\w-]+)")
KEY = re.compile(r'data-way-in="[^"]+#([\w-]+)"')
CSRF = re.compile(r'name="csrf-token" content="([^"]+)"')
RETRY_PAUSE_S = 0.1  # seconds before a verb is tried again
MAX_TRIES = 8  # of one verb, while somebody else is changing the run


class Trainer:
    """Signed in at one server, driving one run at a time."""

    def __init__(self, base: str):
        self.base = base
        self.run = 0
        self.code = ""
        self.key: str | None = None  # what the QR carries beside the code
        self.wall_path = ""
        self._console: Screen | None = None
        self._http = Connection(base)
        self._cookies: dict[str, str] = {}
        self._csrf = ""

    @property
    def console(self) -> Screen:
        """The console of the run it drives."""
        assert self._console is not None, "no run is open yet"
        return self._console

    async def sign_in(self, link: str) -> None:
        """Follow the printed link."""
        await self._ask("GET", urlsplit(link).path)
        page = await self._ask("GET", "/inicio")
        self._csrf = CSRF.search(page.body.decode())[1]  # type: ignore[index]

    async def create_run(self, module: str, title: str = "", **fields: str) -> None:
        """A new run of ``module``, with its console open."""
        form = [("module", module), ("title", title), *fields.items()]
        reply = await self._ask("POST", "/sesiones", form)
        if reply.status != 302:
            raise Refused(reply.json())
        self.run = int(reply.header("location").rsplit("/", 1)[1])
        await self.open_console()

    async def open_console(self) -> None:
        """The console of the run, and what it says about joining."""
        page = (await self._ask("GET", f"/sesiones/{self.run}")).body.decode()
        self.code = "".join(CODE.search(page).groups())  # type: ignore[union-attr]
        found = KEY.search(page)
        self.key = found[1] if found else None
        self.wall_path = WALL.search(page)[0]  # type: ignore[index]
        self._console = Screen(
            self.base, "/facilitator", {"run": self.run}, {"Cookie": self._cookie()}
        )
        self.console.headers["Origin"] = self.base
        await self.console.come()
        await self.console.until(lambda snapshot: True)

    def wall(self) -> Screen:
        """A wall for this run; it still has to ``come``."""
        return Screen(self.base, "/projector", {"token": WALL.search(self.wall_path)[1]})  # type: ignore[index]

    async def do(self, verb: str, **fields) -> dict:
        """One verb, on the run as it is now; returns the next snapshot. Raises Refused."""
        for _ in range(MAX_TRIES):
            await self.console.wait_online()
            before = (await self.console.until(lambda snapshot: True))["version"]
            path = f"/sesiones/{self.run}/{verb}"
            reply = await self._ask("POST", path, {"version": before, **fields})
            if reply.status < 300:
                return await self.console.until(lambda s, old=before: s["version"] > old)
            refusal = reply.json()
            if refusal["code"] != "stale_version":
                break
            await self.console.until(lambda s, old=before: s["version"] > old)
        raise Refused(refusal)

    async def insist(self, verb: str, reached, patience: float = 60.0, **fields) -> dict:
        """Repeat a verb, whatever dies in between, until the console shows what was wanted."""
        async with asyncio.timeout(patience):
            while True:
                snapshot = await self.console.until(lambda snapshot: True, patience)
                if reached(snapshot):
                    return snapshot
                try:
                    await self.do(verb, **fields)
                except (Refused, *DOWN):
                    await asyncio.sleep(RETRY_PAUSE_S)

    async def page(self, path: str) -> Reply:
        """Any page of the console."""
        return await self._ask("GET", path)

    def leave(self) -> None:
        """Close the console."""
        self._http.close()
        if self._console is not None:
            self._console.leave()

    async def _ask(self, method: str, path: str, body=None) -> Reply:
        headers = {"Cookie": self._cookie()} if self._cookies else {}
        if method != "GET":
            headers |= {"X-CSRFToken": self._csrf, "Origin": self.base, "Referer": self.base + "/"}
        reply = await self._http.ask(method, path, body, headers)
        for name, value in reply.headers:
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.split(";")[0]
        return reply

    def _cookie(self) -> str:
        return "; ".join(f"{key}={value}" for key, value in self._cookies.items())
