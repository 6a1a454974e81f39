"""``./run bench``: speed of the product, beside references measured in the same minutes."""

import argparse
import asyncio
import json
import os
import resource
import signal
import sys
import time

import uvloop

from bench import accounting, report, soak
from bench.product import Product, Several
from bench.scenarios import Figures, measure
from bench.subjects import Subject, commit, references
from cli.options import raise_file_limit

SCENARIOS = {"push", "burst", "paced", "storm"}  # joining is where all of them begin
QUICK_TIMEOUT_S = 50.0  # seconds in which all repeats must have ended, so that all ends within 55
OTHER_OPEN_FILES = 500  # open files of ours that are no phones


def main() -> None:
    """Read the options, measure, print."""
    options = read_options()
    raise_file_limit()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # and stop what was started
    ours, theirs = accounting.split_cores()
    os.sched_setaffinity(0, theirs)
    if options.soak:
        sys.exit(uvloop.run(soak.soak(ours, options.soak, options.n or [200])))
    if options.pages:
        from bench.pages import pages  # a browser is needed for nothing else

        sys.exit(asyncio.run(pages(ours)))
    if options.budget:
        from bench.budget import budget  # it loads the whole product

        sys.exit(budget())
    if options.archive:
        from bench.archive import archive  # it loads the whole product

        sys.exit(asyncio.run(archive(ours)))
    sys.exit((several if options.servidor else beside_references)(ours, options))


def beside_references(cores: set[int], options) -> int:
    """One process and the references at each size. Returns 1 if ours lost anything."""
    sizes: report.Sizes = {}
    for n in options.n or ([1000] if options.quick else [500, 1000, 5000]):
        sizes[n] = uvloop.run(one_size(cores, n, options))
        print(report.table(n, sizes[n]), flush=True)
    for line in report.last_lines(sizes, options, commit()):
        print(line)
    return report.exit_code(sizes)


def read_options() -> argparse.Namespace:
    """--quick, --n, --scenarios, --repeats, --only, --json, --soak, --pages, --servidor…"""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="mil teléfonos, menos de 55 s")
    parser.add_argument("--n", type=numbers, help="teléfonos: 500,1000,5000")
    parser.add_argument("--scenarios", type=words, default=SCENARIOS, help="push,burst,paced,storm")
    parser.add_argument("--repeats", type=int, default=3, help="vueltas intercaladas (3)")
    parser.add_argument("--only", type=words, help="product,stock,node,raw")
    parser.add_argument("--json", action="store_true", help="todas las cifras, al final")
    parser.add_argument("--soak", type=float, metavar="MINUTOS", help="rondas sin fin; memoria")
    parser.add_argument("--pages", action="store_true", help="teléfono y pantalla en un Chromium")
    parser.add_argument("--servidor", action="store_true", help="PostgreSQL, 1 y 2 procesos")
    parser.add_argument("--budget", action="store_true", help="mil textos largos en cada actividad")
    parser.add_argument("--archive", action="store_true", help="un millón de respuestas guardadas")
    return parser.parse_args()


def words(text: str) -> set[str]:
    """a,b → {a, b}."""
    return set(text.split(","))


def numbers(text: str) -> list[int]:
    """500,1000 → [500, 1000]."""
    return [int(part) for part in text.split(",")]


async def one_size(cores, n: int, options) -> dict[str, Figures]:
    """Everything at one size, with programs started for it alone."""
    wanted = options.scenarios - ({"storm"} if options.quick else set())
    only = options.only or ({"product", "stock", "node"} if options.quick else None)
    every = [Product(cores), *references(cores)]
    subjects = [subject for subject in every if only is None or subject.name in only]
    drop_subjects_beyond_file_limit(subjects, n)
    try:
        give_up = time.monotonic() + (QUICK_TIMEOUT_S if options.quick else float("inf"))
        return await measure(subjects, n, wanted, options.repeats, give_up)
    finally:
        for subject in subjects:
            subject.stop()


def drop_subjects_beyond_file_limit(subjects: list[Subject], n: int) -> None:
    """Every phone is an open file of ours: where the system gives few, the last ones go."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    while len(subjects) > 1 and len(subjects) * n > files - OTHER_OPEN_FILES:
        left = subjects.pop()
        left.stop()
        print(f"{left.name}: not at {n} phones, the system gives {files} open files")


def several(cores: set[int], options) -> int:
    """One process and two, with PostgreSQL and Redis. Returns 1 if either lost anything.

    On one core two processes cannot do more than one, so what two could do where each has a core
    of its own is read from what an answer costs them: 2 × (one's CPU ÷ two's CPU).
    """
    sizes: report.Sizes = {}
    for n in options.n or [1000]:
        sizes[n] = uvloop.run(one_and_two(cores, n, options))
        print(report.table(n, sizes[n]), flush=True)
    if options.json:
        print(report.everything(sizes, commit()))
    for n, found in sizes.items():
        print(json.dumps(report.by_cpu(n, *found.values())))
    return report.exit_code(sizes, ours=tuple(found))


async def one_and_two(cores: set[int], n: int, options) -> dict[str, Figures]:
    """Both at one size, in the same minutes."""
    subjects = [Several(cores, workers) for workers in (1, 2)]
    try:
        wanted = options.scenarios - {"storm"}
        return await measure(subjects, n, wanted, options.repeats, float("inf"))
    finally:
        for subject in subjects:
            subject.stop()


if __name__ == "__main__":
    main()
