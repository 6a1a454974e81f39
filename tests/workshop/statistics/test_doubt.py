"""Transitions beside both rounds' totals: what is told, and that no few people follow from it."""

from collections import defaultdict

import pytest

from workshop.statistics.doubt import moved_at_least, untold_cells


def tables(size, people):
    """Every square table of so many people."""

    def shared(among, left):
        if among == 1:
            yield (left,)
            return
        for first in range(left + 1):
            yield from ((first, *rest) for rest in shared(among - 1, left - first))

    for cells in shared(size * size, people):
        yield tuple(cells[at : at + size] for at in range(0, size * size, size))


def published(table, k):
    """All that is told of one table."""
    hidden = untold_cells(table, k)
    cells = tuple(
        None if (row, column) in hidden else people
        for row, line in enumerate(table)
        for column, people in enumerate(line)
    )
    sums = tuple(map(sum, table)), tuple(map(sum, zip(*table, strict=True)))
    return sums, cells, moved_at_least(table, hidden)


def test_nothing_is_hidden_where_every_way_is_of_many_or_of_nobody():
    assert untold_cells(((8, 0), (5, 6)), 5) == frozenset()
    assert moved_at_least(((8, 0), (5, 6)), ()) == (5, 5)


def test_d4_the_way_of_one_person_hides_all_that_would_tell_of_it():
    table = ((7, 1), (0, 5))
    hidden = untold_cells(table, 5)
    assert hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert moved_at_least(table, hidden) == (1, None)  # as both totals say


def test_of_many_answers_the_large_ways_are_told():
    table = ((12, 1, 2), (2, 11, 1), (0, 3, 9))
    hidden = untold_cells(table, 5)
    assert (0, 1) in hidden
    assert moved_at_least(table, hidden) is None or moved_at_least(table, hidden)[1] is None


@pytest.mark.parametrize(
    ("size", "people", "k"), [(2, 6, 3), (2, 13, 3), (2, 9, 5), (2, 13, 5), (3, 6, 3)]
)
def test_p23_every_small_table(size, people, k):
    """Grouped by what is published, so that knowing the rules tells nothing either."""
    alike = defaultdict(list)
    for table in tables(size, people):
        alike[published(table, k)].append(table)
    for (sums, *_), group in alike.items():
        if people in (*sums[0], *sums[1]):
            continue  # one round alone says what everyone answered
        for table in group:
            for row in range(size):
                for column in range(size):
                    if 0 < table[row][column] < k:
                        assert len({each[row][column] for each in group}) > 1, table
