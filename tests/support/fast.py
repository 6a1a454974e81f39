"""``./run test --fast``: the tests that start no browser, real server, PostgreSQL or Redis."""

import pytest

from tests.support.server import Server
from tools.postgres import Postgres
from tools.redis import Redis
from tools.server import Server as SimulatedServer

STARTING_FIXTURES = {"server", "own_server", "postgres", "on_postgres", "people", "launch"}
OTHERS = ("browser", "live", "process")  # markers
PROGRAMS = (Server, SimulatedServer, Postgres, Redis)


def mark(item):
    """Mark a test as ``process`` that uses a fixture which starts another program."""
    if STARTING_FIXTURES & set(item.fixturenames):
        item.add_marker(pytest.mark.process)


def is_fast(item):
    """Return whether a test starts no other program, as its markers say."""
    return not any(item.get_closest_marker(name) for name in OTHERS)


def deselect_the_others(config, items):
    """Leave only the fast ones in ``items``, in place."""
    others = [item for item in items if not is_fast(item)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if is_fast(item)]


def forbid_other_programs():
    """Let a test fail that starts one all the same: it lacks the marker ``process``."""
    for program in PROGRAMS:
        program.start = refuse


def refuse(program):
    """Stand in for ``start``."""
    raise AssertionError(f"--fast starts no {type(program).__name__}: mark the test «process»")
