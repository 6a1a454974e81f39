"""``./run bench``: how fast it is, beside references measured in the same minutes."""

import argparse
import asyncio
import json
import os
import resource
import signal
import sys
import time

import uvloop

from bench import accounting, soak
from bench.product import Product, Several
from bench.scenarios import Figures, measure
from bench.subjects import Subject, commit, references
from starting import raise_file_limit

SCENARIOS = {"push", "burst", "paced", "storm"}  # joining is where all of them begin
QUICK = 50.0  # seconds in which all repeats must have ended, so that all ends within 55
BESIDE = 500  # open files of ours that are no phones
COLUMNS = {  # figure → how the table says it
    "push_ms": "push to last, ms",
    "burst_per_s": "burst, answers/s",
    "burst_cpu_us": "CPU µs per answer, burst",
    "paced_cpu_us": "paced",
    "p50_ms": "ack p50, ms",
    "p99_ms": "p99, ms",
    "kb_per_phone": "KB per phone",
    "join_cpu_ms": "CPU ms per join",
    "storm_s": "all back, s",
    "lost": "lost",
}
RATIOS = {  # name in the last line → (figure, reference)
    "burst_ratio_stock": ("burst_per_s", "stock"),
    "burst_ratio_node": ("burst_per_s", "node"),
    "cpu_ratio_stock": ("burst_cpu_us", "stock"),
    "p99_ratio_stock": ("p99_ms", "stock"),
    "push_ratio_stock": ("push_ms", "stock"),
    "kb_ratio_stock": ("kb_per_phone", "stock"),
}


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
    if options.archive:
        from bench.archive import archive  # it loads the whole product

        sys.exit(asyncio.run(archive(ours)))
    if options.servidor:
        uvloop.run(several(ours, options))
        return
    results = {}
    for n in options.n or ([1000] if options.quick else [500, 1000, 5000]):
        found = uvloop.run(one_size(ours, n, options))
        results[n] = {name: figures.summary() for name, figures in found.items()}
        print(table(n, found), flush=True)
        if options.quick:
            print(json.dumps(in_one_line(n, found)))
    if options.json:
        print(json.dumps({"commit": commit(), "sizes": results}))


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
    leave_out_whom_files_do_not_suffice_for(subjects, n)
    try:
        give_up = time.monotonic() + (QUICK if options.quick else float("inf"))
        return await measure(subjects, n, wanted, options.repeats, give_up)
    finally:
        for subject in subjects:
            subject.stop()


def leave_out_whom_files_do_not_suffice_for(subjects: list[Subject], n: int) -> None:
    """Every phone is an open file of ours: where the system gives few, the last ones go."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    while len(subjects) > 1 and len(subjects) * n > files - BESIDE:
        left = subjects.pop()
        left.stop()
        print(f"{left.name}: not at {n} phones, the system gives {files} open files")


async def several(cores, options) -> None:
    """One process and two, with PostgreSQL and Redis, in the same minutes.

    On one core two processes cannot do more than one, so what two could do where each has a core
    of its own is read from what an answer costs them: 2 × (one's CPU ÷ two's CPU).
    """
    for n in options.n or [1000]:
        subjects = [Several(cores, workers) for workers in (1, 2)]
        try:
            wanted = options.scenarios - {"storm"}
            found = await measure(subjects, n, wanted, options.repeats, float("inf"))
        finally:
            for subject in subjects:
                subject.stop()
        print(table(n, found), flush=True)
        one, two = (figures.median("burst_cpu_us") for figures in found.values())
        print(json.dumps({"n": n, "two_to_one_by_cpu": round(2 * one / two, 2)}))


def table(n: int, found: dict[str, Figures]) -> str:
    """Medians as a table that README.md can hold."""
    rows = [f"| {n} phones | " + " | ".join(COLUMNS.values()) + " |"]
    rows.append("|---" * (len(COLUMNS) + 1) + "|")
    for name, figures in found.items():
        cells = (said(figures.median(figure)) for figure in COLUMNS)
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def said(figure: float | None) -> str:
    """A figure with as many digits as it deserves."""
    if figure is None:
        return ""
    return f"{figure:.0f}" if abs(figure) >= 100 or figure == int(figure) else f"{figure:.2f}"


def in_one_line(n: int, found: dict[str, Figures]) -> dict:
    """Ours ÷ reference: what a machine compares from commit to commit."""
    ours = found["product"]
    line: dict = {"n": n}
    for name, (figure, reference) in RATIOS.items():
        theirs = found[reference].median(figure) if reference in found else None
        mine = ours.median(figure)
        if name == "kb_ratio_stock":
            line["kb_per_phone"] = round(mine or 0, 1)
        line[name] = round(mine / theirs, 3) if mine is not None and theirs else None
    line["lost"] = int(ours.median("lost") or 0)
    return line


if __name__ == "__main__":
    main()
