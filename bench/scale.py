"""What ten thousand phones and more would need: arithmetic on measured figures, and one queue.

``python -m bench.scale`` prints the tables of docs/scale.md. What is measured and what is assumed
stand apart below; replace them with your own machine's.
"""

import heapq
import random
from dataclasses import dataclass
from math import ceil
from statistics import quantiles


@dataclass(frozen=True)
class Core:
    """One process on one core, as ./run bench measured it (bench/README.md)."""

    answer_us: float = 340.0  # CPU of a durable answer in a paced crowd, everything included
    burst_us: float = 100.0  # … where everyone answers at once
    join_ms: float = 1.1  # CPU of page, seat, socket and first snapshot
    push_fixed_ms: float = 30.0  # a verb, its commit, and rendering for the three audiences
    push_us: float = 12.0  # CPU to tell one phone
    ping_us: float = 40.0  # CPU of asking one phone whether it is there, and hearing it
    phone_kb: float = 3.0  # memory of a connected phone
    base_mb: float = 130.0  # memory of a process
    most: int = 5_000  # phones in one process (CAPACITY_PROCESS)


@dataclass(frozen=True)
class Database:
    """One PostgreSQL primary. ASSUMED, not measured here: put in what your own machine does."""

    commits: float = 4_000.0  # a second, on a disk that keeps its promises
    rows: float = 60_000.0  # upserts a second, in groups
    connections: int = 400  # that are useful at once


@dataclass(frozen=True)
class Evening:
    """What rooms do."""

    room: int = 1_000  # phones in one run, at most
    answer_within: float = 10.0  # seconds in which a room answers
    join_within: float = 120.0  # seconds in which a room comes in
    between_pushes: float = 30.0  # seconds
    ping_every: float = 10.0  # seconds
    page_kb: float = 4.0  # a snapshot for phones on the wire
    at_once: float = 0.3  # share of rooms that answer in the same ten seconds
    use: float = 0.6  # of a core, so that a burst finds room


CORE, DATABASE, EVENING = Core(), Database(), Evening()
SIZES = (1_000, 5_000, 10_000, 100_000, 1_000_000)
GATHER = 0.010  # seconds, as realtime/writer.py


@dataclass(frozen=True)
class Need:
    """What a number of phones asks for."""

    phones: int
    processes: int
    memory_gb: float
    cores_busy: float
    commits: float  # a second at the database
    rows: float  # a second
    megabits: float  # a second while rooms are told something
    primaries: int
    wall: str


def need(phones: int) -> Need:
    """Processes, memory, and what reaches the database, if rooms behave as ``EVENING`` says."""
    answers = phones * EVENING.at_once / EVENING.answer_within
    rooms = ceil(phones / EVENING.room)
    pushes = rooms / EVENING.between_pushes
    cpu = answers * CORE.answer_us * 1e-6
    cpu += phones / EVENING.ping_every * CORE.ping_us * 1e-6
    cpu += pushes * (CORE.push_fixed_ms * 1e-3 + EVENING.room * CORE.push_us * 1e-6)
    joining = phones * EVENING.at_once / EVENING.join_within * CORE.join_ms * 1e-3
    cpu = max(cpu, joining)  # rooms that come in do not answer yet
    processes = max(ceil(phones / CORE.most), ceil(cpu / EVENING.use))
    # A process commits what it gathered, at most once per group; a quiet one for each answer.
    groups = min(answers, processes / (GATHER + 0.005))
    primaries = max(1, ceil(groups / DATABASE.commits), ceil(answers / DATABASE.rows))
    primaries = max(primaries, ceil(processes * 4 / DATABASE.connections))
    return Need(
        phones,
        processes,
        (processes * CORE.base_mb * 1024 + phones * CORE.phone_kb) / 1024**2,
        cpu,
        groups,
        answers,
        pushes * EVENING.room * EVENING.page_kb * 8 / 1024,
        primaries,
        first_wall(processes, groups, primaries),
    )


def first_wall(processes: int, groups: float, primaries: int) -> str:
    """What gives way first beyond this size."""
    if processes == 1:
        return "the core"
    if primaries > 1:
        return "one database for all rooms"
    if groups > DATABASE.commits / 2:
        return "the database's commits"
    return "cores of one host"


def acknowledgements(phones: int, processes: int, commit: float, seed: int = 1) -> tuple:
    """Simulate one wave of answers. Returns (median, 99th percentile, groups), in ms.

    Each process gathers, then its group waits for one of the database's ``commit``-second slots;
    the database writes 16 groups at a time (assumed).
    """
    luck = random.Random(seed)  # noqa: S311 - a simulation
    arrivals: list[list[float]] = [[] for _ in range(processes)]
    for _ in range(phones):
        arrivals[luck.randrange(processes)].append(luck.uniform(0, EVENING.answer_within))
    slots = [0.0] * 16
    heapq.heapify(slots)
    turns = [(min(each), number) for number, each in enumerate(arrivals) if each]
    for each in arrivals:
        each.sort(reverse=True)
    heapq.heapify(turns)
    waits: list[float] = []
    groups = 0
    while turns:
        start, number = heapq.heappop(turns)
        queue, ready, group = arrivals[number], start + GATHER, []
        while queue and queue[-1] <= ready:
            group.append(queue.pop())
        ready += len(group) * CORE.answer_us * 1e-6
        done = max(ready, heapq.heappop(slots)) + commit
        heapq.heappush(slots, done)
        waits += [done - at for at in group]
        groups += 1
        if queue:
            heapq.heappush(turns, (max(done, queue[-1]), number))
    parts = quantiles(waits, n=100)
    return parts[49] * 1e3, parts[98] * 1e3, groups


def main() -> None:
    """Print both tables."""
    print(
        "| phones | processes | memory, GB | cores busy | commits/s | answers/s | Mbit/s |", end=""
    )
    print(" primaries | next wall |\n" + "|---" * 9 + "|")
    for phones in SIZES:
        it = need(phones)
        print(
            f"| {phones:,} | {it.processes} | {it.memory_gb:.1f} | {it.cores_busy:.1f} |"
            f" {it.commits:,.0f} | {it.rows:,.0f} | {it.megabits:,.0f} | {it.primaries} |"
            f" {it.wall} |"
        )
    print("\n| answering in 10 s | processes | commit, ms | ack p50, ms | p99, ms | groups/s |")
    print("|---" * 6 + "|")
    for phones, processes, commit in (
        (5_000, 1, 0.005),
        (5_000, 2, 0.005),
        (30_000, 20, 0.002),
        (30_000, 20, 0.010),
        (100_000, 40, 0.002),
        (300_000, 200, 0.002),
        (300_000, 200, 0.005),
    ):
        p50, p99, groups = acknowledgements(phones, processes, commit)
        a_second = groups / EVENING.answer_within
        print(
            f"| {phones:,} | {processes} | {commit * 1e3:.0f} | {p50:.0f} | {p99:.0f} |"
            f" {a_second:,.0f} |"
        )


if __name__ == "__main__":
    main()
