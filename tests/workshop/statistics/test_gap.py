"""S-15 against the golden vector GV-13 and against scipy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from workshop.statistics.gap import gap_of

people = st.lists(st.integers(0, 6), min_size=5, max_size=5).filter(any)


def at_points(marks):
    return [marks.count(point) for point in range(1, 6)]


def marks_of(counts):
    return [point for point, n in enumerate(counts, 1) for _ in range(n)]


def test_golden_vector_13():
    found = gap_of(at_points([4, 4, 5, 3, 4, 5]), at_points([2, 3, 3, 2, 4, 1, 3, 2, 3, 2]))
    assert found.delta == pytest.approx(0.85)
    assert found.size == 3
    assert found.difference == pytest.approx(25 / 6 - 2.5)


def test_nobody_stands_anywhere():
    assert gap_of([0] * 5, [1] * 5) is None
    assert gap_of([1] * 5, [0] * 5) is None


@given(people, people)
def test_delta_is_what_scipy_makes_of_u(ones, others):
    a, b = marks_of(ones), marks_of(others)
    u = mannwhitneyu(a, b).statistic
    assert gap_of(ones, others).delta == pytest.approx(2 * u / (len(a) * len(b)) - 1)


@given(people, people)
def test_the_other_way_round_is_the_same_with_the_other_sign(ones, others):
    one, other = gap_of(ones, others), gap_of(others, ones)
    assert one.delta == pytest.approx(-other.delta)
    assert one.difference == pytest.approx(-other.difference)
