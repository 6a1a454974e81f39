"""Capacity model for ten thousand phones and more: arithmetic on measured figures, one queue.

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

    answer_us: float = 279.0  # CPU of a durable answer in a paced crowd, everything included
    burst_us: float = 84.0  # … where everyone answers at once
    join_ms: float = 0.75  # CPU of page, seat, socket and first snapshot
    push_fixed_ms: float = 30.0  # a verb, its commit, and rendering for the three audiences
    follow_ms: float = 0.0  # rendering for its phones what another process changed
    push_us: float = 12.0  # CPU to tell one phone
    ping_us: float = 40.0  # CPU of asking one phone whether it is there, and hearing it
    phone_kb: float = 3.1  # memory of a connected phone
    base_mb: float = 130.0  # memory of a process
    most: int = 5_000  # phones in one process (CAPACITY_PROCESS)
    pass_ms: float = 0.0  # comparing who is inside, and asking who else has moved
    list_ms: float = 0.0  # … and reading who is inside one other process of 5,000
    pass_interval_s: float = 0.3  # seconds between two such passes, as realtime/fanout/reconcile.py


# «2 × PostgreSQL» of ./run bench --servidor: two processes that share one core, and their database
# beside them; what one does for the other is python -m bench.cluster_presence.
SEVERAL = Core(
    answer_us=719.0,
    burst_us=129.0,
    join_ms=2.65,
    phone_kb=3.3,
    follow_ms=4.5,
    pass_ms=1.4,
    list_ms=2.5,
)


@dataclass(frozen=True)
class Database:
    """One PostgreSQL primary. ASSUMED, not measured here: put in what your own machine does."""

    commits: float = 4_000.0  # a second, on a disk that keeps its promises
    rows: float = 60_000.0  # upserts a second, in groups
    connections: int = 400  # that are useful at once
    list_ms: float = 1.8  # CPU to put together who is inside a process of 5,000; this one measured


@dataclass(frozen=True)
class Evening:
    """Load that rooms make."""

    room: int = 1_000  # phones in one run, at most
    answer_within: float = 10.0  # seconds in which a room answers
    join_within: float = 120.0  # seconds in which a room comes in
    between_pushes: float = 30.0  # seconds
    ping_every: float = 10.0  # seconds
    page_kb: float = 4.0  # a snapshot for phones on the wire
    at_once: float = 0.3  # share of rooms that answer in the same ten seconds
    use: float = 0.6  # of a core, so that a burst finds room


ALONE, DATABASE, EVENING = Core(), Database(), Evening()
CONNECTIONS_PER_PROCESS = 20  # after a burst: POOL_SIZE to the tables, as many to the keys
SIZES = (1_000, 5_000, 10_000, 100_000, 1_000_000)
GATHER_S = 0.010  # as realtime/answers/writer.py; a model of its own needs no app to run


@dataclass(frozen=True)
class Need:
    """Resources that a number of phones needs."""

    phones: int
    processes: int
    memory_gb: float
    cores_busy: float
    commits: float  # a second at the database
    rows: float  # a second
    megabits: float  # a second while rooms are told something
    connections: int
    primaries: int
    wall: str


def core_of(processes: int) -> Core:
    """Return the costs of a process, alone with SQLite or among several with PostgreSQL."""
    return ALONE if processes == 1 else SEVERAL


def need(phones: int) -> Need:
    """Processes, memory, and what reaches the database, if rooms behave as ``EVENING`` says."""
    answers = phones * EVENING.at_once / EVENING.answer_within
    processes = ceil(phones / ALONE.most)
    while processes < (enough := ceil(busy(phones, processes) / EVENING.use)):
        processes = enough
    # A process commits what it gathered, at most once per group; a quiet one for each answer.
    groups = min(answers, processes / (GATHER_S + 0.005))
    primaries = max(1, ceil(groups / DATABASE.commits), ceil(answers / DATABASE.rows))
    core = core_of(processes)
    return Need(
        phones,
        processes,
        (processes * core.base_mb * 1024 + phones * core.phone_kb) / 1024**2,
        busy(phones, processes),
        groups,
        answers,
        pushes(phones) * EVENING.room * EVENING.page_kb * 8 / 1024,
        processes * CONNECTIONS_PER_PROCESS if processes > 1 else 0,
        primaries,
        first_wall(processes, groups, primaries),
    )


def pushes(phones: int) -> float:
    """Return how many broadcasts all rooms together get in a second."""
    return ceil(phones / EVENING.room) / EVENING.between_pushes


def busy(phones: int, processes: int) -> float:
    """Cores that so many processes keep busy, but for who is inside (``presence``)."""
    core = core_of(processes)
    cpu = phones * EVENING.at_once / EVENING.answer_within * core.answer_us * 1e-6
    cpu += phones / EVENING.ping_every * core.ping_us * 1e-6
    # Phones are dealt evenly: each process has some of each room, and renders for them.
    following = min(processes, EVENING.room) - 1
    told = core.push_fixed_ms + following * core.follow_ms + EVENING.room * core.push_us * 1e-3
    cpu += pushes(phones) * told * 1e-3
    joining = phones * EVENING.at_once / EVENING.join_within * core.join_ms * 1e-3
    return max(cpu, joining)  # rooms that come in do not answer yet


def presence(processes: int) -> tuple[float, float, float]:
    """Cost of presence where somebody comes or goes at every full process all the time.

    Returns a reconcile pass's milliseconds, its share of each core, and the database's cores.
    """
    core = core_of(processes)
    each_ms = core.pass_ms + (processes - 1) * core.list_ms
    a_second = 1 / (core.pass_interval_s + each_ms * 1e-3)
    lists = processes * (processes - 1) * a_second
    return each_ms, each_ms * a_second * 1e-3, lists * DATABASE.list_ms * 1e-3


def first_wall(processes: int, groups: float, primaries: int) -> str:
    """Name of the part that gives way first beyond this size."""
    if processes == 1:
        return "the core"
    if primaries > 1:
        return "one database for all rooms"
    if groups > DATABASE.commits / 2:
        return "the database's commits"
    if presence(processes)[2] > 1:
        return "who is inside, read by everyone"
    if processes * CONNECTIONS_PER_PROCESS > DATABASE.connections:
        return "connections"
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
    groups, answer = 0, core_of(processes).answer_us * 1e-6
    while turns:
        start, number = heapq.heappop(turns)
        queue, ready, group = arrivals[number], start + GATHER_S, []
        while queue and queue[-1] <= ready:
            group.append(queue.pop())
        ready += len(group) * answer
        done = max(ready, heapq.heappop(slots)) + commit
        heapq.heappush(slots, done)
        waits += [done - at for at in group]
        groups += 1
        if queue:
            heapq.heappush(turns, (max(done, queue[-1]), number))
    parts = quantiles(waits, n=100)
    return parts[49] * 1e3, parts[98] * 1e3, groups


def main() -> None:
    """Print the tables."""
    print(
        "| phones | processes | memory, GB | cores busy | commits/s | answers/s | Mbit/s |", end=""
    )
    print(" connections | primaries | next wall |\n" + "|---" * 10 + "|")
    for phones in SIZES:
        it = need(phones)
        print(
            f"| {phones:,} | {it.processes} | {it.memory_gb:.1f} | {it.cores_busy:.1f} |"
            f" {it.commits:,.0f} | {it.rows:,.0f} | {it.megabits:,.0f} |"
            f" {it.connections:,} | {it.primaries} | {it.wall} |"
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
    print(
        "\n| processes | a pass, ms | of each core | cores of the database |\n" + "|---" * 4 + "|"
    )
    for processes in (2, 5, 10, 20, 50):
        pass_ms, share, database = presence(processes)
        print(f"| {processes} | {pass_ms:.0f} | {share:.0%} | {database:.1f} |")


if __name__ == "__main__":
    main()
