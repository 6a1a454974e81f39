"""Number: finite, within its range, and far ones flagged but kept."""

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.activities import GivenAnswer, InvalidAnswer, InvalidContent
from workshop.activities.kinds.number import Number
from workshop.statistics.quantities import nice_axis, quantile, spread


def number(**changes):
    return Number.from_content(
        {"ref": "e3", "title": "T", "prompt": "¿?", "maximum": 500} | changes
    )


def refused(activity, raw):
    with pytest.raises(InvalidAnswer) as error:
        activity.parse(raw)
    return error.value.code


@pytest.mark.parametrize(
    "raw", [math.nan, math.inf, -math.inf, float("1e999"), 2**53 + 1, 10**90, -1, 501, 2.5]
)
def test_w16_w17_what_is_not_within_the_range_is_refused(raw):
    assert refused(number(), raw) == "number_out_of_range"


@pytest.mark.parametrize("raw", ["3", "3,5", True, None, [], {}, [3], 3.0])
def test_only_json_numbers_are_numbers(raw):
    assert refused(number(), raw) == "answer_malformed"


def test_w16_nothing_odd_is_ever_stored():
    fine = number(decimals=2)
    assert str(fine.parse(-0.0)) == "0"
    assert str(fine.parse(float("1e-400"))) == "0"
    assert fine.parse(12.5) == 12.5
    assert fine.parse(3.0) == 3
    assert refused(fine, 1.005) == "number_out_of_range"


def test_f_003_11_two_costs_with_their_distribution_and_far_ones_kept():
    asks = [{"text": "Confiar", "unit": "€"}, {"text": "Desconfiar", "unit": "€"}]
    costs = number(quantities=asks, maximum=100_000)
    values = [[cost, 100 + cost] for cost in (10, 12, 14, 15, 16, 18, 20, 22, 25)] + [[5000, 110]]
    tally = costs.tally([GivenAnswer(costs.parse(value)) for value in values])
    trusting, distrust = tally["columns"]
    assert trusting["median"] == 17
    assert trusting["far"] == [[5000, 1]]
    assert sum(count for _, count in trusting["values"]) + 1 == tally["n"] == 10
    assert sum(trusting["bins"]) == 9
    assert distrust["far"] == []
    assert costs.say([10, 12.0]) == "Confiar: 10\u00a0€ · Desconfiar: 12\u00a0€"
    rows = costs.rows(tally)
    assert sum(row.count for row in rows if row.label.startswith("Confiar")) == 10
    far = [row.label for row in rows if row.note.startswith("muy lejos")]
    assert far == ["Confiar: 5000\u00a0€"]
    assert rows[0].note.startswith("mediana 17\u00a0€")


def test_where_most_are_equal_nothing_is_far():
    assert spread([5] * 9 + [80]).is_far(80) is False
    assert number().tally([GivenAnswer(7)])["columns"][0]["median"] == 7


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=60))
def test_quartiles_are_those_of_the_standard_library(numbers):
    found = spread(numbers)
    assert [found.q1, found.median, found.q3] == pytest.approx(
        statistics.quantiles(numbers, n=4, method="inclusive")
    )
    assert quantile(sorted(numbers), 0) == min(numbers)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.booleans())
def test_an_axis_holds_its_numbers(low, room, whole):
    axis = nice_axis(low, low + room, whole=whole)
    assert axis[0] <= low + 1e-6
    assert axis[-1] >= low + room - 1e-6
    assert 2 <= len(axis) <= 8
    assert axis == sorted(set(axis))


@pytest.mark.parametrize(
    "changes", [{"minimum": 500}, {"decimals": 3}, {"quantities": [{"text": "x"}] * 4}]
)
def test_bad_text_is_refused(changes):
    with pytest.raises(InvalidContent):
        number(**changes)
