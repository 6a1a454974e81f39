"""Report of the figures: a table to read, one line to compare from commit to commit."""

import json
from argparse import Namespace
from statistics import median

from bench.scenarios import Figures

Sizes = dict[int, dict[str, Figures]]  # number of phones → program → its figures

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
COUNTS = ("lost",)  # added up over all rounds, so there is one and nothing to vary


def table(n: int, found: dict[str, Figures]) -> str:
    """``median (least–most)`` of each figure, as a table that README.md can hold."""
    rows = [f"| {n} phones | " + " | ".join(COLUMNS.values()) + " |"]
    rows.append("|---" * (len(COLUMNS) + 1) + "|")
    for name, figures in found.items():
        cells = (cell(figure, figures.samples.get(figure, [])) for figure in COLUMNS)
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def cell(figure: str, samples: list[float]) -> str:
    """18.8 (17.2–40.1); with «×1» where it was measured only once."""
    if not samples:
        return ""
    middle = said(median(samples))
    if figure in COUNTS:
        return middle
    if len(samples) == 1:
        return f"{middle} ×1"
    return f"{middle} ({said(min(samples))}–{said(max(samples))})"


def said(figure: float) -> str:
    """A figure with as many digits as it deserves."""
    return f"{figure:.0f}" if abs(figure) >= 100 or figure == int(figure) else f"{figure:.2f}"


def last_lines(sizes: Sizes, options: Namespace, commit: str) -> list[str]:
    """Return the JSON lines below the tables; with --quick the ratios are always the last."""
    lines = []
    if options.json:
        lines.append(everything(sizes, commit))
    if options.quick:
        lines += [json.dumps(in_one_line(n, found)) for n, found in sizes.items()]
    return lines


def everything(sizes: Sizes, commit: str) -> str:
    """Every figure of every program as JSON: {figure: [median, least, most]}."""
    summaries = {
        n: {name: figures.summary() for name, figures in found.items()}
        for n, found in sizes.items()
    }
    return json.dumps({"commit": commit, "sizes": summaries})


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
    line["lost"] = lost(ours)
    return line


def by_cpu(n: int, one: Figures, two: Figures) -> dict:
    """Return the throughput of two processes with a core each, in times of one process's."""
    costs = one.median("burst_cpu_us"), two.median("burst_cpu_us")
    ratio = round(2 * costs[0] / costs[1], 2) if costs[0] and costs[1] else None
    return {"n": n, "two_to_one_by_cpu": ratio}


def lost(figures: Figures) -> int:
    """Return how many answers and connections were lost in all."""
    return int(figures.median("lost") or 0)


def exit_code(sizes: Sizes, ours: tuple[str, ...] = ("product",)) -> int:
    """1 if the product lost anything. References may: what they are is not ours to mend."""
    found = [figures for size in sizes.values() for name, figures in size.items() if name in ours]
    return int(any(lost(figures) for figures in found))
