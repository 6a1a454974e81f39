"""Scenarios of the benchmark, run on each program in turn so that none has quieter minutes."""

import asyncio
import random
import time
from collections import defaultdict
from itertools import pairwise
from statistics import median

from bench import accounting
from bench.subjects import Subject

WAVES = 4  # in which a crowd comes in: one sample each of what a join and a phone cost
CONCURRENT_JOINS = 50  # phones joining at the same time
CONCURRENT_REJOINS = 250  # phones coming back at the same time
PACED_ANSWERS_S = 1.0  # seconds over which a paced crowd answers
SETTLE_S = 0.3  # seconds in which what follows an answer (tally, roster) is still counted
BETWEEN_ROUNDS_S = 1.0  # from closing a question to opening the next; a trainer says a sentence
IDLE_S = 1.0  # seconds before memory is read for the last time
MAX_IDLE_CPU_SHARE = 0.1  # of a core: a program that does no more than this rests
MAX_START_WORK_S = 10.0  # seconds after a start


class Figures:
    """Every sample of every figure of one subject."""

    def __init__(self):
        self.samples: dict[str, list[float]] = defaultdict(list)

    def note(self, **figures: float) -> None:
        """Add one sample of each."""
        for name, figure in figures.items():
            self.samples[name].append(figure)

    def median(self, name: str) -> float | None:
        """The median of a figure, if it was measured."""
        return median(self.samples[name]) if self.samples.get(name) else None

    def summary(self) -> dict:
        """{figure: [median, least, most]}."""
        return {
            name: [round(figure(values), 3) for figure in (median, min, max)]
            for name, values in self.samples.items()
        }


async def rest(subject: Subject) -> None:
    """Wait until the program is idle after its start, MAX_START_WORK_S at most."""
    for _ in range(round(MAX_START_WORK_S / SETTLE_S)):
        async with costing(subject) as cost:
            await asyncio.sleep(SETTLE_S)
        if cost.cpu < MAX_IDLE_CPU_SHARE * cost.seconds:
            return


async def join(subject: Subject, figures: Figures, n: int) -> None:
    """A wave of so many phones comes in: page, seat, socket, first snapshot."""
    phones = [subject.phone_class(subject.crowd, {}) for _ in range(n)]
    async with costing(subject) as cost:
        failed = await subject.join(phones, CONCURRENT_JOINS)
        await asyncio.sleep(SETTLE_S)
    subject.crowd.phones += [
        phone for phone in phones if phone.ready and not phone.ready.cancelled()
    ]
    subject.crowd.lost += failed
    figures.note(join_cpu_ms=cost.cpu * 1e3 / n, join_per_s=n / (cost.seconds - SETTLE_S))


async def gather(subjects, found: dict[str, Figures], n: int) -> None:
    """All phones come in, in waves, and what each wave takes in memory is noted."""
    waves = [n * (wave + 1) // WAVES - n * wave // WAVES for wave in range(WAVES)]
    waves = [coming for coming in waves if coming]
    memory: dict[Subject, list[int]] = {subject: [] for subject in subjects}
    for coming in waves:
        for subject in subjects:  # memory is read late: it rests while the others' phones come
            memory[subject].append(accounting.rss_kb(subject.pid))
            await join(subject, found[subject.name], coming)
    await asyncio.sleep(IDLE_S)
    for subject in subjects:
        memory[subject].append(accounting.rss_kb(subject.pid))
        for coming, (before, after) in zip(waves, pairwise(memory[subject]), strict=True):
            found[subject.name].note(kb_per_phone=(after - before) / coming)


async def push(subject: Subject, figures: Figures, payload: dict | None) -> None:
    """The trainer opens a question, some time after the last one closed."""
    await subject.close_round()
    await asyncio.sleep(BETWEEN_ROUNDS_S)
    async with costing(subject) as cost:
        took = await subject.push(payload)
        await asyncio.sleep(SETTLE_S)
    figures.note(push_ms=took * 1e3, push_cpu_ms=cost.cpu * 1e3)


async def burst(subject: Subject, figures: Figures) -> None:
    """Have every phone answer at once."""
    n = len(subject.crowd.phones)
    async with costing(subject) as cost:
        took = await subject.answer(0)
        await asyncio.sleep(SETTLE_S)
    figures.note(
        burst_per_s=n / took,
        burst_cpu_us=cost.cpu * 1e6 / n,
        burst_p99_ms=percentile(subject.crowd.latencies, 0.99) * 1e3,
    )


async def paced(subject: Subject, figures: Figures) -> None:
    """Have every phone answer, spread over PACED_ANSWERS_S."""
    random.shuffle(subject.crowd.phones)
    n = len(subject.crowd.phones)
    async with costing(subject) as cost:
        await subject.answer(PACED_ANSWERS_S)
        await asyncio.sleep(SETTLE_S)
    figures.note(
        paced_cpu_us=cost.cpu * 1e6 / n,
        p50_ms=percentile(subject.crowd.latencies, 0.5) * 1e3,
        p99_ms=percentile(subject.crowd.latencies, 0.99) * 1e3,
    )


async def storm(subject: Subject, figures: Figures) -> None:
    """The Wi-Fi goes and comes: everyone is gone at once, and back at once."""
    phones = subject.crowd.phones
    async with costing(subject) as cost:
        for phone in phones:
            phone.hang_up()
        await asyncio.sleep(0)
        subject.crowd.lost += await subject.join(phones, CONCURRENT_REJOINS)
        await asyncio.sleep(SETTLE_S)
    figures.note(storm_s=cost.seconds - SETTLE_S, storm_cpu_ms=cost.cpu * 1e3 / len(phones))


async def measure(
    subjects, n: int, wanted: set[str], repeats: int, give_up: float
) -> dict[str, Figures]:
    """All scenarios of all subjects, interleaved. Returns the figures by subject.

    No repeat begins that would not end before ``give_up`` (monotonic), but there is always one.
    """
    found = {subject.name: Figures() for subject in subjects}
    ours = subjects[0]
    for subject in subjects:
        await subject.start(n)
        await rest(subject)
    await gather(subjects, found, n)
    payload = None
    began = time.monotonic()
    for repeat in range(repeats):
        if repeat and time.monotonic() + (time.monotonic() - began) / repeat > give_up:
            print(f"{repeat} rounds, not {repeats}: there was no time for another")
            break
        for subject in subjects:
            figures = found[subject.name]
            await push(subject, figures, payload)
            payload = ours.payload()
            if not subject.answers:
                continue
            if "burst" in wanted:
                await burst(subject, figures)
            if "paced" in wanted:
                if subject is ours and "burst" in wanted:
                    await push(subject, figures, payload)
                await paced(subject, figures)
    for subject in subjects:
        await subject.close_round()
    for _ in range(repeats if "storm" in wanted else 0):
        for subject in subjects:
            if subject.answers:
                await storm(subject, found[subject.name])
    for subject in subjects:
        crowd = subject.crowd
        found[subject.name].note(lost=crowd.lost + crowd.refused + subject.unstored)
    return found


def percentile(values: list[float], share: float) -> float:
    """A percentile; 0 where there is nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class costing:
    """``async with costing(subject) as cost``: ``cost.cpu`` and ``cost.seconds`` afterwards."""

    def __init__(self, subject: Subject):
        self.pid = subject.pid

    async def __aenter__(self):
        self.cpu = -accounting.cpu_seconds(self.pid)
        self.seconds = -asyncio.get_running_loop().time()
        return self

    async def __aexit__(self, *_):
        self.cpu += accounting.cpu_seconds(self.pid)
        self.seconds += asyncio.get_running_loop().time()
