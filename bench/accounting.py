"""CPU and memory of a process tree, by the operating system's accounts."""

import contextlib
import os
from pathlib import Path

PROC = Path("/proc")
S_PER_NS = 1e-9


def tree(pid: int) -> list[int]:
    """A process and everything it started."""
    found = [pid]
    for parent in found:
        for children in PROC.glob(f"{parent}/task/*/children"):
            with contextlib.suppress(OSError):
                found += [int(child) for child in children.read_text().split()]
    return found


def cpu_seconds(pid: int) -> float:
    """CPU time used by every thread of the tree so far; exact to the nanosecond, not to a tick."""
    used = 0
    for each in tree(pid):
        for thread in PROC.glob(f"{each}/task/*/schedstat"):
            with contextlib.suppress(OSError):
                used += int(thread.read_text().split()[0])
    return used * S_PER_NS


def rss_kb(pid: int) -> int:
    """Resident memory of the tree."""
    total = 0
    for each in tree(pid):
        with contextlib.suppress(OSError):
            for line in (PROC / str(each) / "status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1])
    return total


def pin(pid: int, cores: set[int]) -> None:
    """Keep a process and all its threads on some cores."""
    for each in tree(pid):
        for thread in PROC.glob(f"{each}/task/*"):
            with contextlib.suppress(OSError):
                os.sched_setaffinity(int(thread.name), cores)


def split_cores() -> tuple[set[int], set[int]]:
    """(for what is measured, for the phones): a core each where there are two."""
    cores = sorted(os.sched_getaffinity(0))
    return ({cores[0]}, set(cores[1:2] or cores))
