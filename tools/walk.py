"""./run walk: every module with forty people, looked at on every screen, phase by phase.

Two walls, three phones and the console are open in Chromium while simulated people answer. After
each press the pages are asked which words lie over others, leave the screen or were never filled
in (tools/geometry.js). One line a finding; a picture of each.
"""

import argparse
import asyncio
import contextlib
import json
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

import config
from tools.chromium import how_to_launch
from tools.people import NAMES, handed_in
from tools.phones import Room
from tools.populate import module_called, plan
from tools.room_of_forty import PEOPLE, RoomOfForty
from tools.server import ROOT, Server
from tools.socket_client import Refused
from tools.trainer import Trainer
from workshop.activities import Activity, CountedByHand, DealsCards
from workshop.activities.parts.public_list import PublicList
from workshop.course.library import read_course

SCREENS = {  # name → (audience, width, height, size of text)
    "wall-1920": ("wall", 1920, 1080, 1),
    "wall-1024": ("wall", 1024, 768, 1),
    "phone-390": ("phone", 390, 844, 1),
    "phone-320": ("phone", 320, 568, 1),
    "phone-large": ("phone", 320, 568, 2),
    "console": ("console", 1366, 768, 1),
}
SETTLED_MS = 350  # what a page needs to draw a phase and to fit it
PROBES = (Path(__file__).parent / "geometry.js").read_text("utf-8")
TITLE = "Un taller con nombre bastante largo, de los de verdad"
HAS_COME_IN = "#stage form, #stage template[data-strip-state=rest]"
PICTURES = ROOT / "tests" / "output" / "walk"
REVEAL_KEYS = 4
BURST_S = 0.3


class Talkative(RoomOfForty):
    """People who write as much as they may; every fifth writes one word without a space."""

    def says(self, topic: str) -> str:
        """Text of 2,400 characters; the kind cuts it to what it takes."""
        word = super().says(topic)
        if self.random.random() < 0.2:
            return "Otorrinolaringología" * 20
        return f"{word} y lo digo por experiencia. ".capitalize() * 40


