"""Ports that nobody listens on just now, and that the system gives to nobody who calls out."""

import contextlib
import random
import socket

FIRST, LAST = 20_000, 32_000  # below those of outgoing connections: a restart finds its port free


def free_port() -> int:
    """One of them."""
    return free_ports(1)


def free_ports(count: int) -> int:
    """The first of ``count`` in a row."""
    while True:
        first = random.randrange(FIRST, LAST - count)
        with contextlib.suppress(OSError), contextlib.ExitStack() as held:
            for port in range(first, first + count):
                held.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
