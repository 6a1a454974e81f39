"""A page that is refused quickly, or is empty, or is slow only at first, is not a fast page."""

import pytest

from bench.archive import GOAL_MS, Answer, Page, faults, table

HOME = Page("home", "/inicio", least_kb=15)
FAST = Answer(first=40, last=50, kb=30, status=200)


def three(first=FAST, second=FAST, third=FAST):
    """What came of three requests."""
    return [first, second, third]


def test_a_whole_page_that_comes_soon_is_right():
    assert not faults(HOME, three())


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_fast_refusal_misses_the_goal(status):
    refused = Answer(first=2, last=2, kb=30, status=status)
    assert faults(HOME, three(third=refused)) == [f"status {status}"]


def test_a_page_with_too_little_in_it_misses_the_goal():
    empty = Answer(first=2, last=2, kb=3, status=200)
    assert faults(HOME, three(second=empty)) == ["only 3 KB"]


def test_a_slow_first_request_is_not_hidden_by_two_fast_ones():
    cold = Answer(first=GOAL_MS + 1, last=300, kb=30, status=200)
    assert faults(HOME, three(first=cold)) == ["201 ms to the first byte when cold"]


def test_the_goal_is_about_the_first_request():
    assert not faults(HOME, three(third=Answer(first=GOAL_MS + 1, last=300, kb=30, status=200)))


def test_the_first_and_the_median_stand_side_by_side():
    cold = Answer(first=90, last=95, kb=30, status=200)
    slow = Answer(first=60, last=65, kb=30, status=200)
    assert table({HOME: three(cold, slow)}).splitlines()[2] == "| home | 90 | 60 | 95 | 30 | 200 |"
