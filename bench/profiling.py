"""Profiles of the hottest paths by a sampling profiler: ``python -m bench.profiling join paced``.

It writes bench/profiles/; py-spy is found on PATH or named by ``--py-spy``.
"""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from bench import accounting
from bench.product import Product
from bench.scenarios import BETWEEN_ROUNDS_S, PACED_ANSWERS_S, Figures, join, rest
from bench.subjects import commit
from cli.options import raise_file_limit

PROFILES_FOLDER = Path(__file__).resolve().parent / "profiles"
SAMPLES_PER_S = 500  # samples a second
ATTACH_S = 3.0  # seconds until py-spy samples
INCLUSIVE, SELF = 60, 25  # lines that are kept
IDLE_FRAMES = ("Hub.do_poll (", "NativeThreads._work (")  # innermost: nothing runs there


@dataclass(frozen=True)
class Scenario:
    """A scenario to profile, and the stacks of it that are kept."""

    phones: int
    times: int  # it is repeated
    says: str
    within: str = ""  # only stacks that have this in them


SCENARIOS = {
    "join": Scenario(3000, 1, "3,000 phones come in, 50 at a time (page, seat, socket, snapshot)."),
    "push": Scenario(
        1000,
        90,
        "Ninety questions opened before 1,000 phones, a second apart:"
        " only the request that opens them, its broadcast included.",
        "open_round (",
    ),
    "burst": Scenario(
        1000,
        30,
        "Thirty bursts of 1,000 answers, from the second on each changing the one before.",
    ),
    "paced": Scenario(
        1000,
        30,
        "Thirty times 1,000 answers spread over one second,"
        " from the second on each changing the one before.",
    ),
}


def main() -> None:
    """Profile what is asked for, one after the other, and keep what was seen."""
    parser = argparse.ArgumentParser(prog="python -m bench.profiling", description=__doc__)
    parser.add_argument("scenarios", nargs="+", choices=SCENARIOS)
    parser.add_argument("--py-spy", default="py-spy", help="dónde está (py-spy)")
    options = parser.parse_args()
    raise_file_limit()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # and stop what was started
    cores, theirs = accounting.split_cores()
    os.sched_setaffinity(0, theirs)
    measured = commit()  # now: writing the first profile changes what lies on top of it
    for name in options.scenarios:
        stacks = uvloop.run(profile(name, cores, options.py_spy))
        text = summary(stacks.splitlines(), SCENARIOS[name].within)
        (PROFILES_FOLDER / f"{name}-lean.txt").write_text(
            f"{first_line(name, measured)}\n{text}", "utf-8"
        )


def first_line(name: str, measured: str) -> str:
    """Return a profile's first line: the scenario, the commit and the day."""
    today = datetime.now(UTC).strftime("%-d %B %Y")
    return (
        f"{SCENARIOS[name].says} Without what waits (the hub's poll, threads with nothing to do)."
        f" py-spy at {SAMPLES_PER_S} Hz, commit {measured}, {today}."
    )


async def profile(name: str, cores: set[int], py_spy: str) -> str:
    """Play a scenario under py-spy. Returns what it saw: a stack and how often, line by line."""
    scenario, subject = SCENARIOS[name], Product(cores)
    try:
        await subject.start(scenario.phones)
        await rest(subject)
        if name != "join":
            await join(subject, Figures(), scenario.phones)
            await subject.push(None)
        async with Recording(py_spy, subject) as recording:
            for _ in range(scenario.times):
                await play(name, subject)
        return recording.stacks
    finally:
        subject.stop()


async def play(name: str, subject: Product) -> None:
    """A whole room comes in, is asked something, or answers."""
    if name == "join":
        await join(subject, Figures(), SCENARIOS[name].phones)
    elif name == "push":
        await subject.close_round()
        await asyncio.sleep(BETWEEN_ROUNDS_S)
        await subject.push(None)
    else:
        await subject.answer(PACED_ANSWERS_S if name == "paced" else 0)


class Recording:
    """``async with``: py-spy looks at a program; ``stacks`` afterwards."""

    def __init__(self, py_spy: str, subject: Product):
        self.py_spy = py_spy
        self.subject = subject
        self.stacks = ""

    async def __aenter__(self):
        self._file = self.subject.folder / "stacks.txt"
        command = [self.py_spy, "record", "--pid", self.subject.pid, "--rate", SAMPLES_PER_S]
        command += ["--format", "raw", "--output", self._file, "--duration", 600]
        self._process = subprocess.Popen(
            [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        await asyncio.sleep(ATTACH_S)
        return self

    async def __aexit__(self, *_):
        self._process.send_signal(signal.SIGINT)  # as one who has seen enough
        await asyncio.to_thread(self._process.wait)
        self.stacks = self._file.read_text("utf-8")


def summary(stacks: Iterable[str], within: str = "") -> str:
    """Shares of samples: of every function with what it called, and of every line by itself."""
    total, inclusive, alone = count(stacks, within)
    rows = [f"total {total}", "--- inclusive", *shares(inclusive, total, INCLUSIVE)]
    return "\n".join([*rows, "--- self", *shares(alone, total, SELF)]) + "\n"


def count(stacks: Iterable[str], within: str = "") -> tuple[int, Counter, Counter]:
    """(samples, samples by function, samples by innermost line)."""
    total, inclusive, alone = 0, Counter[str](), Counter[str]()
    for line in stacks:
        stack, _, times = line.rpartition(" ")
        frames = stack.split(";")
        if frames[-1].startswith(IDLE_FRAMES) or within not in stack:
            continue
        total += int(times)
        alone[frames[-1]] += int(times)
        for function in {function_of(frame) for frame in frames}:  # recursion counts once
            inclusive[function] += int(times)
    return total, inclusive, alone


def function_of(frame: str) -> str:
    """``tell (realtime/protocol/emit.py:31)`` without its line."""
    head, colon, _ = frame.rpartition(":")
    return f"{head})" if colon else frame


def shares(counted: Counter, total: int, most: int) -> list[str]:
    """The largest, as percentages; equal ones by name."""
    largest = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:most]
    return [f"{times / total:6.1%} {name}" for name, times in largest]


if __name__ == "__main__":
    main()
