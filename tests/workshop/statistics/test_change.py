"""S-09 and S-12 against the golden vector GV-1 and against their own definitions."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import SquareTable

from workshop.statistics.change import change_table

GV1 = ((5, 1, 0, 0), (1, 12, 0, 1), (3, 8, 3, 0), (0, 3, 0, 3))


def pairs_of(table, names="abcd"):
    return [
        (names[i], names[j])
        for i, row in enumerate(table)
        for j, n in enumerate(row)
        for _ in range(n)
    ]


def test_golden_vector_1():
    change = change_table(pairs_of(GV1), "abcd", only_before=2, only_after=3)
    assert change.flows == GV1
    assert change.pairs == 40
    assert change.before == (6, 14, 14, 6)
    assert change.after == (9, 24, 3, 4)
    assert change.moved == 17
    assert change.gross == pytest.approx(0.425)
    assert change.net == pytest.approx(0.325)
    assert (change.net_people, change.hidden_people) == (13, 4)
    assert change.hidden == pytest.approx(0.1)
    assert change.changes == (3, 10, -11, -2)
    assert change.balance == pytest.approx((7.5, 25, -27.5, -5))
    assert change.retention[2] == pytest.approx(3 / 14)
    assert change.pair_rate == pytest.approx(40 / 42)
    assert change.convinced() == ("b", pytest.approx(17.5))


def test_margins_are_those_of_statsmodels():
    table = SquareTable(numpy.array(GV1), shift_zeros=False)
    change = change_table(pairs_of(GV1), "abcd")
    before, after = table.marginal_probabilities
    assert [n / change.pairs for n in change.before] == pytest.approx(list(before))
    assert [n / change.pairs for n in change.after] == pytest.approx(list(after))


def test_nobody_twice_is_no_change():
    change = change_table([], "ab", only_before=3)
    assert (change.pairs, change.gross, change.net, change.hidden) == (0, None, None, None)
    assert change.retention == (None, None)
    assert change.pair_rate == 0
    assert change.convinced() == (None, 0.0)
    assert change_table([], ()).pair_rate is None


def test_less_than_five_points_is_a_tie():
    flows = [("x", "a")] * 11 + [("x", "b")] * 10 + [("x", "x")] * 79
    assert change_table(flows, "abx").convinced() == (None, pytest.approx(1.0))


def test_not_knowing_convinces_nobody():
    flows = [("a", "e")] * 5 + [("b", "a")] * 6 + [("b", "e")] * 9
    assert change_table(flows, "abe").convinced(undecided="e")[0] == "a"


def test_a_category_not_offered_is_refused():
    with pytest.raises(ValueError, match="z"):
        change_table([("a", "z")], "ab")


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), min_size=1))
def test_gross_is_net_plus_hidden(pairs):
    change = change_table(pairs, "abcd")
    assert change.pairs == len(pairs)
    assert change.moved == sum(before != after for before, after in pairs)
    assert 0 <= change.net_people <= change.moved
    assert change.hidden_people == change.moved - change.net_people
    assert sum(change.changes) == 0
    assert sum(map(abs, change.changes)) % 2 == 0
    assert sum(change.balance) == pytest.approx(0)
    assert all(share is None or 0 <= share <= 1 for share in change.retention)
    assert change_table(reversed(pairs), "abcd") == change
