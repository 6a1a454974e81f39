"""A result by segment: which areas of a room are told beside its whole, and which are protected."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workshop.activities import Activity, GivenAnswer, Row
from workshop.activities.parts.choice_of_options import ChoiceOfOptions
from workshop.activities.parts.group_sums import GroupSum
from workshop.activities.parts.segment import Place, Segments, segment_of, segment_rows
from workshop.reports.threshold import Threshold
from workshop.statistics.proportions import percent

ELSEWHERE = ""  # the key of those who did not say where they belong


@dataclass(frozen=True)
class Part:
    """One segment. ``tally`` and ``n`` are None where it is protected: nothing of it leaves."""

    key: str
    label: str
    level: str = ""  # lead | front, where the segment's text says so
    n: int | None = None
    tally: dict[str, Any] | None = None

    @property
    def told(self) -> bool:
        """May it be shown, and is there anybody to show?"""
        return bool(self.n)


@dataclass(frozen=True)
class Cell:
    """Count of one answer in one segment of ``n`` people; None where that is not told.

    ``nearly`` stands for all of them («95 % o más»): nobody's answer follows from where they work.
    """

    count: int | None = None
    percent: int | None = None
    nearly: bool = False


NEARLY = Cell(percent=95, nearly=True)


@dataclass(frozen=True)
class Line:
    """One figure beside the rows: of the room, and of each told segment in their order."""

    of: GroupSum
    room: Cell
    cells: tuple[tuple[GroupSum, Cell], ...]


@dataclass(frozen=True)
class Gap:
    """Widest gap between two levels; ``found`` is None where one of them is protected."""

    found: tuple[str, float, float] | None


@dataclass(frozen=True)
class Breakdown:
    """A round by one segment. Every page, the wall and the exports draw it from here."""

    name: str  # «Área»
    k: int
    parts: tuple[Part, ...]

    @property
    def told(self) -> tuple[Part, ...]:
        """The segments that may be shown, in the segment's own order."""
        return tuple(part for part in self.parts if part.told)

    @property
    def protected(self) -> tuple[Part, ...]:
        """Those that may not: too small, or needed to hide one that is."""
        return tuple(part for part in self.parts if part.tally is None)

    @property
    def tallies(self) -> dict[str, dict[str, Any]]:
        """Tallies of the told segments by key, without those who belong nowhere."""
        return {part.key: part.tally for part in self.told if part.tally and part.key != ELSEWHERE}

    def sums(self, activity: Activity, whole: Mapping[str, Any]) -> tuple[Line, ...]:
        """The figures beside the rows: of the ``whole``, and of each told segment."""
        told = [activity.sums(part.tally) for part in self.told if part.tally]
        return tuple(
            Line(
                each,
                _share(each, whole["n"]),
                tuple(
                    (column[at], sum_cell(activity, part, column[at]))
                    for part, column in zip(self.told, told, strict=True)
                ),
            )
            for at, each in enumerate(activity.sums(whole))
        )

    def gap(self, activity: Activity) -> Gap | None:
        """Widest gap between those who lead and those in front; None where nobody asked for it."""
        if not isinstance(activity, ChoiceOfOptions) or not activity.index:
            return None
        if not any(part.level for part in self.parts):
            return None
        return Gap(activity.widest_gap(self.at("lead"), self.at("front")))

    def rows(self, activity: Activity, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """The answers of the whole room in the order in which segments are told them."""
        return segment_rows(activity, tally)

    def cells(self, activity: Activity, part: Part) -> dict[str, Cell]:
        """One segment's cells by their rows' keys, for a picture that orders them anew."""
        rows = segment_rows(activity, activity.tally(()))
        return {row.key: cell for row, cell in zip(rows, cells_of(activity, part), strict=True)}

    def at(self, level: str) -> list[dict[str, Any]]:
        """The told segments of one level: "lead" or "front"."""
        return [part.tally for part in self.told if part.level == level and part.tally]

    def lines(self, activity: Activity) -> tuple[tuple[Row, tuple[Cell, ...]], ...]:
        """Each answer with its cell in every segment, in the order of ``parts``."""
        columns = [cells_of(activity, part) for part in self.parts]
        rows = segment_rows(activity, activity.tally(()))
        return tuple((row, tuple(column[at] for column in columns)) for at, row in enumerate(rows))


def cells_of(activity: Activity, part: Part) -> tuple[Cell, ...]:
    """One segment's column, from the first answer to the last (§7.6 for what all of them gave)."""
    rows = segment_rows(activity, activity.tally(()) if part.tally is None else part.tally)
    if part.tally is None or not part.n:
        return tuple(Cell() for _ in rows)
    full = [row.count == part.n for row in rows]
    if activity.categories() and any(full):  # one answer each: the others are nobody's
        return tuple(NEARLY if all_of_them else Cell() for all_of_them in full)
    return tuple(
        NEARLY if activity.unanimous_rows and all_of_them else Cell(row.count, row.percent)
        for row, all_of_them in zip(rows, full, strict=True)
    )


def sum_cell(activity: Activity, part: Part, found: GroupSum) -> Cell:
    """Those of one segment whom a sum counts, as one cell; it has no more to say than the rows."""
    if found.people is None or not part.n:
        return Cell()
    if found.people == part.n:
        return NEARLY
    of_one_mind = any(row.count == part.n for row in segment_rows(activity, part.tally or {}))
    return Cell() if of_one_mind else _share(found, part.n)


def _share(found: GroupSum, n: int) -> Cell:
    return Cell() if found.people is None else Cell(found.people, percent(found.people, n))


def break_down(
    activity: Activity,
    segment: Activity,
    placed: Iterable[tuple[str, GivenAnswer]],
    everywhere: Mapping[str, int],
    threshold: Threshold,
) -> Breakdown:
    """``activity``'s answers by ``segment``: ``placed`` says whose is which, by option id.

    ``everywhere`` is how many are in each segment: what is protected in the segment's own result
    stays protected in all that follow, or two pages together would tell what each hides.
    """
    places = list(segment.segment_places) if isinstance(segment, Segments) else []
    heaps: dict[str, list[GivenAnswer]] = {place.key: [] for place in places}
    for key, given in placed:
        heaps.setdefault(key if key in heaps else ELSEWHERE, []).append(given)
    sizes = {key: len(heap) for key, heap in heaps.items()}
    hidden = threshold.withholds(sizes, threshold.withholds(everywhere))
    if ELSEWHERE in heaps:
        places.append(Place(ELSEWHERE, ""))
    return Breakdown(
        segment_of(segment),
        threshold.k,
        tuple(
            Part(place.key, place.label, place.level)
            if place.key in hidden
            else _told(place, activity, heaps[place.key], threshold)
            for place in places
        ),
    )


def _told(
    place: Place, activity: Activity, heap: Collection[GivenAnswer], threshold: Threshold
) -> Part:
    tally = threshold.protect(activity, activity.tally(heap))
    return Part(place.key, place.label, place.level, len(heap), tally)
