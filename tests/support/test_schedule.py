"""The order of a test run names files that there are, and hands them out longest first."""

from types import SimpleNamespace

import pytest

from tests.support.schedule import (
    BY_TEST,
    LONGEST_FIRST,
    LongestFirst,
    mark_slow,
    rank_of,
    unit_of,
)
from tests.support.server import ROOT


@pytest.mark.parametrize("file", LONGEST_FIRST)
def test_a_file_of_the_order_is_there(file):
    assert (ROOT / file).is_file()


def test_what_is_taken_by_test_is_among_the_longest():
    assert set(BY_TEST) <= set(LONGEST_FIRST)


def test_no_file_is_listed_twice():
    assert len(set(LONGEST_FIRST)) == len(LONGEST_FIRST)


def test_a_long_file_comes_before_all_that_are_not_listed():
    tests = ["tests/web/test_edge.py::test_x", f"{LONGEST_FIRST[1]}::test_y[a]"]
    assert sorted(tests, key=rank_of) == tests[::-1]


def test_a_worker_takes_a_whole_file_or_one_test_of_the_longest():
    assert unit_of("tests/web/test_edge.py::test_x[1::2]") == "tests/web/test_edge.py"
    assert unit_of(f"{BY_TEST[0]}::test_y[a]") == f"{BY_TEST[0]}::test_y[a]"


@pytest.mark.parametrize(
    ("file", "marked"), [(LONGEST_FIRST[0], ["slow"]), ("tests/web/test_edge.py", [])]
)
def test_tests_of_a_file_that_lasts_long_are_marked_slow(file, marked):
    markers = []
    mark_slow(SimpleNamespace(nodeid=f"{file}::test_x", add_marker=markers.append))
    assert [marker.name for marker in markers] == marked


class Worker:
    """A worker of xdist that notes which tests it is sent."""

    def __init__(self, name):
        self.gateway = SimpleNamespace(id=name)
        self.sent = []

    def send_runtest_some(self, indices):
        self.sent += indices

    def shutdown(self):
        self.shutting_down = True

    shutting_down = False


def test_every_test_is_sent_once_and_in_the_order_of_the_files(pytestconfig):
    tests = [f"{file}::test_{number}" for file in "abc" for number in range(4)]
    option = SimpleNamespace(loadscopereorder=False, tx=["popen", "popen"], dist="loadfile")
    config = SimpleNamespace(
        option=option,
        hook=pytestconfig.hook,
        getvalue=lambda name: getattr(option, name),
        getoption=lambda name: getattr(option, name),
    )
    order = LongestFirst(config)
    workers = [Worker("gw0"), Worker("gw1")]
    for worker in workers:
        order.add_node(worker)
        order.add_node_collection(worker, tests)
    order.schedule()
    assert [worker.sent for worker in workers] == [[0, 1, 2, 3], [4, 5, 6, 7]]
    for test in range(4):
        order.mark_test_complete(workers[0], test)
    assert sorted(workers[0].sent + workers[1].sent) == list(range(12))
