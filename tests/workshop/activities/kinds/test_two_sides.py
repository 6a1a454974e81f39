"""Predict and two hats: two answers of one person, and the gap between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.activities import GivenAnswer, InvalidAnswer
from workshop.activities.kinds.predict import Predict
from workshop.activities.kinds.two_hats import TwoHats

COMMON = {"ref": "d6", "title": "T", "prompt": "¿?"}
predict = Predict.from_content(COMMON)
hats = TwoHats.from_content(COMMON | {"recommends": True})


def refused(activity, raw):
    with pytest.raises(InvalidAnswer) as error:
        activity.parse(raw)
    return error.value.code


def test_f_002_08_the_real_share_and_the_believed_one():
    values = [["yes", 4]] * 3 + [["yes", 5]] * 4 + [["no", 2]] * 2 + [["no", 4]]
    tally = predict.tally([GivenAnswer(predict.parse(value)) for value in values])
    assert (tally["real"], tally["believed"], tally["gap"]) == (70.0, 40.0, 30.0)
    assert sum(tally["guesses"]) == tally["n"] == 10
    first = predict.rows(tally)[0]
    assert (first.count, first.note) == (7, "la sala creía 40\u202f%; brecha 30 puntos")
    assert predict.say(["no", 3]) == "No · creo que 3 de cada 10"
    assert predict.tally(())["gap"] is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (["yes"], "answer_malformed"),
        (["maybe", 3], "option_unknown"),
        ([True, 3], "answer_malformed"),
        (["yes", "3"], "answer_malformed"),
        (["yes", 11], "number_out_of_range"),
        (["yes", 2.5], "number_out_of_range"),
        ({"own": "yes"}, "answer_malformed"),
    ],
)
def test_a_prediction_is_an_answer_and_a_number(raw, code):
    assert refused(predict, raw) == code


def test_f_004_05_two_scores_and_their_paired_difference():
    buying = [9] * 14 + [8] * 9 + [3] * 5
    working = [7] * 28
    pairs = [GivenAnswer(hats.parse([a, b])) for a, b in zip(buying, working, strict=True)]
    tally = hats.tally(pairs)
    assert hats.scores(tally) == (), "under thirty only people are counted"
    n, points, half = hats.difference(tally)
    assert (n, round(points, 1)) == (28, 32.1)
    assert half > 0
    buy, work = hats.scores(hats.tally(pairs + pairs))
    assert (round(buy.score, 1), work.score) == (32.1, 0.0)
    assert buy.low < buy.score < buy.high
    assert hats.difference(hats.tally(pairs[:9])) is None


def test_the_gap_is_between_the_same_people():
    tally = hats.tally([GivenAnswer([9, 4]), GivenAnswer([6, 6]), GivenAnswer([2, 3])])
    assert tally["higher"] == [1, 1, 1]
    assert tally["gap"] == pytest.approx(4 / 3)
    assert [row.count for row in hats.rows(tally)] == [1, 1, 1]
    assert hats.say([9, 4]) == "Como cliente: 9 · Como quien trabaja aquí: 4"


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=40))
def test_the_gap_is_the_difference_of_the_means(pairs):
    tally = hats.tally([GivenAnswer(list(pair)) for pair in pairs])
    assert tally["gap"] == pytest.approx(tally["means"][0] - tally["means"][1], abs=1e-9)
    assert sum(tally["higher"]) == sum(map(sum, tally["leanings"])) == len(pairs)


@pytest.mark.parametrize("raw", [[9], [9, 4, 1], [9, "4"], [9, None], "94", {"a": 9}, [True, 4]])
def test_w15_two_marks_and_nothing_else(raw):
    assert refused(hats, raw) == "answer_malformed"


@pytest.mark.parametrize("raw", [[9, 11], [-1, 4], [9, 4.5], [9, float("nan")]])
def test_w16_w17_marks_go_from_zero_to_ten(raw):
    assert refused(hats, raw) == "number_out_of_range"
