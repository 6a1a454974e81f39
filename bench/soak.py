"""Soak test: workshops one after the other, and whether memory stays flat.

Each has as many rounds as a long one has; then everyone goes, and comes into the next.
"""

import asyncio
import time

from bench import accounting
from bench.product import Product
from bench.scenarios import CONCURRENT_JOINS, Figures, join

ROUNDS_PER_RUN = 30  # in one run
SOAK_PAUSE_S = 0.5  # seconds between two rounds, when memory may be tidied
WARM_UP_SHARE = 0.2  # share of the time after which memory must have settled
MAX_MEMORY_RATIO = 1.05  # times the memory after warming up that is still called flat
REPORT_INTERVAL_S = 30.0  # seconds between two lines


async def soak(cores, minutes: float, sizes: list[int]) -> int:
    """Open, answer, close, again and again; phones leave and return. 0 if memory was flat."""
    n = sizes[0]
    subject = Product(cores)
    try:
        await subject.start(n)
        await join(subject, Figures(), n)
        return await rounds(subject, minutes * 60)
    finally:
        subject.stop()


async def rounds(subject: Product, seconds: float) -> int:
    """The rounds themselves, with a line of figures now and then."""
    began = said = time.monotonic()
    played, memory = 0, []
    print("| minute | rounds | RSS, MB | lost |\n|---|---|---|---|", flush=True)
    while (now := time.monotonic()) < began + seconds:
        await subject.push(None)
        await subject.answer(0.5)
        await subject.close_round()
        played += 1
        gone = subject.crowd.phones[played % 10 :: 10]
        if played % ROUNDS_PER_RUN:
            for phone in gone:
                phone.hang_up()
        else:
            gone = subject.crowd.phones
            await subject.end_run()
            await subject.begin_run()
        await asyncio.sleep(SOAK_PAUSE_S)
        subject.crowd.lost += await subject.join(gone, CONCURRENT_JOINS)
        memory.append((now - began, accounting.rss_kb(subject.pid) / 1024))
        if now - said > REPORT_INTERVAL_S:
            said = now
            lost = subject.crowd.lost + subject.crowd.refused + subject.unstored
            print(
                f"| {(now - began) / 60:.1f} | {played} | {memory[-1][1]:.1f} | {lost} |",
                flush=True,
            )
    settled = [mb for at, mb in memory if at > seconds * WARM_UP_SHARE]
    third = max(1, len(settled) // 3)
    first, last = sum(settled[:third]) / third, sum(settled[-third:]) / third
    flat = last <= first * MAX_MEMORY_RATIO
    verdict = "flat" if flat else "GROWING"
    print(f"{verdict}: {first:.1f} MB after warming up, {last:.1f} MB at the end")
    return 0 if flat else 1
