"""F-001-03 and F-003-03: a touch belongs to its zone, and the list is as good as the picture."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cast import Room
from workshop.activities import GivenAnswer, InvalidAnswer
from workshop.activities.kinds.hotspot import SCENES, Hotspot

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
        [GivenAnswer(activity.parse({"zone": "b", "x": x, "y": y})), GivenAnswer({"zone": "b"})]
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


def channels(**changes):
    return hotspot(6, scene="channels", ask="¿Qué pasa ahí?", **changes)


def test_F_003_03_a_text_with_a_touch_is_allowed_and_never_needed():
    activity = channels()
    assert activity.parse({"zone": "a"}) == {"zone": "a"}
    told = activity.parse({"zone": "a", "x": 0.2, "y": 0.05, "text": " Se corta "})
    assert told == {"zone": "a", "x": 0.2, "y": 0.05, "text": "Se corta"}
    assert (activity.text_of(told), activity.say(told)) == ("Se corta", "Zona a: Se corta")
    assert (activity.moderated, hotspot().moderated) == (True, False)
    for wrong in ("", "x" * 141, 5, None):
        with pytest.raises(InvalidAnswer):
            activity.parse({"zone": "a", "text": wrong})
    with pytest.raises(InvalidAnswer):
        hotspot().parse({"zone": "a", "text": "nobody asked"})


@given(st.lists(st.sampled_from("abcdef")))
def test_F_003_03_the_heat_map_and_the_ranked_list_agree(zones):
    activity = channels()
    tally = activity.tally(GivenAnswer({"zone": zone}) for zone in zones)
    ranked = activity.ranked(tally)
    assert {row.key: row.count for row in ranked} == tally["counts"]
    assert [row.count for row in ranked] == sorted(tally["counts"].values(), reverse=True)


def test_F_003_03_a_room_sees_the_voice_get_lost_in_picture_and_list(site):
    room = Room(site, "cadenas-y-escalones", ["P1", "P2", "P3"], hold_texts=True)
    room.asks("K4")
    assert "data-picture" in room.mateo.latest("snapshot")["html"]
    answers = [
        {"zone": "e", "x": 0.7, "y": 0.68, "text": "Nadie apunta lo que oye"},
        {"zone": "e"},
        {"zone": "b", "x": 0.5, "y": 0.2},
    ]
    for phone, answer in zip(room.phones, answers, strict=True):
        assert phone.answer(answer)["ok"]
    room.does("cerrar", "mostrar")
    page = room.wall.sees("revealed")
    drawn = dict(re.findall(r'data-zone="(\w)".*?fill-opacity="([\d.]+)"', page["html"], re.DOTALL))
    listed = re.findall(r'<li class="bars__row" data-row="(\w)"', page["html"])
    table = re.findall(r'<tr data-row="(\w)"', page["html"])
    assert listed == table == ["e", "b", "a", "c", "d", "f"]
    assert sorted(drawn, key=lambda zone: -float(drawn[zone]))[:2] == listed[:2]
    assert page["html"].count("scene__tap") == len(page["tally"]["taps"]) == 2
    assert "Nadie apunta" not in page["html"]  # it waits for the trainer
    console = room.ines.page(room.run.id)
    assert "Nadie apunta" in console
    card = re.search(r"/textos/([0-9a-f]{16})/mostrar", console)[1]
    assert room.ines.post(f"/sesiones/{room.run.id}/textos/{card}/mostrar").status == 204
    assert "Nadie apunta" in room.wall.latest("snapshot")["html"]
    room.leave()
