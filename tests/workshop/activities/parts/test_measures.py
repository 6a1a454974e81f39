"""Rulers: what lets two rounds of a kind without categories stand side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.small_activities import COMMON, EXAMPLES, SEVERAL
from workshop.activities import KINDS
from workshop.activities.parts.measures import Figure, Measure
from workshop.activities.parts.number_format import MINUS
from workshop.reports.comparison import Line, Measured
from workshop.statistics.shift import of_rooms

ANSWERS = {  # one valid answer to each example
    "points": [40, 60],
    "grid": [0, 3],
    "two_hats": [8, 5],
    "predict": ["yes", 4],
    "number": 12,
    "ranking": ["b", "a", "e"],
    "quadrant": {"a": [3, 9]},
}


def example(kind):
    """A small activity of a kind."""
    return KINDS[kind].from_content(COMMON | EXAMPLES[kind])


@pytest.mark.parametrize("kind", [kind for kind, each in KINDS.items() if each.opinion])
def test_every_opinion_can_stand_beside_its_second_round(kind):
    activity = example(kind)
    assert activity.categories() or activity.measures
    keys = [figure.key for ruler in activity.measures for figure in ruler.figures]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_gives_figures_that_the_rulers_know(kind):
    activity = example(kind)
    known = {figure.key for ruler in activity.measures for figure in ruler.figures}
    found = activity.figures_of(activity.parse(ANSWERS[kind]))
    assert found.keys() <= known
    assert all(isinstance(number, int | float) for number in found.values())


def test_where_several_may_be_picked_the_share_of_people_is_compared():
    several = KINDS["choice"].from_content(COMMON | SEVERAL)
    assert several.categories() == ()
    assert several.figures_of(["a"])["a"] == 100
    assert several.figures_of(["a"])["b"] == 0


def test_no_lo_se_is_no_figure():
    found = example("grid").figures_of([0, 3])
    assert "1" not in found
    assert found["2"] == 3


def test_a_first_place_stands_at_the_far_end():
    ruler = Measure((Figure("a", "Los horarios"),), 1, 5, falls=True)
    line = Line(ruler.figures[0], of_rooms([4], [2]))
    measured = Measured(ruler, (line,), 1, 5)
    assert measured.at(1) == 1
    assert measured.at(5) == 0
    assert measured.risen is line
    assert measured.fallen is None


def test_an_open_end_is_a_round_number_beyond_the_figures():
    assert Measure((), low=0).span([21.7, 42.4]) == (0, 50)
    assert Measure((), low=0).span([]) == (0, 0.02)
    assert Measure((), 1, 5).span([2, 3]) == (1, 5)


@given(before=st.floats(0, 1000), after=st.floats(0, 1000))
def test_a_change_is_the_difference_of_what_is_said(before, after):
    ruler = Measure(())
    said = [float(ruler.say(number).replace(",", ".")) for number in (before, after)]
    change = ruler.say_change(before, after).replace(",", ".").replace(MINUS, "-")
    assert round(said[1] - said[0], 1) == (0 if change == "=" else float(change))
    assert ruler.direction(before, after) == (
        "same" if change == "=" else "up" if said[1] > said[0] else "down"
    )
