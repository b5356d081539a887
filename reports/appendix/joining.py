"""Tables that a page cuts in two, put together again."""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.errors import InvalidFile
from domain.text import search_key
from reports.appendix.grid import Grid, GridRow
from reports.appendix.headings.header import Header, find_header, read_header
from reports.appendix.headings.labels import is_total_row
from reports.appendix.rows.counts import NotACountError, read_count

_BETWEEN_PAGES = re.compile(
    r"(?:trang |page )?[-–(]* ?\d{0,4}(?: ?/ ?\d{1,4})? ?[-–)]*|\(?(?:tiep theo|tiep|continued).*"
)


def joined(grids: Sequence[Grid]) -> list[Grid]:
    """Return the grids, each table that goes on after a page joined to its beginning.

    Raises InvalidFile `table_cut` for rows of counts that may go on a table or may not.
    """
    if all(grid.between is None for grid in grids):
        return list(grids)
    made: list[Grid] = []
    opened: Header | None = None
    for grid in grids:
        if grid.between is None or not made or opened is None:
            made.append(grid)
            opened = find_header(grid.rows)
            continue
        before = made[-1]
        again = read_header(grid.rows, 0) if grid.rows else None
        if again is not None and again.same_columns(opened):
            rest = grid.rows[again.last :]
            if _is_page_break(grid.between) or _next_number(before, rest, opened):
                made[-1] = join_rows(before, rest, grid)
            else:
                made.append(grid)
            continue
        header = find_header(grid.rows)
        if header is None and grid.width == before.width and _counts(grid.rows, opened):
            if _is_page_break(grid.between) or _next_number(before, grid.rows, opened):
                made[-1] = join_rows(before, grid.rows, grid)
                continue
            raise InvalidFile("table_cut", place=grid.rows[0].place)
        made.append(grid)
        if header is not None:
            opened = header
        elif not _is_page_break(grid.between):
            opened = None
    return made


def join_rows(before: Grid, rows: tuple[GridRow, ...], grid: Grid) -> Grid:
    """Return a grid with rows of another that goes on it, and with what that one leaves out."""
    return replace(before, rows=before.rows + rows, left_out=before.left_out + grid.left_out)


def is_page_break(text: str) -> bool:
    """Tell whether a text between two tables only says that the page ends."""
    return _BETWEEN_PAGES.fullmatch(search_key(text)) is not None


def _is_page_break(between: Sequence[str]) -> bool:
    return all(map(is_page_break, between))


def _counts(rows: Sequence[GridRow], header: Header) -> bool:
    """Tell whether rows hold counts where a table has its months, and names where its units are."""
    good = 0
    for row in rows:
        name = row.cell(header.unit[0]).text
        numbers = 0
        for column in header.months:
            try:
                numbers += read_count(row.cell(column.slots[0]).value) is not None
            except NotACountError:
                return False
        good += numbers > 0 and any(char.isalpha() for char in name)
    return good > 0


def _next_number(before: Grid, rows: Sequence[GridRow], header: Header) -> bool:
    if not header.number:
        return False
    last = _number(before.rows, header, reverse=True)
    first = _number(rows, header, reverse=False)
    ended = any(is_total_row(cell.text) for cell in before.rows[-1].distinct())
    return last is not None and first == last + 1 and not ended


def _number(rows: Sequence[GridRow], header: Header, *, reverse: bool) -> int | None:
    for row in reversed(rows) if reverse else rows:
        text = row.cell(header.number[0]).text.rstrip(".)")
        if text.isdecimal():
            return int(text)
    return None
