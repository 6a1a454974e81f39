"""Workshops without end: does memory stay where it was?

Each has as many rounds as a long one has; then everyone goes, and comes into the next.
"""

import asyncio
import time

from bench import accounting
from bench.product import Product
from bench.scenarios import AT_ONCE, Figures, join

ROUNDS = 30  # in one run
PAUSE = 0.5  # seconds between two rounds, when memory may be tidied
WARM_UP = 0.2  # share of the time after which memory must have settled
GROWTH = 1.05  # times the memory after warming up that is still called flat
REPORT = 30.0  # seconds between two lines


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
        if played % ROUNDS:
            for phone in gone:
                phone.hang_up()
        else:
            gone = subject.crowd.phones
            await subject.end_run()
            await subject.begin_run()
        await asyncio.sleep(PAUSE)
        subject.crowd.lost += await subject.join(gone, AT_ONCE)
        memory.append((now - began, accounting.rss_kb(subject.pid) / 1024))
        if now - said > REPORT:
            said = now
            lost = subject.crowd.lost + subject.crowd.refused + subject.unstored
            print(
                f"| {(now - began) / 60:.1f} | {played} | {memory[-1][1]:.1f} | {lost} |",
                flush=True,
            )
    settled = [mb for at, mb in memory if at > seconds * WARM_UP]
    third = max(1, len(settled) // 3)
    first, last = sum(settled[:third]) / third, sum(settled[-third:]) / third
    flat = last <= first * GROWTH
    verdict = "flat" if flat else "GROWING"
    print(f"{verdict}: {first:.1f} MB after warming up, {last:.1f} MB at the end")
    return 0 if flat else 1
