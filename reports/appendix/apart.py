"""Tables of counts that stand side by side on one sheet, brought below each other."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from domain.text import search_key
from reports.appendix.grid import BLANK, Cell, Grid, GridRow
from reports.appendix.headings.header import Header, read_header
from reports.appendix.headings.labels import is_number_label, is_total_row, is_unit_label
from reports.appendix.headings.one_month import find_one_month
from reports.appendix.rows.counts import NotACountError, read_count

_SEARCHED = 60


def apart(grid: Grid) -> list[Grid]:
    """Return a sheet's tables that stand side by side as grids, any other grid as it is.

    One that goes on with the row numbers of the table left of it is put below that one.
    """
    for index, row in enumerate(grid.rows[:_SEARCHED]):
        starts = _starts(row)
        if len(starts) < 2:
            continue
        bounds = list(pairwise([0, *starts[1:], grid.width]))
        parts = [_part(grid, index, bounds, place) for place in range(len(bounds))]
        headers = [_header(part, index) for part in parts]
        if any(header is None for header in headers):
            continue
        found = [header for header in headers if header is not None]
        if _goes_on(parts, found):
            return [_stacked(grid, parts, found)]
        return parts
    return [grid]


def _starts(row: GridRow) -> list[int]:
    """Return where tables begin in a heading that names the units more than once."""
    units = [
        index
        for index, cell in enumerate(row.cells)
        if is_unit_label(cell.text) and (not index or row.cells[index - 1] is not cell)
    ]
    numbered = [bool(i) and is_number_label(row.cells[i - 1].text) for i in units]
    if len(units) > 1 and all(numbered):
        return [i - 1 for i in units]
    alike = len({search_key(row.cells[i].text) for i in units}) == 1
    return units if len(units) > 1 and alike else []


def _part(grid: Grid, first: int, bounds: Sequence[tuple[int, int]], place: int) -> Grid:
    start, end = bounds[place]
    above = [_above(row, bounds, place) for row in grid.rows[:first]]
    rows = [GridRow(row.place, row.cells[start:end]) for row in grid.rows[first:]]
    return replace(grid, rows=(*above, *rows))


def _above(row: GridRow, bounds: Sequence[tuple[int, int]], place: int) -> GridRow:
    """Return what of a row above the headings is said of one table: its own part, or all of it."""
    own = [{cell for cell in row.cells[start:end] if cell.text} for start, end in bounds]
    if not all(own) or len(set.union(*own)) < sum(map(len, own)):
        return row
    start, end = bounds[place]
    return GridRow(row.place, row.cells[start:end])


def _header(part: Grid, index: int) -> Header | None:
    header = read_header(part.rows, index)
    if header is None:
        header = find_one_month(part)
    return header if header is not None and header.first == index else None


def _goes_on(parts: Sequence[Grid], headers: Sequence[Header]) -> bool:
    """Tell whether the tables have the same columns and their rows are numbered on."""
    first = headers[0]
    if not all(header.same_columns(first) and header.number for header in headers):
        return False
    before, names = 0, set[str]()
    for part, header in zip(parts, headers, strict=True):
        own = {search_key(row.cell(header.unit[0]).text) for row in part.rows[header.last :]}
        own = {name for name in own if name and not is_total_row(name)}
        if own & names:
            return False
        names |= own
        numbers = [_number(row.cell(header.number[0])) for row in part.rows[header.last :]]
        told = [number for number in numbers if number is not None]
        if not told or told[0] != before + 1:
            return False
        before = max(told)
    return True


def _number(cell: Cell) -> int | None:
    try:
        return read_count(cell.value)
    except NotACountError:
        return None


def _stacked(grid: Grid, parts: Sequence[Grid], headers: Sequence[Header]) -> Grid:
    """Return the tables below each other; what stands below all of them stays there."""
    last = max(_last_counted(part, header) for part, header in zip(parts, headers, strict=True))
    above = grid.rows[: headers[0].first]
    heading = parts[0].rows[headers[0].first : headers[0].last]
    bodies = [
        row
        for part, header in zip(parts, headers, strict=True)
        for row in part.rows[header.last : last + 1]
        if any(cell is not BLANK and cell.text for cell in row.cells)
    ]
    sums = [row for row in bodies if _is_sum(row, headers[0])]
    if len(sums) == 1:
        # It stands below one of the tables and sums all of them.
        bodies = [row for row in bodies if row is not sums[0]] + sums
    return replace(grid, rows=(*above, *heading, *bodies, *grid.rows[last + 1 :]))


def _is_sum(row: GridRow, header: Header) -> bool:
    slots = (*header.number, *header.unit)
    return any(is_total_row(row.cell(slot).text) for slot in slots)


def _last_counted(part: Grid, header: Header) -> int:
    """Return the last row that holds a number in a month."""
    slots = [column.slots[0] for column in header.months]
    return max(
        (i for i, row in enumerate(part.rows) if any(_number(row.cell(s)) for s in slots)),
        default=header.last,
    )
