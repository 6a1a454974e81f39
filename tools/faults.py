"""./run faults: kill the server while a room answers, and count what was lost. It must be nothing.

Each round, phones answer and change their minds in bursts; at a random instant, or at a fail-point
inside (realtime/answers/failpoints.py), the
server dies by kill -9 and is started again on the same data.
Phones return and send again by themselves. After the close the history is checked against the
database and the wall (tools/history.py). Progress goes to stderr; the last line is JSON on stdout.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from tools.history import Findings, check
from tools.phones import SKIP, WITHDRAW, Room
from tools.server import Server
from tools.socket_client import DOWN, Refused, Screen
from tools.stored_rounds import closed_round, open_round
from tools.trainer import Trainer

COURSE = Path(__file__).parent / "course"
MODULE = "ensayo"
VALUES = (  # one of each step of that module, in its order
    lambda rng: rng.randint(1, 5),
    lambda rng: rng.choice("abc"),
    lambda rng: sorted(rng.sample("abcd", rng.randint(1, 2))),
    lambda rng: f"Una frase, la {rng.randint(1, 9999)}: «¿y si probamos?»",
)
POINTS = (
    "after_commit_before_ack",
    "during_close",
    "after_insert",
    "during_key_forget",
    "before_begin",
    "at_start",
    "after_ack",
)
BURST_S = 0.8  # seconds in which everyone answers once
CHANGE_BURSTS = 2  # bursts after the first, in which some change their minds
SETTLE_TIMEOUT_S = 90.0  # seconds for a room to come back and send all it has
WALL_TIMEOUT_S = 2.0  # seconds after which the wall must show what is stored


class Chaos:
    """Keeps the server alive, and makes it die as planned."""

    def __init__(self, server: Server, plans):
        self.server = server
        self.plans = iter(plans)
        self.plan = "random"
        self.deaths: list[str] = []
        self.restarts: list[float] = []  # seconds from death to serving again

    async def keep_alive(self) -> None:
        """Start the server whenever it is dead, with the next plan in its pocket."""
        while True:
            if not self.server.alive:
                died = time.monotonic()
                self.deaths.append(self.plan)
                self.plan = next(self.plans, "")
                await self._start()
                self.restarts.append(time.monotonic() - died)
            await asyncio.sleep(0.02)

    async def kill_sometime(self, within: float, rng: random.Random) -> None:
        """If the plan is chance: kill at a random instant."""
        if self.plan == "random":
            await asyncio.sleep(rng.uniform(0, within))
            self.server.kill()

    async def _start(self) -> None:
        fault = "" if self.plan == "random" else self.plan
        self.server.launch(FAULT=fault)
        give_up = time.monotonic() + SETTLE_TIMEOUT_S
        while not self.server.is_serving():
            if not self.server.alive and self.plan.startswith("at_start"):
                return  # as planned; it is started again, and that must go well
            if not self.server.alive or time.monotonic() > give_up:
                raise SystemExit(f"The server did not come back:\n{self.server.said()}")
            await asyncio.sleep(0.02)


class Trial:
    """Runs of four rounds, again and again, until the server has died often enough."""

    def __init__(self, server: Server, phones: int, seed: int, plans):
        self.server = server
        self.phones = phones
        self.rng = random.Random(seed)  # noqa: S311 - a simulation
        self.chaos = Chaos(server, plans)
        self.found = Findings()
        self.latencies: list[float] = []
        self.rounds = 0

    async def until(self, kills: int) -> Findings:
        """Go on until ``kills`` deaths have been survived and checked."""
        await asyncio.to_thread(self.server.start)
        keeper = asyncio.create_task(self.chaos.keep_alive())
        walking = asyncio.create_task(self._walk(kills))
        try:
            await asyncio.wait({keeper, walking}, return_when=asyncio.FIRST_COMPLETED)
            if keeper.done():
                keeper.result()  # it only ends by an error
            walking.result()
        finally:
            for task in (keeper, walking):
                task.cancel()
            await asyncio.gather(keeper, walking, return_exceptions=True)
        return self.found

    async def _walk(self, kills: int) -> None:
        while len(self.chaos.deaths) < kills:
            await self._one_run(kills)

    async def _one_run(self, kills: int) -> None:
        trainer = await self._trainer()
        wall, room = trainer.wall(), Room(self.server.base, trainer.code, self.phones)
        room.random.seed(self.rng.random())
        try:
            await wall.come()
            await room.join()
            await trainer.insist("empezar", lambda s: s["page"] == "running")
            for value in VALUES:
                await self._one_round(trainer, wall, room, value)
                if len(self.chaos.deaths) >= kills:
                    break
                await trainer.insist("siguiente", lambda s: s["round"] is None)
        finally:
            backwards = sum(screen.went_back for screen in (*room.phones, wall, trainer.console))
            self._note_if(backwards, f"older states were shown after newer ones: {backwards}")
            self.latencies += room.latencies
            for someone in (room, wall, trainer):
                someone.leave()

    async def _trainer(self) -> Trainer:
        while True:
            trainer = Trainer(self.server.base)
            try:
                await trainer.sign_in(self.server.link)
                await trainer.create_run(MODULE, "Un ensayo")
                return trainer
            except (Refused, TypeError, *DOWN):  # TypeError: half a page of a dying server
                trainer.leave()
                await asyncio.sleep(0.2)

    async def _one_round(self, trainer: Trainer, wall: Screen, room: Room, value) -> None:
        deaths = len(self.chaos.deaths)
        await trainer.insist("abrir", lambda s: s["round"] and s["round"]["phase"] == "open")
        round_id = trainer.console.snapshot["round"]["id"]
        await room.sees(lambda s: s["round"] and s["round"]["id"] == round_id, SETTLE_TIMEOUT_S)
        spread = BURST_S * (1 + CHANGE_BURSTS)
        killer = asyncio.create_task(self.chaos.kill_sometime(spread, self.rng))
        await room.begin_answering(lambda phone: value(room.random), BURST_S)
        for _ in range(CHANGE_BURSTS):
            await room.begin_answering(lambda phone: self._second_thought(room, value), BURST_S)
        await killer
        await asyncio.wait_for(room.settled(), SETTLE_TIMEOUT_S)
        await self._check_open(trainer, wall, room, round_id)
        await trainer.insist("cerrar", lambda s: s["round"]["phase"] != "open")
        await trainer.insist("mostrar", lambda s: s["round"]["phase"] == "revealed")
        await wall.until(
            lambda s: s["round"] and s["round"]["phase"] == "revealed", SETTLE_TIMEOUT_S
        )
        found = check(room.history, closed_round(self.server.database, round_id, room, wall))
        self.rounds += 1
        self.found.add(found)
        died = ", ".join(self.chaos.deaths[deaths:]) or "nobody died"
        say(f"round {self.rounds}: {found.acked} acknowledged; {died}")
        for note in found.notes:
            say("  " + note)

    def _second_thought(self, room: Room, value):
        chance = room.random.random()
        if chance < 0.5:
            return None
        if chance < 0.6:
            return SKIP
        return WITHDRAW if chance < 0.65 else value(room.random)

    async def _check_open(self, trainer: Trainer, wall: Screen, room: Room, round_id: int) -> None:
        """While open: one ballot a phone, and what is shown is soon what is stored."""
        owners = {op.answer_id: op.phone for op in room.history}
        for screen in (trainer.console, wall):
            await screen.until(
                lambda s: s["round"] and s["round"]["id"] == round_id, SETTLE_TIMEOUT_S
            )
        give_up = time.monotonic() + WALL_TIMEOUT_S
        while True:
            tally, counts, ids = open_round(self.server.database, round_id)
            wrong = [
                name
                for name, screen in (("console", trainer.console), ("wall", wall))
                if not shows(screen, round_id, tally, counts)
            ]
            if not wrong or time.monotonic() > give_up:
                break
            await asyncio.sleep(0.1)
        self._note_if(wrong, f"round {round_id}, open: {wrong} did not show {counts} {tally}")
        phones = [owners.get(answer_id) for answer_id in ids]
        twice = len(phones) - len(set(phones)) + phones.count(None)
        self.found.double_counted += twice

    def _note_if(self, wrong, note: str) -> None:
        if wrong:
            self.found.aggregate_mismatches += 1
            self.found.notes.append(note)
            say("  " + note)


def shows(screen: Screen, round_id: int, tally: dict, counts: dict) -> bool:
    """Does a screen show these counts, and this tally where it may show one? R + S + Z = E."""
    round = screen.snapshot.get("round")
    if not screen.online or not round or round["id"] != round_id or not screen.counts:
        return False
    shown = screen.counts
    sums = shown["answered"] + shown["skipped"] + shown["silent"] == shown["eligible"]
    same = all(shown[name] == counts[name] for name in counts)
    return sums and same and screen.tally in (None, tally)


def plans_of(kills: int) -> list[str]:
    """Half of the deaths by chance, half at fail-points, one after the other."""
    points = cycle(POINTS)
    return ["random" if i % 2 else point_with_count(next(points), i) for i in range(kills)]


def point_with_count(point: str, i: int) -> str:
    """Points that lie on the way of every answer are passed a few times first."""
    often = point.startswith(("before", "after"))
    return f"{point}:{3 + 5 * (i % 4) if often else 1}"


def say(line: str) -> None:
    """Progress."""
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    """Read the options, do it, say it in one line of JSON."""
    parser = argparse.ArgumentParser(prog="./run faults", description=__doc__.split("\n\n")[0])
    parser.add_argument("--kills", type=int, default=20, help="veces que muere el servidor (20)")
    parser.add_argument("--phones", type=int, default=30, help="teléfonos simulados (30)")
    parser.add_argument("--seed", type=int, default=1, help="semilla del azar (1)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder), content=COURSE) as server:
        trial = Trial(server, max(10, options.phones), options.seed, plans_of(options.kills))
        found = asyncio.run(trial.until(options.kills))
        restarts = trial.chaos.restarts
    say(f"{trial.rounds} rounds; back after {max(restarts, default=0):.1f} s at the slowest")
    names = ("acked", "lost", "double_counted", "aggregate_mismatches")
    result = {"kills": len(trial.chaos.deaths)} | {name: getattr(found, name) for name in names}
    print(json.dumps(result))
    return 0 if found.clean else 1


if __name__ == "__main__":
    sys.exit(main())
