"""The README's pictures: one simulated afternoon of M1, looked at with a real browser.

python -m tools.pictures
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from tools.chromium import how_to_launch
from tools.people import NAMES, Crowd
from tools.phones import Room
from tools.populate import MODULE, REVEAL_KEYS, ask, plan
from tools.server import ROOT, Server
from tools.trainer import Trainer

OUT = ROOT / "docs" / "pictures"
PEOPLE = 42
LIMIT_BYTES = 220_000  # bytes; a README is read on phones too
TITLE = "Atención al público, grupo 3"
SIZES = {"console": (1366, 768), "wall": (1280, 720), "phone": (360, 740)}
STILL = """
() => document.fonts.ready.then(() => Promise.all(document.getAnimations()
  .filter((animation) => animation.effect.getComputedTiming().endTime < 1e5)
  .map((animation) => animation.finished.catch(() => 0))))
"""  # not the breathing mark, which never ends


class Photographer:
    """A console, a wall and a phone, and a place for pictures."""

    def __init__(self, browser, base: str, out: Path):
        self.browser = browser
        self.base = base
        self.out = out

    async def opens(self, role: str, address: str):
        """A page of its own for ``role``."""
        width, height = SIZES[role]
        context = await self.browser.new_context(
            viewport={"width": width, "height": height},
            locale="es-ES",
            device_scale_factor=2 if role == "phone" else 1,
            is_mobile=role == "phone",
            has_touch=role == "phone",
        )
        page = await context.new_page()
        await page.goto(address if address.startswith("http") else self.base + address)
        return page

    async def takes(self, page, name: str) -> None:
        """A picture, once nothing moves."""
        await page.evaluate(STILL)
        path = self.out / f"{name}.png"
        await page.screenshot(path=path)
        size = path.stat().st_size
        print(f"{name}.png {size // 1000} kB{' TOO LARGE' if size > LIMIT_BYTES else ''}")


async def afternoon(server: Server, browser, out: Path) -> None:
    """Lobby, first vote, second vote, record, home: in the order they happen."""
    base = server.link.rsplit("/entrar/", 1)[0]
    camera = Photographer(browser, base, out)
    trainer = Trainer(base)
    await trainer.sign_in(server.link)
    await trainer.create_run(MODULE, TITLE, group="Tiendas Norte", trainer="Inés Robledo")
    crowd = Crowd(7)
    names = crowd.random.sample(NAMES, len(NAMES))
    room = Room(base, trainer.code, PEOPLE - 1, 7, lambda n: names[n % len(names)])
    console = await camera.opens("console", server.link)
    await console.goto(f"{base}/sesiones/{trainer.run}")
    wall = await camera.opens("wall", trainer.wall_path)
    await room.join()
    phone = await camera.opens("phone", f"/{trainer.code}")
    await phone.click("[type=submit]:has-text('Entrar')")
    await console.wait_for_selector(f"[data-count=inside]:text-is('{PEOPLE}')")
    await camera.takes(console, "lobby")
    await camera.takes(wall, "wall-join")

    await trainer.do("empezar")
    for activity, again in plan():
        photographed = (activity.ref, again)
        if photographed == ("a3", False):
            await trainer.do("abrir")
            await phone.wait_for_selector("form[data-ready]")
            await camera.takes(phone, "phone-question")
            await phone.locator("#stage .option").nth(1).click()
            await phone.wait_for_selector("[data-strip][data-state=saved]")
            await camera.takes(phone, "phone-saved")
            await room.sees(lambda s: s["round"] and s["round"]["phase"] == "open")
            await room.answer_all(crowd.answers(activity, again), 1.0)
            await console.wait_for_selector("[data-private-chart] .bars")
            trainer.console.leave()  # one console is what a trainer has
            await console.wait_for_selector("[data-partial=screens]:not(:has(p))", state="attached")
            await camera.takes(console, "running")
            await trainer.open_console()
            await asyncio.sleep(5)  # whoever is silent counts after five seconds
            await trainer.do("cerrar")
        else:
            if photographed == ("a3", True):
                await ask(trainer, room, crowd, activity, again, leave_open=True)
                await phone.locator("#stage .option").nth(1).click()
                await phone.wait_for_selector("[data-strip][data-state=saved]")
                await trainer.do("cerrar")
                await trainer.do("mostrar")
                for _ in range(REVEAL_KEYS):
                    await trainer.do("avanzar")
                await wall.wait_for_selector("[data-reveal=all] ma-flows[data-drawn]")
                await camera.takes(wall, "wall-before-after")
            else:
                await ask(trainer, room, crowd, activity, again, leave_open=False)
            if activity.ref == "a9":
                await wall.wait_for_selector("[data-page=revealed] .bars")
                await camera.takes(wall, "wall-bars")
        if activity.ref == "a10":
            break
        await trainer.do("siguiente")
    await trainer.do("terminar")
    await console.goto(f"{base}/sesiones/{trainer.run}/resultado")
    await camera.takes(console, "outcome")
    await console.goto(f"{base}/inicio")
    await camera.takes(console, "home")
    room.leave()
    trainer.leave()


async def take(out: Path) -> None:
    """A server of its own, on data that is thrown away."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        server.start()
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(**how_to_launch())
            await afternoon(server, browser, out)
            await browser.close()


def main() -> int:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--out", type=Path, default=OUT)
    asyncio.run(take(parser.parse_args().out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
