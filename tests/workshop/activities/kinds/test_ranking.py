"""Ranking: every option once, and the order of the room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from workshop.activities import GivenAnswer, InvalidAnswer, InvalidContent
from workshop.activities.kinds.ranking import Ranking
from workshop.statistics.ranking import chi2_tail, kendall

OPTIONS = [{"id": key, "text": f"Opción {key}"} for key in "abcd"]


def ranking(options=OPTIONS, **changes):
    content = {"ref": "d9", "title": "T", "prompt": "¿?", "options": options}
    return Ranking.from_content(content | changes)


GV_8 = ["1234", "2134", "1324", "1243", "2134"]  # the rank of a, b, c, d, judge by judge


def orders(ranks=GV_8):
    return [GivenAnswer(sorted("abcd", key=lambda key: each["abcd".index(key)])) for each in ranks]


def test_equal_means_share_their_place():
    tally = ranking().tally([GivenAnswer(order) for order in ("abcd", "bacd")])
    assert tally["order"] == list("abcd")
    assert ranking().places(tally) == (1, 1, 3, 4)


def test_gv_8():
    tally = ranking().tally(orders())
    assert tally["agreement"] == pytest.approx(0.728)
    assert list(tally["borda"].values()) == [13, 11, 5, 1]
    assert tally["order"] == ["a", "b", "c", "d"]
    assert tally["means"]["a"] == 1.4
    found = kendall(list(tally["ranks"].values()))
    assert (found.chi2, found.df) == (pytest.approx(10.92), 3)
    assert found.p == pytest.approx(0.0122, abs=0.00005)
    assert ranking().level(tally) == 3
    assert ranking().agreement(tally) is None, "a test of fewer than ten says nothing"
    assert ranking().agreement(ranking().tally(orders(GV_8 * 2))).w == pytest.approx(0.728)


@given(st.floats(0, 60), st.integers(1, 12))
def test_the_tail_of_chi_square_agrees_with_scipy(value, df):
    assert chi2_tail(value, df) == pytest.approx(chi2.sf(value, df), abs=1e-9)


@pytest.mark.parametrize(
    "raw", [["a", "b", "c"], ["a", "a", "b", "c"], list("abcde"), list("abcz"), [], ["a"] * 90_000]
)
def test_w19_missing_repeated_or_extra_items(raw):
    with pytest.raises(InvalidAnswer) as refused:
        ranking().parse(raw)
    assert refused.value.code == "ranking_incomplete"


@pytest.mark.parametrize("raw", ["abcd", [1, 2, 3, 4], [["a"], "b", "c", "d"], {"a": 1}, None])
def test_anything_else_is_malformed(raw):
    with pytest.raises(InvalidAnswer) as refused:
        ranking().parse(raw)
    assert refused.value.code == "answer_malformed"


@given(st.lists(st.permutations("abcd"), max_size=20))
def test_places_and_points_always_add_up(given_orders):
    tally = ranking().tally([GivenAnswer(order) for order in given_orders])
    n = len(given_orders)
    assert all(sum(ranks) == n for ranks in tally["ranks"].values())
    assert sum(tally["borda"].values()) == 6 * n
    assert tally["agreement"] is None or -1e-9 <= tally["agreement"] <= 1 + 1e-9


def test_an_order_in_words():
    assert ranking().say(["b", "a", "d", "c"]).startswith("1. Opción b · 2. Opción a")


@pytest.mark.parametrize("count", [1, 8])
def test_two_to_seven_options(count):
    with pytest.raises(InvalidContent):
        ranking([{"id": key, "text": key} for key in "abcdefgh"[:count]])
