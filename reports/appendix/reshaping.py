"""Tables laid out another way, turned into the usual one: a row a unit, a column a month.

A board may put the months below each other and the units side by side, write a row for each unit
and month, or begin a section with each month's name. The cells stay the same objects, so that what
is merged or no number is still seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.errors import InvalidFile
from domain.text import search_key
from reports.appendix.grid import BLANK, Cell, Grid, GridRow, column_letter, make_cell
from reports.appendix.headings.columns import Column, Role, columns_of
from reports.appendix.headings.labels import (
    group_name,
    is_months_label,
    is_total_row,
    kind_of,
    why_no_count,
)
from reports.appendix.headings.months import read_month
from reports.appendix.headings.one_month import find_one_month
from reports.appendix.rows.counts import is_count_or_blank

_SEARCHED = 60
_UNITS, _GROUPS = "Đơn vị", "Nhóm"


@dataclass(slots=True)
class _Entry:
    """A unit of a long table: its counts by month and by counted column."""

    name: str
    group: str
    place: str
    cells: dict[str, list[Cell]] = field(default_factory=dict)


def reshaped(grid: Grid, *, rows_alone: bool = False) -> Grid | None:
    """Return the grid in the usual layout, None when it is laid out in no way known.

    `rows_alone` asks for tables with a row a unit and month alone.
    Raises InvalidFile `unit_month_repeated` for a unit with two rows of one month.
    """
    for first in range(min(len(grid.rows), _SEARCHED)):
        made = _from_rows(grid, first)
        if made is None and not rows_alone:
            made = _from_months_below(grid, first)
        if made is not None:
            return made
    return None if rows_alone else _from_sections(grid)


def _month_text(cell: Cell) -> str | None:
    """Return a cell's month as a heading names it, None when it names none."""
    if isinstance(cell.value, date):
        return f"{cell.value.month:02d}/{cell.value.year}"
    found = read_month(cell.text, below_month=True)
    if found is None or (found.rest and why_no_count(found.rest)):
        return None
    return f"Tháng {cell.text}" if found.bare or cell.text.isdecimal() else cell.text


def _from_months_below(grid: Grid, first: int) -> Grid | None:
    """Turn a table with its months below each other on its side."""
    row = grid.rows[first]
    corner = next((i for i, cell in enumerate(row.cells) if is_months_label(cell.text)), None)
    if corner is None:
        return None
    start = next(
        (i for i in range(first + 1, min(first + 4, len(grid.rows)))
         if _month_text(grid.rows[i].cell(corner)) is not None
         and grid.rows[i].cell(corner) is not row.cell(corner)),
        None,
    )  # fmt: skip
    if start is None:
        return None
    names = grid.rows[start - 1]
    others = [c for i, c in enumerate(names.cells) if i > corner and c.text]
    units = [c for c in others if kind_of(c.text) is None and not is_total_row(c.text)]
    if not units or any(is_count_or_blank(cell.value) for cell in units):
        return None
    end = start
    while end < len(grid.rows):
        cell = grid.rows[end].cell(corner)
        counted = _month_text(cell) is not None or is_total_row(cell.text)
        if not counted and not (cell.text and why_no_count(cell.text)):
            break
        end += 1
    return _on_its_side(grid, first, start, end, corner)


def _on_its_side(grid: Grid, first: int, start: int, end: int, corner: int) -> Grid:
    heading = [make_cell(_GROUPS)] * (start - first - 1) + [make_cell(_UNITS)]
    for row in grid.rows[start:end]:
        cell = row.cell(corner)
        heading.append(make_cell(_month_text(cell) or cell.text))
    made = [GridRow(grid.rows[first].place, tuple(heading))]
    for index in range(corner + 1, grid.width):
        cells = tuple(row.cell(index) for row in grid.rows[first:end])
        if not any(cell.text for cell in cells):
            continue
        if cells[start - first - 1].text and is_total_row(cells[start - first - 1].text):
            cells = (*(BLANK for _ in range(start - first - 1)), *cells[start - first - 1 :])
        made.append(GridRow(f"{grid.name}, cột {column_letter(index)}", cells))
    return replace(grid, rows=(*grid.rows[:first], *made), strict_width=False)


