"""Where the course tells results by area or role, it asks people first, and never of few."""

from tests.support.server import ROOT
from workshop.activities.parts.repeat import steps_of
from workshop.course.library import read_library

COURSE = {module.code: module for module in read_library(ROOT / "content").values()}


def by(code):
    """What a module tells by segment: the segment's name by the activity's ref."""
    module = COURSE[code]
    told = {activity.ref: activity.split_by for activity in module.activities if activity.split_by}
    return {ref: module.activity(segment).segment for ref, segment in told.items()}


def again(code, ref):
    """The activity that a second round asks."""
    earlier = {activity.ref: activity for activity in COURSE[code].activities}
    return steps_of(earlier[ref], earlier)[0]


def test_the_hundred_points_are_told_by_area():
    assert by("M2") == {"b2": "Área"}
    assert again("M2", "b3").split_by == "b1"


def test_an_area_is_the_same_letter_where_people_are_and_where_points_go():
    module = COURSE["M2"]
    areas = {option.id: option.text for option in module.activity("b1").options}
    for asked in (module.activity("b2"), again("M2", "b3")):
        for option in asked.options:
            assert areas.get(option.id, option.text) == option.text


def test_the_mirror_compares_management_and_team():
    assert by("M3") == {"d12": "En la dirección"}


def test_the_listening_habits_are_told_by_role():
    assert by("M4") == {"e2": "Papel", "e4": "Papel", "e7": "Papel", "e8": "Papel"}
    assert COURSE["M4"].activity("e7").index == "Índice de autonomía"
    levels = [option.level for option in COURSE["M4"].activity("e1").options]
    assert levels == ["lead", "", "front", ""]


def test_what_each_area_lacks_is_told_by_area():
    assert by("M5") == {"g13": "Área"}
    module = COURSE["M5"]
    areas = {option.id: option.text for option in module.activity("g13a").options}
    assert areas == {a.id: a.text for a in module.activity("g4").areas} | {"z": "Otra área"}
