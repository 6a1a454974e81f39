"""Coarse marks of a part, and whether they leave doubt beside the room's totals."""

from collections import defaultdict
from itertools import product

import pytest

from workshop.statistics.coarse import (
    HARDLY,
    NEARLY,
    UNTOLD,
    Mark,
    band_of_people,
    leaves_doubt,
    mark_of_some,
    marks_of,
)


@pytest.mark.parametrize("counts", [(7, 0), (6, 1)])
def test_x10_all_and_all_but_one_look_alike(counts):
    assert marks_of(counts) == (NEARLY, UNTOLD)


def test_x10_a_cell_of_one_person_hides_the_next_smallest():
    assert marks_of((1, 5, 6)) == (UNTOLD, UNTOLD, Mark(50))
    assert marks_of((0, 6, 6)) == (Mark(0), Mark(50), Mark(50))  # nobody is hidden


def test_x10_of_several_answers_hardly_anybody_is_a_mark_too():
    assert [mark_of_some(people, 7) for people in (0, 1, 3, 6, 7)] == [
        HARDLY,
        HARDLY,
        Mark(45),
        NEARLY,
        NEARLY,
    ]


@pytest.mark.parametrize(("n", "percent"), [(6, 35), (15, 35), (21, 33)])
def test_x11_a_third_in_steps_of_five_under_twenty(n, percent):
    assert marks_of((n // 3, n - n // 3))[0] == Mark(percent)


@pytest.mark.parametrize(
    ("n", "k", "band"),
    [
        (5, 5, (5, 9)),
        (9, 3, (3, 9)),
        (8, 7, (7, 9)),
        (10, 5, (10, 19)),
        (19, 12, (12, 19)),
        (20, 5, (20, None)),
        (90, 5, (20, None)),
    ],
)
def test_x11_sizes_in_bands(n, k, band):
    assert band_of_people(n, k) == band


def test_one_area_of_one_mind_is_not_found_by_subtracting_the_other():
    assert not leaves_doubt({"v": (12, 0), "a": (4, 5)}, (0, 0))  # 16 − 4 is 12
    assert leaves_doubt({"v": (12, 0), "a": (9, 1)}, (0, 0))
    assert leaves_doubt({"v": (12, 0), "a": (4, 5)}, (5, 2))  # one of these may be of the first
    assert leaves_doubt({"v": (12, 0), "a": (9, 0)}, (0, 0))  # the total says it already


@pytest.mark.parametrize("sizes", [(5, 5), (5, 5, 5), (6, 7), (6, 7, 5)])
def test_p23_every_room_of_two_answers_and_these_areas(sizes):
    """Published, and grouped by what is published: knowing the rules tells nothing either."""
    alike = defaultdict(list)
    for room in product(*([(yes, n - yes) for yes in range(n + 1)] for n in sizes)):
        total = tuple(map(sum, zip(*room, strict=True)))
        if max(total) < sum(total):
            told = leaves_doubt({str(at): part for at, part in enumerate(room)}, (0, 0))
            alike[total, tuple(map(marks_of, room)) if told else None].append(room)
    for rooms in alike.values():
        for room in rooms:
            for at, part in enumerate(room):
                few = {1, sum(part)} & set(part)
                assert not few or len({other[at] for other in rooms}) > 1, room