class Walk:
    """One module, pressed through by a trainer, with everybody's screens open."""

    def __init__(self, browser, server: Server, module: str, options: argparse.Namespace):
        self.browser, self.server, self.module = browser, server, module
        self.pictures, self.dark, self.every = options.pictures, options.dark, options.every
        self.trainer = Trainer(server.base)
        self.crowd = Talkative() if options.long else RoomOfForty()
        self.pages: dict[str, Page] = {}
        self.findings: list[str] = []
        self.told: set[str] = set()
        self.at = ""

    async def whole(self) -> list[str]:
        """Walk it to its end; what was found."""
        await self._come_in()
        await self._look("lobby")
        await self.trainer.do("empezar")
        for activity, again in plan(self.module):
            self.at = activity.ref + ("·2" if again else "")
            await self._step(activity, again)
            await self.trainer.do("siguiente")
        with contextlib.suppress(Refused):
            await self.trainer.do("terminar")
        self.at = "end"
        await self._look("ended")
        await self._record()
        for page in self.pages.values():
            await page.context.close()
        self.room.leave()
        self.trainer.leave()
        return self.findings

    async def _come_in(self) -> None:
        await self.trainer.sign_in(self.server.link)
        await self.trainer.create_run(self.module, TITLE)
        names = self.crowd.random.sample(NAMES, len(NAMES))
        self.room = Room(
            self.server.base, self.trainer.code, PEOPLE, 7, lambda n: names[n % len(names)]
        )
        await self.room.join()
        base, paths = (
            self.server.base,
            {
                "wall": self.trainer.wall_path,
                "phone": f"/{self.trainer.code}",
                "console": f"/sesiones/{self.trainer.run}",
            },
        )
        for name, (audience, width, height, text) in SCREENS.items():
            context = await self.browser.new_context(
                viewport={"width": width, "height": height},
                locale="es-ES",
                reduced_motion="reduce",
                color_scheme="dark" if self.dark else "light",
                has_touch=audience == "phone",
                is_mobile=audience == "phone",
            )
            page = self.pages[name] = await context.new_page()
            page.on("pageerror", lambda error, name=name: self._tell(name, f"script: {error}"))
            if audience == "console":
                await page.goto(self.server.link)
            if text != 1:
                await page.add_init_script(
                    "addEventListener('DOMContentLoaded', () => "
                    f"document.documentElement.style.fontSize = '{100 * text}%')"
                )
            await page.goto(base + paths[audience])
            if audience == "phone":
                await page.locator("[type=submit]").first.click()
                await page.locator(
                    "#stage form, #stage template[data-strip-state=rest]"
                ).first.wait_for(state="attached")

    async def _step(self, activity: Activity, again: bool) -> None:
        await self._look("staged")
        try:
            snapshot = await self.trainer.do("abrir")
        except Refused as refused:
            self._tell("console", f"«abrir» refused: {refused}")
            await self.trainer.do("saltar")
            return
        if not activity.takes_answers:
            await self._look("open")
            await self._reveals(activity)
            return
        round_id = snapshot["round"]["id"]
        await self.room.sees(lambda s: s["round"] and s["round"]["id"] == round_id)
        if isinstance(activity, DealsCards):
            await self.room.sees(lambda s: handed_in(s) is not None)
        await self._look("open")
        if isinstance(activity, CountedByHand):
            counts = {f"count-{option.id}": 3 for option in activity.options[:3]}
            await self.trainer.do("contar", room=PEOPLE, **counts)
        else:
            await self.room.answer_all(self.crowd.answers(activity, again), BURST_S)
            if isinstance(activity, PublicList):
                await self.room.answer_all(self.crowd.answers(activity, again), BURST_S)
        await self._look("answered")
        await self.trainer.do("cerrar")
        await self._look("closed")
        with contextlib.suppress(Refused):
            await self.trainer.do("mostrar")
            await self._look("revealed")
        await self._reveals(activity)
        await self._splits()

    async def _splits(self) -> None:
        """By group, where that is offered, and back."""
        with contextlib.suppress(Refused):
            await self.trainer.do("desglosar")
            await self._look("split")
            await self.trainer.do("desglosar")

    async def _reveals(self, activity) -> None:
        for key in range(REVEAL_KEYS):
            try:
                await self.trainer.do("avanzar")
            except Refused:
                return
            await self._look(f"reveal-{key + 1}")

    async def _record(self) -> None:
        page = self.pages["console"]
        for record in ("resultado", "sala"):
            reply = await page.goto(f"{self.server.base}/sesiones/{self.trainer.run}/{record}")
            if reply is None or reply.status != 200:
                self._tell(record, f"status {reply and reply.status}")
            for width in (1366, 390):
                await page.set_viewport_size({"width": width, "height": 844})
                for line in await page.evaluate(f"{PROBES}.findings('record')"):
                    self._tell(f"{record}-{width}", line)
                picture = self.pictures / f"{self.module}-{record}-{width}.png"
                await page.screenshot(path=picture, full_page=True)

    async def _look(self, phase: str) -> None:
        await asyncio.sleep(SETTLED_MS / 1000)
        for name, page in self.pages.items():
            audience = SCREENS[name][0]
            found = await page.evaluate(f"{PROBES}.findings({json.dumps(audience)})")
            if audience == "phone":
                found += await page.evaluate(f"{PROBES}.reachable()")
            new = [line for line in found if self._tell(f"{phase} {name}", line)]
            if new or self.every:
                where = f"{self.module[:12]}-{self.at}-{phase}-{name}.png".replace("·", "-")
                await page.screenshot(path=self.pictures / where)

    def _tell(self, where: str, line: str) -> bool:
        """Note a finding once for a step and a screen; was it new?"""
        key = f"{self.at}|{where.split()[-1]}|{line}"
        if key in self.told:
            return False
        self.told.add(key)
        self.findings.append(f"{self.module} {self.at} {where}: {line}")
        print(self.findings[-1], flush=True)
        return True


async def walk(options) -> int:
    """All modules asked for; how many findings there were."""
    options.pictures.mkdir(parents=True, exist_ok=True)
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        settings = {"TEXTS_A_MINUTE": 1000, "CONTENT": options.content}
        with Server(Path(folder), **settings) as server:
            server.start()
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(**how_to_launch())
                for module in options.modules:
                    print(f"— {module}", file=sys.stderr, flush=True)
                    one = Walk(browser, server, module, options)
                    found += len(await one.whole())
                await browser.close()
    print(f"{found} hallazgos; imágenes en {options.pictures}", file=sys.stderr)
    return found


def main() -> int:
    """Walk the modules of the command line; 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="./run walk", description=__doc__.split("\n\n")[0])
    parser.add_argument("--module", action="append", help="módulo, por carpeta o código (todos)")
    parser.add_argument("--content", type=Path, default=config.CONTENT, help="carpeta del curso")
    parser.add_argument(
        "--long", action="store_true", help="con los textos más largos que se admiten"
    )
    parser.add_argument("--every", action="store_true", help="guarda todas las imágenes")
    parser.add_argument("--dark", action="store_true", help="con colores oscuros")
    parser.add_argument(
        "--pictures",
        type=Path,
        default=ROOT / "tests" / "output" / "walk",
        help="carpeta de imágenes",
    )
    options = parser.parse_args()
    config.CONTENT = options.content
    everything = read_course(options.content).modules
    options.modules = [module_called(name) for name in options.module or everything]
    return 1 if asyncio.run(walk(options)) else 0


if __name__ == "__main__":
    sys.exit(main())
