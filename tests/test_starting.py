"""Before anything serves."""

import resource

import pytest

from starting import raise_file_limit


@pytest.fixture
def limits():
    """The limits of open files, put back afterwards."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield before
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_terminal_that_allows_a_thousand_files_does_not_limit_the_room(limits):
    soft, hard = limits
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(1_024, soft), hard))
    raise_file_limit()
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)