def _from_rows(grid: Grid, first: int) -> Grid | None:
    """Turn a table with a row for each unit and month into one with a row for each unit."""
    row = grid.rows[first]
    if sum(bool(cell.text) for cell in row.cells) < 3:
        return None
    columns = columns_of([row])
    roles: dict[Role, list[Column]] = {}
    for column in columns:
        roles.setdefault(column.meaning.role, []).append(column)
    units = roles.get(Role.UNIT, []) + roles.get(Role.PERSON, [])
    months = roles.get(Role.MONTH_NAMES, [])
    counted = roles.get(Role.COUNT, []) or roles.get(Role.TOTAL, [])
    if not units or len(months) != 1 or not counted:
        return None
    body = grid.rows[first + 1 :]
    if not any(_month_text(line.cell(months[0].slots[0])) for line in body[:10]):
        return None
    year = next((c for c in columns if search_key(c.bottom.text) == "nam"), None)
    group = next(iter(roles.get(Role.GROUP, [])), None)
    entries: dict[str, _Entry] = {}
    month = unit_text = group_text = ""
    for line in body:
        cell = line.cell(units[0].slots[0])
        unit_text = cell.text or unit_text
        if group is not None:
            group_text = line.cell(group.slots[0]).text or group_text
        found = _month_text(line.cell(months[0].slots[0]))
        month = found or month
        cells = [line.cell(column.slots[0]) for column in counted]
        if _is_aside(line, cells) or not month or not unit_text:
            continue
        label = month
        if year is not None and (text := line.cell(year.slots[0]).text):
            label = f"{month}/{text}"
        _add(entries, unit_text, group_name(group_text), label, cells, line.place)
    return _pivoted(grid, first, entries, counted)


def _from_sections(grid: Grid) -> Grid | None:
    """Turn sections that begin with a month's name into columns."""
    header = find_one_month(grid)
    if header is None:
        return None
    sections = [
        index
        for index in range(header.last, len(grid.rows))
        if _section_month(grid.rows[index]) is not None
    ]
    if len(sections) < 2:
        return None
    entries: dict[str, _Entry] = {}
    month = ""
    counted = [Column(c.slots, make_cell(c.label), ()) for c in header.months]
    for index in range(header.last, len(grid.rows)):
        line = grid.rows[index]
        if (found := _section_month(line)) is not None:
            month = found
            continue
        unit = line.cell(header.unit[0]).text
        cells = [line.cell(column.slots[0]) for column in counted]
        if not month or not unit or _is_aside(line, cells):
            continue
        _add(entries, unit, "", month, cells, line.place)
    return _pivoted(grid, header.first, entries, counted)


def _section_month(line: GridRow) -> str | None:
    cells = list(line.distinct())
    words = [
        cell for cell in cells if not (len(cell.text) < 4 and cell.text.rstrip(".)").isalnum())
    ]
    if len(words) != 1:
        return None
    found = read_month(words[0].text)
    return words[0].text if found is not None and not found.bare else None


def _is_aside(line: GridRow, cells: Sequence[Cell]) -> bool:
    texts = [cell.text for cell in line.distinct()]
    return (not any(cell.text for cell in cells) and len(texts) < 3) or any(
        is_total_row(text) for text in texts[:3]
    )


def _add(
    entries: dict[str, _Entry],
    unit: str,
    group: str,
    month: str,
    cells: list[Cell],
    place: str,
) -> None:
    entry = entries.setdefault(" ".join(unit.casefold().split()), _Entry(unit, group, place))
    if month in entry.cells:
        raise InvalidFile("unit_month_repeated", place=place, unit=unit, month=month)
    entry.cells[month] = cells


def _pivoted(
    grid: Grid, first: int, entries: dict[str, _Entry], counted: Sequence[Column]
) -> Grid | None:
    months = list(dict.fromkeys(month for entry in entries.values() for month in entry.cells))
    months.sort(key=_order)
    if not months or not entries:
        return None
    width = len(counted)
    top = [make_cell(_GROUPS), make_cell(_UNITS)]
    below = list(top)
    for month in months:
        over = make_cell(month)
        top += [over] * width
        below += [over] if width == 1 else [column.bottom for column in counted]
    place = grid.rows[first].place
    heading = [GridRow(place, tuple(top))]
    if width > 1:
        heading.append(GridRow(place, tuple(below)))
    blanks = [BLANK] * width
    rows = [
        GridRow(
            entry.place,
            (
                make_cell(entry.group),
                make_cell(entry.name),
                *(cell for month in months for cell in entry.cells.get(month, blanks)),
            ),
        )
        for entry in entries.values()
    ]
    return replace(grid, rows=(*grid.rows[:first], *heading, *rows), strict_width=False)


def _order(month: str) -> tuple[int, int]:
    found = read_month(month)
    return (found.year or 0, found.month) if found is not None else (9999, 0)
