"""F-001-03: a touch is normalised, belongs to its nearest zone, and the list is as good."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.activities import Given, InvalidAnswer
from workshop.activities.hotspot import SCENES, Hotspot

ZONES = [{"id": key, "text": f"Zona {key}"} for key in "abcdef"]


def hotspot(zones=3, **changes):
    content = {"ref": "k8", "title": "T", "prompt": "¿?", "zones": ZONES[:zones]}
    return Hotspot.from_content(content | changes)


@pytest.mark.parametrize("scene", SCENES)
@given(zones=st.integers(3, 6), x=st.floats(0, 1), y=st.floats(0, 1))
def test_F_001_03_every_touch_has_a_zone_and_reads_back_the_same(scene, zones, x, y):
    activity = hotspot(zones, scene=scene)
    zone = activity.zone_at(round(x, 3), round(y, 3))
    value = activity.parse({"zone": zone, "x": x, "y": y})
    assert activity.parse(value) == value
    assert all(0 <= at <= 1 for place in activity.places for at in place)


def test_F_001_03_counts_per_zone_are_touches_and_choices_together():
    activity = hotspot()
    x, y = activity.places[1]
    tally = activity.tally(
        [Given(activity.parse({"zone": "b", "x": x, "y": y})), Given({"zone": "b"})]
    )
    assert tally == {"n": 2, "counts": {"a": 0, "b": 2, "c": 0}, "taps": [[x, y]]}
    assert [row.key for row in activity.ranked(tally)][0] == "b"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"zone": "z"}, "option_unknown"),
        ({"zone": "a", "x": 0.5, "y": 0.99}, "answer_malformed"),
        ({"zone": "a", "x": 1.01, "y": 0}, "number_out_of_range"),
        ({"zone": "a", "x": math.nan, "y": 0}, "number_out_of_range"),
        ({"zone": "a", "x": True, "y": 0}, "answer_malformed"),
        ({"zone": "a", "x": "0.5", "y": 0}, "answer_malformed"),
        ({"zone": "a", "x": 0.5}, "answer_malformed"),
        ("a", "answer_malformed"),
    ],
)
def test_what_is_no_place_is_refused(raw, code):
    with pytest.raises(InvalidAnswer) as error:
        hotspot().parse(raw)
    assert error.value.code == code
