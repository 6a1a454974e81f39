"""--fast goes without every test that starts another program, and says so if one is not marked."""

import pytest

from tests.support import fast
from tests.support.server import Server
from tools.postgres import Postgres
from tools.redis import Redis


class Item:
    """A test as pytest collects it."""

    def __init__(self, *markers, fixtures=()):
        self.markers = list(markers)
        self.fixturenames = list(fixtures)

    def get_closest_marker(self, name):
        return name if name in self.markers else None

    def add_marker(self, mark):
        self.markers.append(mark.name)


@pytest.mark.parametrize("marker", ["browser", "live", "process"])
def test_who_says_that_it_starts_something_is_left_out(marker):
    assert not fast.is_fast(Item(marker))


@pytest.mark.parametrize("fixture", ["server", "own_server", "postgres", "on_postgres", "people"])
def test_a_fixture_that_starts_something_marks_its_tests(fixture):
    test = Item(fixtures=["tmp_path", fixture])
    fast.mark(test)
    assert not fast.is_fast(test)


def test_all_others_are_run():
    test = Item("faults", fixtures=["room", "app"])
    fast.mark(test)
    assert fast.is_fast(test)


@pytest.mark.parametrize("program", [Server, Postgres, Redis])
def test_a_test_that_starts_something_unmarked_is_told_so(program, monkeypatch):
    for each in fast.PROGRAMS:
        monkeypatch.setattr(each, "start", each.start)
    fast.forbid_other_programs()
    with pytest.raises(AssertionError, match=f"starts no {program.__name__}"):
        program.__new__(program).start()
