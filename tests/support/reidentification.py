"""Re-identification attack: solve published figures for groups that are too small to show.

The unknowns are whole people: by area and answer in one round, by answer before and after, and
those who voted only once. What is published are equations between them. The attacker also knows
what HR would: how many of each area took part, and how many only once. Every solution is made; what
is the same in all of them is known.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import product

from results.segment_rows import mark_in_words
from workshop.statistics.coarse import marks_of

OPTIONS = ("a", "b", "c")


@dataclass
class Published:
    """The figures of one file, as read from its rows."""

    counts: dict = field(default_factory=lambda: defaultdict(dict))  # step → option → people
    same_people: set = field(default_factory=set)  # steps
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    ways: dict = field(default_factory=dict)  # (from, to) → people, or None
    moved: tuple | None = None
    parts: dict = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))


def read(rows):
    """Read an export's rows: what they say of the vote and its repetition, as ``Published``."""
    found = Published()
    for row in rows:
        step, kind, key = row["activity"], row["row_type"], row["option_key"]
        count = int(row["count"]) if row["count"] else None
        if kind == "recuento" and row["note"] == "quienes respondieron las dos vueltas":
            found.same_people.add(step)
        elif kind == "recuento" and key and count is not None:
            found.counts[step][key] = count
        elif kind == "antes y después":
            found.before[key], found.after[key] = int(row["before"]), int(row["after"])
        elif kind == "transicion":
            found.ways[key, row["to_key"]] = count
        elif kind == "cambiaron":
            found.moved = band_in(row["note"]) if count is None else (count, count)
        elif kind == "segmento" and key:
            found.parts[step][row["to_key"]][key] = (count, row["share"], row["note"])
    return found


def band_in(words):
    """«3 o más» as numbers."""
    return int(words.split()[0]), 10_000


def reidentified(published, people, k):
    """Every group under ``k`` that is known, in words. ``people``: (area, first, second)."""
    return [
        *_only_once(published, people, k),
        *_ways(published, people, k),
        *_areas(published, "V1", [(area, one) for area, one, _ in people if one], people, k),
        *_areas(published, "V2", [(area, two) for area, _, two in people if two], people, k),
    ]


def _only_once(published, people, k):
    """The room's answers minus those of who answered twice."""
    sides = (("V1", published.before, 1), ("V2", published.after, 2))
    for step, both, at in sides:
        other = 3 - at
        alone = sum(bool(person[at]) and not person[other] for person in people)
        whole = published.counts.get(step)
        if both and whole and step not in published.same_people and 0 < alone < k:
            yield f"{step}: {alone} who voted once, {[whole[o] - both[o] for o in OPTIONS]}"


def _ways(published, people, k):
    """Groups of fewer than ``k`` who moved alike, given away by all tables with these sums."""
    pairs = [(one, two) for _, one, two in people if one and two]
    sums = [*published.before.values(), *published.after.values()]
    if not sums or len(pairs) in sums:
        return  # one round alone says what everyone answered
    tables = list(_tables(published))
    true = {way: pairs.count(way) for way in product(OPTIONS, OPTIONS)}
    assert any(all(table[way] == true[way] for way in true) for table in tables)
    groups = {f"{one}→{two}": [(one, two)] for one, two in true}
    groups |= {f"left {one}": [(one, two) for two in OPTIONS if two != one] for one in OPTIONS}
    groups |= {f"came to {one}": [(two, one) for two in OPTIONS if two != one] for one in OPTIONS}
    groups["moved"] = [(one, two) for one, two in true if one != two]
    groups["stayed"] = [(one, one) for one in OPTIONS]
    for name, cells in groups.items():
        size = sum(true[cell] for cell in cells)
        if 0 < size < k and len({sum(table[cell] for cell in cells) for table in tables}) == 1:
            whole = published.before if name.startswith("left") else published.after
            if name[-1] in whole and whole[name[-1]] == size and " " in name:
                continue  # all of those few: a room's total, and nothing of where else they were
            yield f"{name}: {size}"


def _tables(published):
    rows = [published.before[option] for option in OPTIONS]
    columns = [published.after[option] for option in OPTIONS]
    for first in _shares(rows[0], columns):
        left = [column - taken for column, taken in zip(columns, first, strict=True)]
        for second in _shares(rows[1], left):
            third = [column - taken for column, taken in zip(left, second, strict=True)]
            table = {
                (one, two): line[at]
                for one, line in zip(OPTIONS, (first, second, third), strict=True)
                for at, two in enumerate(OPTIONS)
            }
            moved = sum(people for (one, two), people in table.items() if one != two)
            if published.moved and not published.moved[0] <= moved <= published.moved[1]:
                continue
            if all(told is None or table[way] == told for way, told in published.ways.items()):
                yield table


def _shares(total, limits):
    """Every way to share ``total`` among three that take no more than their limit."""
    for one in range(min(total, limits[0]) + 1):
        for two in range(min(total - one, limits[1]) + 1):
            if total - one - two <= limits[2]:
                yield one, two, total - one - two


def _areas(published, step, placed, people, k):
    """Groups of fewer than ``k`` of an area, given away by all columns that fit what is told."""
    parts, whole = published.parts.get(step), published.counts.get(step)
    if not parts or not whole:
        return
    if step in published.same_people:
        at = 1 if step == "V1" else 2
        placed = [(person[0], person[at]) for person in people if person[1] and person[2]]
    total = [whole[option] for option in OPTIONS]
    if max(total) == sum(total):
        return  # the room is of one mind, and its total says so
    heaps = defaultdict(lambda: [0, 0, 0])
    for area, option in placed:
        heaps[area][OPTIONS.index(option)] += 1
    told = {area: list(_columns(parts[area], sum(heaps[area]))) for area in parts}
    solutions = []
    for columns in product(*told.values()):
        pool = [total[at] - sum(column[at] for column in columns) for at in range(3)]
        if min(pool) >= 0:
            solutions.append((dict(zip(told, columns, strict=True)), pool))
    assert any(all(list(s[area]) == heaps[area] for area in told) for s, _ in solutions)
    for area in told:
        n = sum(heaps[area])
        for at, size in enumerate(heaps[area]):
            if (
                size in (1, n)
                and size
                and len({columns[area][at] for columns, _ in solutions}) == 1
            ):
                yield f"{step}: {size} of {n} in {area} said {OPTIONS[at]}"
    small = [area for area in heaps if area not in told and sum(heaps[area]) < k]
    minds = {pool.index(max(pool)) if max(pool) == sum(pool) else None for _, pool in solutions}
    if small and len(minds) == 1 and None not in minds:
        yield f"{step}: all of {small}"


def _columns(told, n):
    for column in _shares(n, (n, n, n)):
        if all(_looks_like(column, at, told[option]) for at, option in enumerate(OPTIONS)):
            yield column


def _looks_like(column, at, told):
    count, share, note = told
    n = sum(column)
    if count is not None:
        return column[at] == count
    if note == "95 % o más":  # as the room is told
        return column[at] >= 0.95 * n
    if not share and not note:
        return True
    mark = marks_of(column)[at]
    if share:
        return mark.percent is not None and mark.percent == round(100 * _number(share))
    return mark_in_words(mark) == note


def _number(text):
    return float(text.replace(",", "."))
