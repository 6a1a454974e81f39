"""The order in which the workers of a test run take the files: the longest first.

A worker takes a whole file, so that what a file starts (a server, a room full of browsers, a
database) is started once. Files that last long are begun first: else one worker would still be at
one of them when the others have nothing left to do. Of a few, whose tests share nothing, each test
is taken by itself.
"""

import pytest
from xdist.scheduler import LoadFileScheduling

# A file that is not listed lasts less than five seconds.
LONGEST_FIRST = (
    "tests/live/test_workers.py",
    "tests/browser/test_modules.py",
    "tests/browser/test_journey.py",
    "tests/transport/http/test_listener.py",
    "tests/browser/test_contract.py",
    "tests/browser/test_states.py",
    "tests/browser/test_console_states.py",
    "tests/browser/test_update.py",
    "tests/live/test_nginx.py",
    "tests/browser/test_layout.py",
    "tests/live/test_kills.py",
    "tests/browser/test_joining.py",
    "tests/live/test_windows.py",
    "tests/hostile/test_operation.py",
    "tests/browser/test_markup.py",
    "tests/hostile/test_packets.py",
    "tests/browser/test_initial_snapshot.py",
    "tests/live/test_restart.py",
    "tests/browser/test_cloud.py",
    "tests/hostile/test_raw_http.py",
    "tests/browser/test_keyboard.py",
    "tests/live/test_acceptance.py",
    "tests/hostile/test_races.py",
    "tests/browser/test_offline.py",
    "tests/transport/test_lean_transport.py",
    "tests/live/test_three_hundred_phones.py",
    "tests/browser/test_console.py",
    "tests/hostile/test_tabs.py",
    "tests/workshop/course/test_modules_played.py",
    "tests/workshop/activities/test_every_kind.py",
    "tests/realtime/fanout/test_redis_pubsub.py",
    "tests/bench/test_budget.py",
    "tests/cli/test_start.py",
    "tests/cli/test_supervisor.py",
    "tests/workshop/commands/test_recovery.py",
    "tests/workshop/commands/test_recovery_keys.py",
    "tests/workshop/persistence/test_migrations.py",
)
BY_TEST = ("tests/browser/test_modules.py", "tests/workshop/course/test_modules_played.py")


def file_of(test: str) -> str:
    """Return the file of a test's id."""
    return test.split("::", 1)[0]


def unit_of(test: str) -> str:
    """Return the unit that a worker takes ``test`` with: its file, or the test alone."""
    return test if file_of(test) in BY_TEST else file_of(test)


def rank_of(test: str) -> int:
    """Return the place of a test's file in the order; all that are not listed come last."""
    file = file_of(test)
    return LONGEST_FIRST.index(file) if file in LONGEST_FIRST else len(LONGEST_FIRST)


def mark_slow(item: pytest.Item) -> None:
    """Mark a test as ``slow`` whose file is in the order of those that last long."""
    if rank_of(item.nodeid) < len(LONGEST_FIRST):
        item.add_marker(pytest.mark.slow)


class LongestFirst(LoadFileScheduling):
    """xdist's distribution by file, but for files that are taken test by test."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
