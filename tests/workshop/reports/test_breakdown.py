"""A result by segment: what is told, what is protected, and that nothing leads back to a few."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.activities import GivenAnswer, InvalidContent, load
from workshop.activities.kinds.points import Points
from workshop.course.module import Module
from workshop.reports.breakdown import break_down
from workshop.reports.threshold import Threshold

AREAS = {"v": "Ventas", "a": "Atención", "l": "Logística", "f": "Finanzas"}
GV11 = "v" * 12 + "a" * 9 + "l" * 6 + "f" * 3
GV7 = {"v": [40, 20, 20, 20], "a": [15, 45, 20, 20], "l": [20, 15, 40, 25], "f": [25, 20, 15, 40]}

COMMON = {"title": "T", "prompt": "¿?"}
OPTIONS = [{"id": key, "text": name} for key, name in AREAS.items()]
SEGMENT = COMMON | {"ref": "s1", "kind": "choice", "segment": "Área", "options": OPTIONS}
VOTE = COMMON | {
    "ref": "s2",
    "kind": "choice",
    "split_by": "s1",
    "options": [{"id": "y", "text": "Sí"}, {"id": "n", "text": "No"}],
}
ALONE = VOTE | {"split_by": ""}


def by_area(areas, values=None, activity=VOTE, everywhere=None, k=5):
    values = values or ["y"] * len(areas)
    placed = [(area, GivenAnswer(value)) for area, value in zip(areas, values, strict=True)]
    everywhere = everywhere or dict.fromkeys(AREAS, 0) | Counter(area for area in areas if area)
    return break_down(load(activity), load(SEGMENT), placed, everywhere, Threshold(k))


def told(breakdown):
    return {part.key: part.n for part in breakdown.told}


def test_X_07_golden_vector_11():
    found = by_area(GV11)
    assert told(found) == {"v": 12, "a": 9}
    assert [part.label for part in found.protected] == ["Logística", "Finanzas"]
    assert all(part.n is None and part.tally is None for part in found.protected)


def test_who_did_not_say_where_they_belong_is_a_group_like_any_other():
    found = by_area(["v"] * 12 + ["a"] * 9 + [""] * 3)
    assert told(found) == {"v": 12}  # or those three were the whole minus the areas
    assert told(by_area(["v"] * 12 + ["a"] * 9 + [""] * 6)) == {"v": 12, "a": 9, "": 6}


def test_an_area_that_is_protected_where_people_said_theirs_stays_so():
    everywhere = {"v": 12, "a": 9, "l": 6, "f": 3}
    assert told(by_area("v" * 12 + "a" * 9 + "l" * 6, everywhere=everywhere)) == {"v": 12}


def test_an_area_where_all_say_the_same_is_told_as_nearly_all():
    found = by_area("v" * 6 + "a" * 6, ["y"] * 6 + ["y"] * 4 + ["n"] * 2)
    lines = found.lines(load(VOTE))
    yes, no = (cells for _, cells in lines)
    assert (yes[0].percent, yes[0].nearly, yes[0].count) == (95, True, None)
    assert (no[0].percent, no[0].count) == (None, None)  # nor by what is left
    assert (yes[1].percent, yes[1].nearly, yes[1].count) == (67, False, 4)


def test_of_a_checklist_only_what_all_marked_is_told_as_nearly_all():
    several = VOTE | {"maximum": 2}
    found = by_area("v" * 5, [["y"]] * 3 + [["n", "y"]] * 2, several)
    yes, no = (cells[0] for _, cells in found.lines(load(several)))
    assert (yes.nearly, no.nearly, no.percent) == (True, False, 40)


def test_F_003_02_what_is_told_together_keeps_the_rule_too():
    recent = load(VOTE | {"together": ["y"], "together_as": "Sí, en total"})
    values = ["y"] * 6 + ["n"] * 6 + ["y", "y", "n", "n", "n"] + ["y", "n"]
    found = by_area("v" * 6 + "a" * 6 + "l" * 5 + "f" * 2, values)
    (together,) = found.sums(recent, recent.tally([GivenAnswer(value) for value in values]))
    assert (together.of.label, together.room.percent) == ("Sí, en total", 47)
    (_, all_yes), (_, all_no) = together.cells  # the other two are protected
    assert (all_yes.percent, all_yes.nearly) == (95, True)
    assert (all_no.percent, all_no.count) == (None, None)  # «0 %» would tell of each of them


def test_F_001_01_golden_vector_7():
    points = Points.from_content(
        COMMON | {"ref": "b2", "kind": "points", "step": 5, "options": OPTIONS}
    )
    tallies = {area: points.tally([GivenAnswer(given)] * 5) for area, given in GV7.items()}
    bias = points.own_bias(tallies)
    assert [round(bias[area], 2) for area in AREAS] == [20.0, 26.67, 21.67, 18.33]
    assert round(sum(bias.values()) / len(bias), 2) == 21.67


def test_F_001_01_a_protected_area_is_in_no_ones_bias():
    points = COMMON | {"ref": "b2", "kind": "points", "split_by": "s1", "options": OPTIONS}
    found = by_area(GV11, [GV7[area] for area in GV11], points)
    assert load(points).own_bias(found.tallies) == {"v": 25.0, "a": 25.0}
    assert load(points).own_bias({"v": found.tallies["v"]}) == {}  # nobody else to compare with


def test_F_003_04_the_index_and_the_widest_gap():
    decides = load(
        COMMON
        | {"ref": "e7", "kind": "choice", "index": "Índice de autonomía", "maximum": 8}
        | {"options": [{"id": key, "text": f"Decisión {key}"} for key in "abcdefgh"]}
    )
    lead = decides.tally([GivenAnswer(list("abcdef")), GivenAnswer(list("abcd"))])
    front = decides.tally([GivenAnswer(["a"]), GivenAnswer(["a", "b"])])
    assert decides.checked(lead) == 62.5  # 10 of 16 marks
    assert decides.checked(front) == 18.75
    assert decides.widest_gap([lead], [front]) == ("Decisión c", 100.0, 0.0)
    assert decides.widest_gap([lead], []) is None
    assert decides.checked(decides.tally(())) is None


def test_F_003_01_what_is_not_known_is_in_no_mean():
    grid = load(
        COMMON | {"ref": "e4", "kind": "grid", "statements": [{"text": "Uno"}, {"text": "Dos"}]}
    )
    tally = grid.tally([GivenAnswer([5, 0]), GivenAnswer([3, 1])])
    assert tally["means"] == [4, 1]
    assert grid.unknown_share(tally) == 25


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from([*AREAS, ""]), st.sampled_from("yn")), max_size=40),
    st.integers(3, 7),
)
def test_X_07_no_figure_that_leaves_is_of_fewer_than_k(people, k):
    """Whatever the room: each part told has k people, and so has all that is not told."""
    if not people:
        return
    areas, values = zip(*people, strict=True)
    found = by_area(areas, list(values), k=k)
    shown = told(found)
    assert all(n >= k for n in shown.values())
    rest = len(people) - sum(shown.values())
    assert not shown or rest == 0 or rest >= k
    for part in found.protected:
        assert (part.n, part.tally) == (None, None)


def module(*activities):
    steps = [{"starts": at, "ends": at + 1} | each for at, each in enumerate(activities, 1)]
    return Module.from_content(
        {
            "slug": "m", "version": "1", "code": "M", "title": "M", "minutes": 30,
            "activities": steps,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("activities", "key", "what"),
    [
        ([SEGMENT | {"mode": "A"}], "activities.0.segment", "anónima"),
        ([SEGMENT | {"maximum": 2}], "activities.0.segment", "varias opciones"),
        ([SEGMENT | {"show": "live"}], "activities.0.show", "grupos pequeños"),
        ([SEGMENT | {"certainty": True}], "activities.0.certainty", "seguridad"),
        ([SEGMENT, VOTE | {"mode": "A"}], "activities.1.split_by", "anónima"),
        ([SEGMENT, VOTE | {"split_by": "s9"}], "activities.1.split_by", "no es un segmento"),
        ([SEGMENT | {"answered_by": "table"}], "activities.0.segment", "una mesa"),
        ([SEGMENT, VOTE | {"answered_by": "table"}], "activities.1.split_by", "una mesa"),
        ([VOTE], "activities.0.split_by", "no es un segmento anterior"),
        (
            [SEGMENT, COMMON | {"ref": "s3", "kind": "text", "split_by": "s1"}],
            "activities.1.split_by",
            "no se puede enseñar por segmento",
        ),
        (
            [SEGMENT | {"show": "never"}, {"ref": "s3", "title": "T", "repeats": ["s1"]}],
            "activities.1.repeats.0",
            "de qué grupo es",
        ),
        (
            [ALONE | {"options": [*OPTIONS, {"id": "x", "text": "X", "level": "lead"}]}],
            "activities.0.options.4.level",
            "solo vale en un segmento",
        ),
        ([ALONE | {"together": ["z"], "together_as": "X"}], "activities.0.together.0", "no vale"),
        ([ALONE | {"together": ["y"]}], "activities.0.together", "van juntas"),
        ([VOTE | {"certainty": True, "maximum": 2}], "activities.0.certainty", "una sola"),
        ([ALONE | {"index": "Índice"}], "activities.0.index", "toda la lista"),
    ],
)  # fmt: skip
def test_a_text_that_would_tell_too_much_is_refused_where_it_says_so(activities, key, what):
    with pytest.raises(InvalidContent) as error:
        module(*activities)
    assert error.value.key == key
    assert what in error.value.problem


def test_a_segment_and_what_is_told_by_it_are_read():
    held = module(SEGMENT, VOTE)
    assert (held.activity("s1").segment, held.activity("s2").split_by) == ("Área", "s1")
    assert held.activity("s1").categories() == ()  # who moved between areas is nobody's matter
