"""Points: all of them shared out, or nothing is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.activities import GivenAnswer, InvalidAnswer, InvalidContent
from workshop.activities.kinds.points import Points
from workshop.statistics.concentration import effective_number

LEVERS = ["Experiencia", "Servicio", "Solución", "Seguimiento"]
OPTIONS = [{"id": key, "text": text} for key, text in zip("abcd", LEVERS, strict=True)]


def points(**changes):
    content = {"ref": "a15", "title": "T", "prompt": "¿?", "options": OPTIONS}
    return Points.from_content(content | changes)


def refusal(raw, activity=None):
    with pytest.raises(InvalidAnswer) as refused:
        (activity or points()).parse(raw)
    return refused.value.code, refused.value.detail


def test_f_000_10_four_levers_share_a_hundred_points():
    activity = points()
    assert activity.parse([40, 30, 20, 10]) == [40, 30, 20, 10]
    assert refusal([40, 30, 20, 9]) == ("points_unbalanced", {"total": 100})
    tally = activity.tally(
        [GivenAnswer([40, 30, 20, 10]), GivenAnswer([60, 40, 0, 0]), GivenAnswer([20, 20, 40, 20])]
    )
    assert tally["n"] == 3
    assert tally["sums"] == {"a": 120, "b": 90, "c": 60, "d": 30}
    assert tally["medians"] == {"a": 40, "b": 30, "c": 20, "d": 10}
    assert tally["zeros"] == {"a": 0, "b": 0, "c": 1, "d": 1}
    assert tally["effective"] == pytest.approx(3.33, abs=0.005)
    first = activity.rows(tally)[2]
    assert (first.label, first.count, first.percent) == ("Solución", 2, 20)
    assert first.note == "promedio 20; mediana 20; 33\u202f% da 0"


@pytest.mark.parametrize(
    "raw", [[25, 25, 25, 24], [25, 25, 25, 26], [-10, 50, 30, 30], [10**90, 0, 0, 0], [0, 0, 0, 0]]
)
def test_w18_only_exactly_a_hundred(raw):
    assert refusal(raw) == ("points_unbalanced", {"total": 100})


@pytest.mark.parametrize(
    "raw",
    [[100], [25] * 5, [25.0, 25, 25, 25], ["25", 25, 25, 25], [True, 49, 25, 25], {"a": 100}, None],
)
def test_anything_else_is_malformed(raw):
    assert refusal(raw)[0] == "answer_malformed"


def test_s_17():
    assert effective_number([40, 30, 20, 10]) == pytest.approx(3.33, abs=0.005)
    assert effective_number([5, 5, 5]) == pytest.approx(3)
    assert effective_number([0, 0]) is None
    with pytest.raises(ValueError, match="negative"):
        effective_number([1, -1])


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any))
def test_the_effective_number_lies_between_one_and_all(amounts):
    assert 1 - 1e-9 <= effective_number(amounts) <= len(amounts) + 1e-9


def test_own_points_in_words():
    assert points().say([50, 0, 50, 0]) == "Experiencia 50 · Solución 50"


@pytest.mark.parametrize(
    "changes", [{"options": OPTIONS[:1]}, {"step": 30}, {"total": 5}, {"options": OPTIONS * 2}]
)
def test_bad_text_is_refused(changes):
    with pytest.raises(InvalidContent):
        points(**changes)
