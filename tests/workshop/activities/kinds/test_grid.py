"""Grid: «No lo sé» is outside the scale, and the radar's rim never moves."""

import pytest

from workshop.activities import GivenAnswer, InvalidAnswer, InvalidContent
from workshop.activities.kinds.grid import Grid
from workshop.statistics.dimensions import dimension_score, interpolated_median

HABITS = ["Salir a escuchar", "Volver con respuestas", "Quitar estorbos"]
TWELVE = [{"text": f"Frase {at}", "dimension": HABITS[at // 4]} for at in range(12)]


def grid(**changes):
    content = {"ref": "e4", "title": "T", "prompt": "¿?", "statements": TWELVE}
    return Grid.from_content(content | changes)


def refused(raw):
    with pytest.raises(InvalidAnswer) as error:
        grid().parse(raw)
    return error.value.code


def test_f_003_01_three_habits_of_four_statements():
    activity = grid()
    assert activity.dimensions == tuple(HABITS)
    assert [len(page) for page in activity.pages] == [4, 4, 4]
    people = [[5] * 4 + [1] * 4 + [3, 3, 0, 3], [3] * 4 + [0, 0, 1, 1] + [5] * 4]
    tally = activity.tally([GivenAnswer(activity.parse(marks)) for marks in people])
    assert tally["means"][:4] == [4.0] * 4
    assert tally["means"][4:8] == [1.0] * 4, "«No lo sé» is in no mean"
    assert tally["unknown"][4:11] == [1, 1, 0, 0, 0, 0, 1]
    found = [(each["mean"], each["people"]) for each in tally["dimensions"]]
    assert found == [(4.0, 2), (1.0, 1), (4.0, 2)], "half unknown: that person has no score there"
    assert "50\u202f% no lo sabe" in activity.rows(tally)[4].note


def test_the_radar_reaches_from_one_to_the_last_point_whatever_the_means():
    activity = grid()
    low = activity.spokes(activity.tally([GivenAnswer([1] * 12)]))
    high = activity.spokes(activity.tally([GivenAnswer([5] * 12)]))
    assert all(spoke.dot == pytest.approx((0, 0)) for spoke in low)
    assert all(spoke.dot == pytest.approx(spoke.end) for spoke in high)
    assert high[0].end == pytest.approx((0, -40))


def test_gv_12():
    assert interpolated_median((1, 2, 5, 9, 3)) == pytest.approx(3.722, abs=0.0005)
    assert interpolated_median((0, 0, 0)) is None


def test_s_14_three_quarters_make_a_score():
    assert dimension_score([4, 5, 3, None]) == 4
    assert dimension_score([4, 5, None, None]) is None
    assert dimension_score([None]) is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ([3] * 11, "answer_malformed"),
        ([3] * 11 + ["3"], "answer_malformed"),
        ([3] * 11 + [None], "answer_malformed"),
        ([3] * 11 + [True], "answer_malformed"),
        ([3] * 11 + [6], "number_out_of_range"),
        ([3] * 11 + [-1], "number_out_of_range"),
        ([3] * 11 + [2.5], "number_out_of_range"),
        ([3] * 11 + [10**90], "number_out_of_range"),
        ({"0": 3}, "answer_malformed"),
    ],
)
def test_w17_a_mark_is_a_point_or_unknown(raw, code):
    assert refused(raw) == code


def test_marks_in_words():
    activity = grid(statements=TWELVE[:2])
    assert activity.say([5, 0]) == "Frase 0: Siempre · Frase 1: No lo sé"


@pytest.mark.parametrize(
    "changes", [{"statements": []}, {"points": ["a", "b"]}, {"statements": TWELVE * 2}]
)
def test_bad_text_is_refused(changes):
    with pytest.raises(InvalidContent):
        grid(**changes)
