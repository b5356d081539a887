"""Columns that were filled in once, at the first row of each group, and not merged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.imports.places import row_number
from domain.text import search_key
from reports.appendix.grid import Cell, Grid, GridRow, spans

# Fewer blanks, or groups of several rows among so many of one, were rather forgotten.
_FEWEST = 2
_GROUPS_TO_A_LONGER = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A row that counts: its index, its cell of the column, and its number, None without one.

    `after` is False for the first row below a heading or another row that does not count.
    """

    index: int
    cell: Cell
    number: int | None
    after: bool

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the column."""
        return not self.cell.text


def begins_filled(rows: Sequence[Row]) -> bool:
    """Tell whether no blank stands first below a heading."""
    return not any(row.blank and not row.after for row in rows)


def is_numbered_by_group(rows: Sequence[Row]) -> bool:
    """Tell whether the rows' numbers tell the groups: they begin again, or stand once in each."""
    return _is_numbered_anew(rows) or all((row.number is None) == row.blank for row in rows)


def _is_numbered_anew(rows: Sequence[Row]) -> bool:
    """Tell whether the numbers begin at 1 in each filled row and go on in the blank ones."""
    before = 0
    for row in rows:
        expected = before + 1 if row.blank else 1
        if row.number != expected:
            return False
        before = expected
    return sum(not row.blank for row in rows) > 1


def is_repeated(rows: Sequence[Row]) -> bool:
    """Tell whether a text stands in the column more than once, so that blanks mean little."""
    filled = distinct(rows)
    return len({search_key(cell.text) for cell in filled}) < len(filled)


def shows_groups(rows: Sequence[Row], *, at_least: int = 1) -> bool:
    """Tell whether enough of the groups go on in blank rows; some do, `at_least` so many."""
    filled = len(distinct(rows))
    longer = sum(after.blank and not before.blank for before, after in pairwise(rows))
    enough = min(sum(row.blank for row in rows), filled) >= _FEWEST
    return enough and longer >= at_least and longer * _GROUPS_TO_A_LONGER >= filled


def distinct(rows: Sequence[Row]) -> list[Cell]:
    """Return the filled cells, a merged one once."""
    filled: list[Cell] = []
    for row in rows:
        if not row.blank and not (filled and filled[-1] is row.cell):
            filled.append(row.cell)
    return filled


def filled_down(grid: Grid, first: int, rows: Sequence[Row], column: int) -> Grid:
    """Return a grid with the cell above in each blank; the rows' indexes begin at `first`."""
    made = list(grid.rows)
    above: Cell | None = None
    for row in rows:
        if not row.blank:
            above = row.cell
        elif above is not None:
            made[first + row.index] = _with_cell(made[first + row.index], column, above)
    return replace(grid, rows=tuple(made))


def _with_cell(row: GridRow, column: int, cell: Cell) -> GridRow:
    cells = list(row.cells)
    cells += [row.cell(index) for index in range(len(cells), column + 1)]
    cells[column] = cell
    return replace(row, cells=tuple(cells))


def row_numbers(places: Sequence[str]) -> str:
    """Return the numbers of the rows at some places as a person writes them."""
    return spans([number for place in places if (number := row_number(place)) is not None])
