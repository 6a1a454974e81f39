"""The parts of a room as those read them who were not there: coarse, and nobody's own answer.

Each part of at least k people gets a column of marks beside the room's exact totals. A mark never
stands for one number of people where that would be one person, or all of them (X10, X11).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from workshop.statistics.suppression import withheld

MIN_CELL_PEOPLE = 2  # in a cell that is told: one alone is somebody
STEP_PERCENT = 5  # where a part has fewer than MIN_EXACT_PEOPLE people
MIN_EXACT_PEOPLE = 20
PEOPLE_BANDS = ((5, 9), (10, 19))  # people in a part; «20 o más» above


@dataclass(frozen=True)
class Mark:
    """Published part of one cell: ``percent``, or ``nearly`` all of it, or ``hardly`` anybody.

    With none of them the cell is not told.
    """

    percent: int | None = None
    nearly: bool = False
    hardly: bool = False


UNTOLD = Mark()
NEARLY = Mark(nearly=True)
HARDLY = Mark(hardly=True)


def marks_of(counts: Sequence[int]) -> tuple[Mark, ...]:
    """The column of one part whose people gave one answer each.

    Nearly all is all or all but one, and says nothing of the other answers.
    """
    n = sum(counts)
    if not n:
        return (UNTOLD,) * len(counts)
    if max(counts) >= n - 1:
        most = counts.index(max(counts))
        return tuple(NEARLY if at == most else UNTOLD for at in range(len(counts)))
    hidden = withheld({str(at): people for at, people in enumerate(counts)}, MIN_CELL_PEOPLE)
    return tuple(
        UNTOLD if str(at) in hidden else Mark(coarse_percent(people, n))
        for at, people in enumerate(counts)
    )


def mark_of_some(people: int, n: int) -> Mark:
    """The cell of an answer that some of a part's ``n`` people gave, among any number of others."""
    if not n:
        return UNTOLD
    nearly, *_ = marks_of([people, n - people])
    if people <= n - people and nearly == UNTOLD:
        return HARDLY
    return nearly


def coarse_percent(people: int, n: int) -> int:
    """Whole per cent of ``n``, half up; in steps of five where there are fewer than twenty."""
    step = STEP_PERCENT if n < MIN_EXACT_PEOPLE else 1
    whole = 100 // step
    return step * ((2 * whole * people + n) // (2 * n))


def band_of_people(n: int, k: int) -> tuple[int, int | None]:
    """The band that ``n`` people, at least ``k``, are in: (5, 9), (10, 19), or (20, None)."""
    for low, high in PEOPLE_BANDS:
        if n <= high:
            return (k if k > low or low == PEOPLE_BANDS[0][0] else low), high
    return max(k, MIN_EXACT_PEOPLE), None


def leaves_doubt(table: Mapping[str, Sequence[int]], rest: Sequence[int]) -> bool:
    """May the columns of all parts in ``table`` be told beside the exact totals of it and ``rest``?

    ``table`` is people by answer for each part that is large enough, ``rest`` those of all others
    together. A cell of one person, the one answer of a part of one mind, and that of the rest,
    must stay in doubt: another room with the same totals has the same marks. All parts or none:
    which one was left out would say what it was left out for.
    """
    whole = [sum(column) for column in zip(rest, *table.values(), strict=True)]
    if max(whole) == sum(whole):  # the room is of one mind, and its total says so
        return True
    columns = list(table.values())
    return not _one_mind(rest, columns) and all(
        _in_doubt(counts, [*columns[:at], *columns[at + 1 :]], rest)
        for at, counts in enumerate(columns)
    )


def _in_doubt(
    counts: Sequence[int], others: Collection[Sequence[int]], pool: Sequence[int]
) -> bool:
    n = sum(counts)
    return all(
        any(_swaps(counts, at, to, others, pool) for to in range(len(counts)) if to != at)
        for at, people in enumerate(counts)
        if people in (1, n)
    )


def _one_mind(pool: Sequence[int], others: Collection[Sequence[int]]) -> bool:
    """Is it certain that all the rest gave one answer? Then each small part of them did."""
    n = sum(pool)
    if not n or max(pool) < n:
        return False
    at = pool.index(n)
    return not any(
        other[to] and _swapped(other, at, to)
        for other in others
        for to in range(len(pool))
        if to != at
    )


def _swaps(
    counts: Sequence[int], at: int, to: int, others: Collection[Sequence[int]], pool: Sequence[int]
) -> bool:
    """Is there another room where one more, or one less, gave ``at`` here instead of ``to``?"""
    for more, less in ((at, to), (to, at)):
        if not counts[less] or _swapped(counts, more, less) is None:
            continue
        if pool[more]:
            return True
        if any(other[more] and _swapped(other, less, more) for other in others):
            return True
    return False


def _swapped(counts: Sequence[int], more: int, less: int) -> list[int] | None:
    """``counts`` with one person moved, if that leaves every mark as it is."""
    changed = list(counts)
    changed[more] += 1
    changed[less] -= 1
    return changed if marks_of(changed) == marks_of(counts) else None
