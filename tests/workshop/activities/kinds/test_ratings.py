"""Recommend and ease: a rung of a ladder, and the people in each of its groups."""

import math

import pytest

from workshop.activities import GivenAnswer, InvalidAnswer
from workshop.activities.kinds.ease import Ease
from workshop.activities.kinds.recommend import Recommend

COMMON = {"ref": "c3", "title": "T", "prompt": "¿?"}
recommend = Recommend.from_content(COMMON)
ease = Ease.from_content(COMMON)


def given(*values):
    return [GivenAnswer(value) for value in values]


@pytest.mark.parametrize(
    "raw", [math.nan, math.inf, -math.inf, 1e308, 1e-323, 11, -1, 2**53 + 1, 10**90, 2.5, -0.5]
)
def test_w16_w17_a_number_outside_the_ladder_is_out_of_range(raw):
    with pytest.raises(InvalidAnswer) as refused:
        recommend.parse(raw)
    assert refused.value.code in ("number_out_of_range", "answer_malformed")
    assert "detail" not in vars(refused.value) or refused.value.detail in (
        {"min": 0, "max": 10},
        {},
    )


@pytest.mark.parametrize("raw", ["3", "9,5", True, None, [], {}, [9], -0.0, 9.0])
def test_what_only_looks_like_a_number_is_refused(raw):
    with pytest.raises(InvalidAnswer) as refused:
        recommend.parse(raw)
    assert refused.value.code == "answer_malformed"


def test_the_ladders_ends():
    assert [recommend.parse(value) for value in (0, 10)] == [0, 10]
    assert [ease.parse(value) for value in (1, 7)] == [1, 7]
    with pytest.raises(InvalidAnswer):
        ease.parse(0)
    assert recommend.say(9) == "9 sobre 10"
    assert (recommend.lowest, ease.highest) == ("Nada probable", "Muy de acuerdo")


def test_under_thirty_answers_the_three_counts_are_told_and_no_number():
    tally = recommend.tally(given(*[10] * 14, *[8] * 9, *[3] * 5))
    assert tally["groups"] == [5, 9, 14]
    assert tally["score"] is None
    assert recommend.margin(tally) is None


def test_from_thirty_answers_on_there_is_a_score_with_a_margin():
    tally = recommend.tally(given(*[9] * 15, *[7] * 9, *[6] * 6))
    assert tally["score"] == pytest.approx(30.0)
    margin = recommend.margin(tally)
    assert margin.low < 30 < margin.high


def test_ease_counts_five_six_and_seven():
    tally = ease.tally(given(1, 4, 5, 6, 7, 7))
    assert tally["groups"] == [1, 1, 4]
    assert tally["mean"] == 5.0
    assert [row.label for row in ease.rows(tally)] == list("1234567")


def test_every_rung_belongs_to_one_group():
    for kind in (Recommend, Ease):
        covered = [n for group in kind.groups for n in range(group.first, group.last + 1)]
        assert covered == list(kind.rungs())
