"""Two ratings: F-001-06 and F-004-06, means on a map whose lines never move (S-25)."""

import math

import pytest

from workshop.activities import GivenAnswer, InvalidAnswer, InvalidContent
from workshop.activities.kinds.quadrant import MAX_DOTS, Quadrant
from workshop.statistics.means import margin

ITEMS = [{"id": key, "text": key.upper()} for key in "abc"]
AXIS = {"text": "¿?", "low": "Poco", "high": "Mucho"}


def quadrant(**changes):
    content = {"ref": "k5", "title": "T", "prompt": "¿?", "items": ITEMS, "x": AXIS, "y": AXIS}
    return Quadrant.from_content(content | {"corners": ["TL", "TR", "BL", "BR"]} | changes)


def test_F_001_06_an_item_stands_at_its_means_and_the_cross_at_five_and_a_half():
    activity = quadrant()
    assert activity.middle == 5.5
    tally = activity.tally(
        [GivenAnswer({"a": [2, 9]}), GivenAnswer({"a": [4, 8]}), GivenAnswer({"b": [9, 1]})]
    )
    point = tally["items"]["a"]
    assert (point["n"], point["x"], point["y"]) == (2, 3.0, 8.5)
    assert point["sd"] == [round(math.sqrt(2), 4), round(math.sqrt(0.5), 4)]
    assert [activity.corner(3, 8.5), activity.corner(9, 1)] == [0, 3]
    assert tally["items"]["c"]["n"] == 0


def test_F_001_06_an_item_with_few_ratings_is_grey_and_in_no_list():
    activity = quadrant()
    given = [GivenAnswer({"a": [2, 9]})] * 5 + [GivenAnswer({"b": [2, 9]})] * 4
    tally = activity.protect(activity.tally(given), 5)
    assert tally["few"] == ["b"]
    assert [item.id for item in activity.items_in(tally, 0)] == ["a"]
    assert [row.note for row in activity.rows(tally)][1] == "pocas respuestas"


def test_F_004_06_one_item_is_a_scatter_with_people_in_each_corner():
    activity = quadrant(items=ITEMS[:1], highest=5)
    given = [GivenAnswer({"a": pair}) for pair in ([1, 5], [1, 5], [5, 5], [3, 3], [1, 1])]
    tally = activity.tally(given)
    assert tally["spots"] == [[1, 1, 1], [1, 5, 2], [3, 3, 1], [5, 5, 1]]
    assert tally["corners"] == [2, 2, 1, 0]
    assert activity.middle == 3
    assert [(row.key, row.label, row.count) for row in activity.rows(tally)] == [
        ("top_left", "TL", 2),
        ("top_right", "TR", 2),
        ("bottom_left", "BL", 1),
        ("bottom_right", "BR", 0),
    ]


def test_F_004_06_nobody_hides_another_and_everybody_stays_by_their_mark():
    activity = quadrant(items=ITEMS[:1], highest=5)
    tally = activity.tally(GivenAnswer({"a": pair}) for pair in [[2, 4]] * 30 + [[5, 1]])
    dots = activity.dots(tally)
    assert len(set(dots)) == 31
    assert all(math.hypot(x - 2, y - 4) < 0.5 for x, y in dots[:30])
    assert dots[30] == (5, 1)
    assert activity.dots(tally) == dots  # drawn again, nobody has moved
    line = activity.dots(activity.tally([GivenAnswer({"a": [3, 3]})] * 9))
    assert min(mark for dot in line for mark in dot) > 3  # drawn in the quadrant where they count
    crowd = activity.tally(GivenAnswer({"a": [2, 4]}) for _ in range(MAX_DOTS + 1))
    assert activity.dots(crowd) == ()  # one disc, as large as they are many


def test_F_004_06_what_is_lacked_most_comes_first():
    activity = quadrant(
        items=ITEMS[:1], highest=5, x=AXIS | {"text": "Oficio"}, y=AXIS | {"text": "Trato"}
    )

    def needs(*pairs):
        tally = activity.tally(GivenAnswer({"a": list(pair)}) for pair in pairs)
        return [(row.label, row.count, row.percent, row.note) for row in activity.needs(tally)]

    assert needs((1, 1), (4, 2), (3, 2), (5, 5)) == [
        ("Trato", 3, 75, "1.ª necesidad"),
        ("Oficio", 1, 25, "2.ª necesidad"),
    ]
    assert {note for *_, note in needs((1, 2), (2, 1))} == {"1.ª necesidad"}  # as many: the same
    assert {note for *_, note in needs((3, 5))} == {""}  # who stands on the line lacks nothing
    assert needs()[0] == ("Oficio", 0, 0, "")


def test_only_where_people_place_themselves_is_it_told_by_segment():
    assert quadrant(items=ITEMS[:1]).splits
    assert not quadrant().splits  # what one area leaves out would tell of a few


def test_S_25_a_quadrant_is_unsure_where_an_interval_crosses_its_line():
    activity = quadrant()
    sure = activity.tally(GivenAnswer({"a": [2, 9]}) for _ in range(6))["items"]["a"]
    unsure = activity.tally(GivenAnswer({"a": [x, 9]}) for x in (4, 5, 6, 5, 7, 4))["items"]["a"]
    assert (sure["sure"], unsure["sure"]) == (True, False)
    assert margin(2.0, 10) == pytest.approx(2.262 * 2 / math.sqrt(10))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"z": [1, 1]}, "option_unknown"),
        ({"a": [0, 1]}, "number_out_of_range"),
        ({"a": [1, 11]}, "number_out_of_range"),
        ({"a": [1]}, "answer_malformed"),
        ({"a": [1.0, 2]}, "answer_malformed"),
        ({"a": [True, 2]}, "answer_malformed"),
        ({}, "answer_malformed"),
        ([[1, 1]], "answer_malformed"),
    ],
)
def test_what_is_no_rating_is_refused(raw, code):
    with pytest.raises(InvalidAnswer) as error:
        quadrant().parse(raw)
    assert error.value.code == code


@pytest.mark.parametrize(
    "changes",
    [
        {"corners": ["a", "b", "c"]},
        {"first": "z"},
        {"x": {"text": "¿?"}},
        {"items": [ITEMS[0]] * 2},
    ],
)
def test_bad_text_is_refused(changes):
    with pytest.raises(InvalidContent):
        quadrant(**changes)
