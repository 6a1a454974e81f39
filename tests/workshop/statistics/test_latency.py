"""S-03: median and 90th percentile, as numpy has them."""

import math

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.statistics.latency import latency


def test_nobody_has_no_speed():
    assert latency(()) is None


def test_one_person_is_the_median():
    one = latency([4.0])
    assert one is not None
    assert (one.n, one.median, one.p90) == (1, 4.0, 4.0)


def test_times_are_capped_by_the_time_it_was_open():
    capped = latency([5, 50, 500], longest=60)
    assert capped is not None
    assert capped.median == 50
    assert capped.p90 == pytest.approx(58)


@pytest.mark.parametrize("bad", [-1, math.nan, math.inf])
def test_an_impossible_time_is_refused(bad):
    with pytest.raises(ValueError, match="seconds"):
        latency([1, bad])


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=200))
def test_percentiles_are_those_of_numpy(seconds):
    result = latency(seconds)
    assert result is not None
    assert result.median == pytest.approx(numpy.percentile(seconds, 50))
    assert result.p90 == pytest.approx(numpy.percentile(seconds, 90))
