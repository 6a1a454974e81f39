"""A room comes in by QR and by code while many connections guess.

python -m tools.join_under_guessing

Everyone comes from one address. Those who guess try one wrong code after the other, as fast as they
are answered, and have done so for a while; people ask as the phone's page does, and wait in line.
"""

import argparse
import asyncio
import random
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tools.http import Connection
from tools.server import Server
from tools.trainer import Trainer

MODULE = "el-cliente-siempre-tiene-la-razon"
ARRIVING_S = 30.0  # in which the room comes in
MIN_TYPING_S = 5.0  # somebody who has mistyped needs to type again
GIVE_UP_S = 600.0


@dataclass
class GuessedRoom:
    """One room that fills while others guess its code. Times are seconds until a phone is in."""

    base: str
    code: str
    key: str | None
    arriving_s: float = ARRIVING_S
    scanned: list[float] = field(default_factory=list)
    typed: list[float] = field(default_factory=list)
    wrong: list[float] = field(default_factory=list)  # when a guess was looked up
    found: int = 0

    async def guess(self) -> None:
        """One connection that guesses until it is told to stop."""
        line = Connection(self.base)
        while True:
            try:
                code = f"{random.randrange(100_000, 1_000_000)}"  # noqa: S311 - guesses
                reply = (await line.ask("POST", "/entrar", {"code": code})).json()
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                continue
            if reply.get("code") in ("code_unknown", "code_ended"):
                self.wrong.append(time.monotonic())
            self.found += "token" in reply
            if reply.get("code") == "codes_paused":
                await asyncio.sleep(1)

    async def come(self, number: int, people: int, typing: int) -> None:
        """One phone; ``typing`` of them come by code, one in ten of those mistaken at first."""
        await asyncio.sleep(self.arriving_s * number / people)
        began = time.monotonic()
        line = Connection(self.base)
        by_code = number % (people // typing or 1) == 0
        body = {"code": self.code} if by_code else {"code": self.code, "scanned": self.key}
        if by_code and len(self.typed) % 10 == 9:
            await self._ask(line, {"code": "000000"})
            await asyncio.sleep(MIN_TYPING_S)
        await self._ask(line, body)
        (self.typed if by_code else self.scanned).append(time.monotonic() - began)
        line.close()

    async def _ask(self, line: Connection, body: dict) -> None:
        """As static/js/join.js asks: again with its place, until it is in or its code is wrong."""
        place = None
        while True:
            asked = body | {"at_once": place is None}
            reply = (
                await line.ask("POST", "/entrar", asked | ({"place": place} if place else {}))
            ).json()
            if "token" in reply or reply["code"] == "code_unknown":
                return
            place = reply.get("place")
            if place is None:
                await asyncio.sleep(1)


async def play(door: GuessedRoom, guessers: int, people: int, typing: int, before_s: float) -> None:
    """Guess, after ``before_s`` seconds send the room in, and wait until everybody has a seat."""
    guessing = [asyncio.create_task(door.guess()) for _ in range(guessers)]
    await asyncio.sleep(before_s)
    async with asyncio.timeout(GIVE_UP_S):
        await asyncio.gather(*(door.come(number, people, typing) for number in range(people)))
    for each in guessing:
        each.cancel()
    await asyncio.gather(*guessing, return_exceptions=True)


async def evening(options: argparse.Namespace, folder: Path) -> GuessedRoom:
    """A server of its own, and one evening at its door."""
    server = Server(folder)
    server.start()
    try:
        trainer = Trainer(server.base)
        await trainer.sign_in(server.link)
        await trainer.create_run(MODULE)
        door = GuessedRoom(server.base, trainer.code, trainer.key)
        await play(door, options.guessers, options.people, options.typing, options.before)
        trainer.leave()
    finally:
        server.stop()
    return door


def main() -> None:
    """Play it and say how long everybody took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guessers", type=int, default=300)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--typing", type=int, default=30, help="of them")
    parser.add_argument("--before", type=float, default=60, help="seconds of guessing before")
    with tempfile.TemporaryDirectory() as folder:
        door = asyncio.run(evening(parser.parse_args(), Path(folder)))
    for name, took in (("QR", sorted(door.scanned)), ("código", sorted(door.typed))):
        middle, last = took[len(took) // 2], took[-1]
        print(f"{name}: {len(took)} dentro; mediana {middle:.2f} s, el último {last:.2f} s")  # noqa: T201
    print(f"probados {len(door.wrong)} códigos, {door.found} acertados")  # noqa: T201


if __name__ == "__main__":
    main()
