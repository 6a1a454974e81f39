"""Tables beside their exact margins: which cells stay untold, so that no small one can be found.

A cell is *in doubt* where another table of whole people has the same margins and the same told
cells, and another number there. Such a table is looked for as one rectangle: somebody goes from
one row to another and somebody else comes back, which changes four cells by one and no margin.
Where it is found nobody can know the cell, by whatever method; so no equations are solved here.
"""

from collections.abc import Collection, Sequence

Table = Sequence[Sequence[int]]
At = tuple[int, int]  # row, column


def untold_cells(table: Table, k: int) -> frozenset[At]:
    """The cells (row, column) that are not told beside the sums of every row and column.

    Every cell under ``k``, and of the others the smallest, until each that would tell of 1 to k − 1
    people is in doubt: of its own, or of those in its row or column who are not in it. Empty where
    there is no such cell: then nobody is hidden, and zeros are told too.
    """
    cells = {(row, column): people for row, line in enumerate(table)
             for column, people in enumerate(line)}  # fmt: skip
    if not any(0 < people < k for people in cells.values()):
        return frozenset()
    small = _of_few(table, k)
    hidden = {at for at, people in cells.items() if people < k}
    while told := sorted((cells[at], at) for at in cells if at not in hidden):
        line = _line_of_few(table, hidden, k)
        if line is None and all(_in_doubt(table, hidden, at) for at in small):
            break
        hidden.add(
            next((at for _, at in told if line is None or at[line[0]] == line[1]), told[0][1])
        )
    return frozenset(hidden)


def _of_few(table: Table, k: int) -> list[At]:
    """The cells that 1 to k − 1 people are in, or are in the row or the column of but not in."""
    rows = [sum(line) for line in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    return [
        (row, column)
        for row, line in enumerate(table)
        for column, people in enumerate(line)
        if any(0 < few < k for few in (people, rows[row] - people, columns[column] - people))
    ]


def _line_of_few(table: Table, hidden: Collection[At], k: int) -> At | None:
    """(0, a row) or (1, a column) that hides 1 to k − 1 people and tells of others."""
    for axis, length in ((0, len(table)), (1, len(table[0]))):
        for line in range(length):
            inside = [at for at in hidden if at[axis] == line]
            people = sum(table[row][column] for row, column in inside)
            if 0 < people < k and len(inside) < len(table[0] if axis == 0 else table):
                return axis, line
    return None


def moved_at_least(table: Table, hidden: Collection[At]) -> tuple[int, int | None] | None:
    """People off the diagonal of a square ``table``: at least, and at most if that is told.

    The number itself where nothing is ``hidden``. Else only what the sums say: half of what they
    changed by must have moved. None where they say nothing; anything more would end the doubt.
    """
    rows = [sum(line) for line in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    if not hidden:
        moved = sum(rows) - sum(table[at][at] for at in range(len(table)))
        return moved, moved
    net = sum(abs(row - column) for row, column in zip(rows, columns, strict=True)) // 2
    return (net, None) if net else None


def _in_doubt(table: Table, hidden: Collection[At], at: At) -> bool:
    row, column = at
    for other_row, other_column in hidden:
        across, down = (row, other_column), (other_row, column)
        if other_row == row or other_column == column or not {at, across, down} <= set(hidden):
            continue
        fewer = table[row][column] and table[other_row][other_column]
        more = table[row][other_column] and table[other_row][column]
        if fewer or more:
            return True
    return False
