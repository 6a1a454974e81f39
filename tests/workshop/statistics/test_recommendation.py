"""S-05: promoters minus detractors, and its margin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.statistics.recommendation import paired_difference, recommendation

people = st.integers(0, 500)


def test_gv_5():
    found = recommendation(14, 9, 5)
    assert found.n == 28
    assert found.score == pytest.approx(32.1, abs=0.05)
    assert (found.low, found.high) == pytest.approx((2.3, 55.8), abs=0.05)
    assert found.error == pytest.approx(14.33, abs=0.005)


def test_nobody_has_no_score():
    assert recommendation(0, 0, 0) is None
    with pytest.raises(ValueError, match="negative"):
        recommendation(-1, 1, 1)


@given(people, people, people)
def test_a_score_lies_within_its_margin_and_the_scale(promoters, passives, detractors):
    found = recommendation(promoters, passives, detractors)
    if found is None:
        return
    assert -100 <= found.score <= 100
    assert -100 <= found.low <= found.high <= 100
    other = recommendation(detractors, passives, promoters)
    assert other.score == pytest.approx(-found.score)
    assert (other.low, other.high) == pytest.approx((-found.high, -found.low))


def test_the_same_people_twice():
    assert paired_difference([(9, 6)]) is None
    assert paired_difference([(9, 6), (10, 0), (9, 9), (7, 8)])[:2] == (4, 100.0)
    n, mean, half = paired_difference([(8, 8)] * 10)
    assert (n, mean, half) == (10, 0.0, 0.0)
