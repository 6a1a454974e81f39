"""Before and after as figures: middles of people, and who went which way."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.statistics.shift import middle_of, of_pairs, of_rooms

marks = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=40)


def test_means_of_the_same_people_and_who_rose():
    found = of_pairs([(20, 40), (30, 30), (40, 50), (10, 0)])
    assert (found.before, found.after) == (25, 30)
    assert (found.up, found.same, found.down) == (2, 1, 1)


def test_a_median_is_not_pulled_by_one_who_writes_a_million():
    assert of_pairs([(5, 6), (6, 7), (1_000_000, 8)], "median").before == 6


def test_nobody_is_no_figure():
    assert of_pairs([]).before is None
    assert not of_rooms([], [3]).both


def test_totals_say_nothing_of_who_moved():
    found = of_rooms([1, 2], [3, 4, 5])
    assert (found.before, found.after, found.n_before, found.n_after) == (1.5, 4, 2, 3)
    assert (found.up, found.same, found.down) == (0, 0, 0)


@given(pairs=marks, seed=st.integers())
def test_the_order_of_people_does_not_matter(pairs, seed):
    shuffled = pairs[:]
    random.Random(seed).shuffle(shuffled)
    for middle in ("mean", "median"):
        assert of_pairs(pairs, middle) == of_pairs(shuffled, middle)
    found = of_pairs(pairs)
    assert found.up + found.same + found.down == len(pairs) == found.n_before


@given(numbers=st.lists(st.floats(-1e6, 1e6), min_size=1))
@pytest.mark.parametrize("middle", ["mean", "median"])
def test_a_middle_lies_within(numbers, middle):
    slack = 1e-6
    assert min(numbers) - slack <= middle_of(numbers, middle) <= max(numbers) + slack
