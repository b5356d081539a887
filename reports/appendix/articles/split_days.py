"""Days that a list writes in columns of their own ("Ngày", "Tháng", "Năm"), put together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.text import search_key
from reports.appendix.articles.columns import SEARCHED, fields_named
from reports.appendix.grid import Cell, Grid, GridRow, make_cell
from reports.appendix.rows.counts import NotACountError, read_count

_PARTS = ("ngay", "thang", "nam")
_HIGHEST = {"ngay": 31, "thang": 12, "nam": 2100}
_FIRST_YEAR = 1990


def with_whole_days(grid: Grid) -> Grid:
    """Return the grid with each day of a list in one cell, merged over the columns of its parts.

    Only a row that names titles or links as well heads a list, in itself or in the row above.
    """
    for index, row in enumerate(grid.rows[:SEARCHED]):
        for start in range(len(row.cells) - 1):
            parts = _parts(row, start)
            if parts and _heads_a_list(grid.rows[max(index - 1, 0) : index + 1]):
                return _joined(grid, index, start, parts)
    return grid


def _parts(row: GridRow, start: int) -> tuple[str, ...]:
    """Return which part of a day each column from `start` on holds, () where they hold none."""
    keys = [search_key(row.cell(start + offset).text).strip(" :") for offset in range(3)]
    if sorted(keys) == sorted(_PARTS):
        return tuple(keys)
    before = search_key(row.cell(start - 1).text) if start else ""
    return _PARTS[:2] if keys[:2] == ["ngay", "thang"] and before not in _PARTS else ()


def _heads_a_list(rows: Sequence[GridRow]) -> bool:
    return any({"title", "url"} & set(fields_named(row)) for row in rows)


def _joined(grid: Grid, heading: int, start: int, parts: Sequence[str]) -> Grid:
    """Return the grid with its days put together, as it is where most are no parts of days."""
    told = start + parts.index("ngay")
    below = [(row, _with_day(row, start, parts)) for row in grid.rows[heading + 1 :]]
    filled = sum(bool(row.cell(told).text) for row, _ in below)
    if sum(made is not row for row, made in below) * 2 <= filled:
        return grid
    head = _over(grid.rows[heading], start, len(parts), make_cell("Ngày"))
    return replace(grid, rows=(*grid.rows[:heading], head, *(made for _, made in below)))


def _with_day(row: GridRow, start: int, parts: Sequence[str]) -> GridRow:
    day, month, year = (
        _number(row.cell(start + parts.index(part)), part) if part in parts else None
        for part in _PARTS
    )
    if day is None or month is None:
        return row
    whole: object = f"{day}/{month}"
    if "nam" in parts:
        try:
            whole = date(year or 0, month, day)
        except ValueError:
            return row
    return _over(row, start, len(parts), make_cell(whole))


def _number(cell: Cell, part: str) -> int | None:
    try:
        number = read_count(cell.value)
    except NotACountError:
        return None
    lowest = _FIRST_YEAR if part == "nam" else 1
    return number if number is not None and lowest <= number <= _HIGHEST[part] else None


def _over(row: GridRow, start: int, width: int, cell: Cell) -> GridRow:
    cells = (*row.cells[:start], *(cell,) * width, *row.cells[start + width :])
    return replace(row, cells=cells)
