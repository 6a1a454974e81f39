"""Programs under measurement: the base class, and the references that ours is compared with."""

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import accounting
from bench.phones import RESPONSE_TIMEOUT_S, Crowd, Phone, RawPhone, all_at_most
from tools.server import free_port

ROOT = Path(__file__).resolve().parent.parent
REFERENCES = Path(__file__).resolve().parent / "references"
LISTEN_TIMEOUT_S = 30.0  # seconds until a program must listen


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
        self.trainer: Any = None  # a phone of the references; the product's is a Trainer
        self.process: subprocess.Popen | None = None
        self.round_id = 1
        self.unstored = 0  # acknowledged, but not in the result

    # what each does in its own way

    def command(self) -> list:
        """Return the command line that starts a reference."""
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
        """Return the port that this phone connects to."""
        return self.port

    async def seat(self, phone: Phone) -> None:
        """Prepare a phone before its socket connects; the references need nothing."""

    def show(self, payload: dict) -> None:
        """Have the trainer change the phase."""
        self.trainer.say("push", payload)

    async def close_round(self) -> None:
        """End the question."""

    @property
    def pid(self) -> int:
        assert self.process is not None, "it is not started"
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
        """A phase change; seconds until the last phone has it. Who never has it is lost."""
        crowd = self.crowd
        crowd.page = b'"page":"open"'
        crowd.seen.clear()
        done = crowd.expect(len(crowd.phones))
        began = time.monotonic()
        self.show(payload or {})
        await wait_or_give_up(done)
        crowd.page = b""
        crowd.lost += sum(phone not in crowd.seen for phone in crowd.phones)
        for phone in crowd.phones:
            phone.revision = 0
        return max(crowd.seen.values()) - began if crowd.seen else RESPONSE_TIMEOUT_S

    async def answer(self, over_seconds: float) -> float:
        """Have every phone answer; return seconds from the first to the last acknowledgement."""
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
        await wait_or_give_up(done)
        self.unstored += len(crowd.sent_at)  # never acknowledged
        return crowd.last_ack - began

    def stop(self) -> None:
        """End it and forget its data."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


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


def references(cores: set[int]) -> list[Subject]:
    """Every reference that this machine can run."""
    subjects: list[Subject] = [Stock(cores)]
    if shutil.which("node") and (ROOT / "node_modules" / "socket.io").is_dir():
        subjects.append(Node(cores))
    subjects.append(Raw(cores))
    return subjects


async def wait_or_give_up(future) -> None:
    """Wait, but not for ever: what never comes is counted as lost."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(RESPONSE_TIMEOUT_S):
            await future


async def listening(port: int) -> None:
    """Wait until a port accepts connections. Raises TimeoutError after LISTEN_TIMEOUT_S."""
    give_up = time.monotonic() + LISTEN_TIMEOUT_S
    while time.monotonic() < give_up:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        await asyncio.sleep(0.05)
    raise TimeoutError(f"nobody listens on {port}")


def commit() -> str:
    """The commit that is measured, and whether something lies on top of it."""
    shown = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True
    )
    return shown.stdout.strip() or os.environ.get("COMMIT", "?")
