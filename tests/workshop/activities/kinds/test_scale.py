"""Scale: a point of it, as an int, and its words."""

import math

import pytest

from workshop.activities import GivenAnswer, InvalidAnswer, InvalidContent
from workshop.activities.kinds.scale import Scale

POINTS = ["Ninguna", "Poca", "Media", "Mucha", "Total"]


def scale(**changes):
    return Scale.from_content(
        {"ref": "a4", "title": "T", "prompt": "¿?", "points": POINTS} | changes
    )


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (0, "number_out_of_range"),
        (6, "number_out_of_range"),
        (10**90, "number_out_of_range"),
        (math.nan, "number_out_of_range"),
        (math.inf, "number_out_of_range"),
        (2.5, "number_out_of_range"),
        (3.0, "answer_malformed"),
        ("3", "answer_malformed"),
        (True, "answer_malformed"),
        (None, "answer_malformed"),
    ],
)
def test_only_whole_points_are_taken(raw, code):
    with pytest.raises(InvalidAnswer) as error:
        scale().parse(raw)
    assert error.value.code == code
    assert code == "answer_malformed" or error.value.detail == {"min": 1, "max": 5}


def test_a_point_has_words():
    assert scale().parse(4) == 4
    assert scale().say(4) == "Mucha"
    assert scale().category_of(4) == "4"


def test_the_tally_knows_mean_and_median():
    tally = scale().tally([GivenAnswer(5), GivenAnswer(2), GivenAnswer(2), GivenAnswer(4)])
    assert tally == {"n": 4, "counts": [0, 2, 0, 1, 1], "mean": 3.25, "median": 3.0}
    assert scale().tally(()) == {"n": 0, "counts": [0] * 5, "mean": None, "median": None}


@pytest.mark.parametrize(
    "points", [["Uno"], [str(at) for at in range(12)], ["A", "A"], [], ["A", 2]]
)
def test_a_scale_has_between_two_and_eleven_points(points):
    with pytest.raises(InvalidContent):
        scale(points=points)
