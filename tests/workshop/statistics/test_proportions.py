"""S-02 and S-31 against golden vectors, statsmodels and their own definitions."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from workshop.statistics.proportions import percent, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(3, 28, 0.0371, 0.2720), (24, 40, 0.4460, 0.7365), (0, 12, 0, 0.2425), (12, 12, 0.7575, 1)],
)
def test_golden_vector_4(successes, n, low, high):
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_that_of_statsmodels(case):
    successes, n = case
    assert wilson(successes, n) == pytest.approx(
        proportion_confint(successes, n, method="wilson"), abs=1e-6
    )


def test_wilson_has_no_opinion_on_nothing():
    assert wilson(0, 0) is None
    for case in [(1, 0), (-1, 5), (6, 5)]:
        with pytest.raises(ValueError, match="successes"):
            wilson(*case)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(1, 3, 33), (1, 8, 13), (3, 8, 38), (1, 200, 1), (0, 7, 0), (7, 7, 100), (0, 0, 0)],
)
def test_a_half_goes_up(part, whole, shown):
    assert percent(part, whole) == shown


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_percent_stays_within_half_a_point(case):
    part, whole = case
    assert -0.5 < percent(part, whole) - 100 * part / whole <= 0.5
    assert percent(part, whole) == math.floor(Fraction(100 * part, whole) + Fraction(1, 2))
