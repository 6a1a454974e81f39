"""Ports that nobody listens on just now, and that the system gives to nobody who calls out."""

import contextlib
import os
import random
import socket

FIRST, LAST = 20_000, 32_000  # below those of outgoing connections: a restart finds its port free
SHARES = 8  # of them, one for each process that tests: nobody takes what another is about to use


def free_port() -> int:
    """One of them."""
    return free_ports(1)


def free_ports(count: int) -> int:
    """The first of ``count`` in a row."""
    share = (LAST - FIRST) // SHARES
    lowest = FIRST + share * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % SHARES)
    while True:
        first = random.randrange(lowest, lowest + share - count)
        with contextlib.suppress(OSError), contextlib.ExitStack() as held:
            for port in range(first, first + count):
                held.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
