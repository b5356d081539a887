"""Tables laid out another way, turned into the usual one: a row a unit, a column a month.

A board may put the months below each other and the units side by side, write a row for each unit
and month, or begin a section with each month's name. The cells stay the same objects, so that what
is merged or no number is still seen.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.errors import InvalidFile
from domain.imports.places import column_place
from domain.text import search_key
from reports.appendix.grid import BLANK, Cell, Grid, GridRow, column_letter, make_cell
from reports.appendix.headings.columns import Column, Role, columns_of
from reports.appendix.headings.header import Header
from reports.appendix.headings.labels import (
    group_name,
    is_channel,
    is_ditto,
    is_measure,
    is_number_label,
    is_total_row,
    kind_of,
    looks_signed,
    split_listed,
    why_no_count,
)
from reports.appendix.headings.months import read_month
from reports.appendix.headings.one_month import find_one_month
from reports.appendix.rows.counts import NotACountError, is_count_or_blank, read_count

_SEARCHED = 60
_CORNER = re.compile(
    r"(?:cac )?(?:thang|thoi gian|month|ky bao cao|ky)(?: ?[/\\,|-] ?(?:nam|(?:ten )?(?:don vi"
    r"|co quan|xa|phuong|dia phuong|truong)).*)?"
    r"|(?:ten )?(?:don vi|co quan|xa|phuong|dia phuong|truong)[a-z ,]* ?[/\\|-] ?(?:cac )?thang"
)
# A list with an article a row names titles; no unit is called so.
_TITLES = re.compile(r"(?:tieu de|ten (?:tin|bai)|title)\b.{0,30}")
_UNITS, _GROUPS, _KINDS = "Đơn vị", "Nhóm", "Loại"


@dataclass(slots=True)
class _Entry:
    """A unit of a long table: its counts by month and by counted column."""

    name: str
    group: str
    place: str
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    kinds: dict[str, list[str]] = field(default_factory=dict)


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
    corner = _corner(grid, first)
    if corner is None or any(_TITLES.fullmatch(search_key(cell.text)) for cell in row.cells):
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
    units = [c for c in others if kind_of(c.text) is None and not is_measure(c.text)]
    units = [c for c in units if not is_total_row(c.text)]
    kinds = [c for c in others if kind_of(c.text) or is_total_row(c.text)]
    split = start - first > 1 and bool(others) and kinds == others
    if (not units and not split) or any(is_count_or_blank(cell.value) for cell in units):
        return None
    end = start
    while end < len(grid.rows):
        cell = grid.rows[end].cell(corner)
        counted = _month_text(cell) is not None or is_total_row(cell.text)
        if not counted and not (cell.text and why_no_count(cell.text)):
            break
        end += 1
    _refuse_what_goes_on(grid, end, corner)
    return _on_its_side(grid, first, start, end, corner, split=split)


def _corner(grid: Grid, first: int) -> int | None:
    """Return the column of the months' names: by its heading, or where that is blank by them."""
    row = grid.rows[first]
    for index, cell in enumerate(row.cells[:4]):
        if _CORNER.fullmatch(search_key(cell.text)):
            return index
    below = grid.rows[first + 1 : first + 3]
    for index, cell in enumerate(row.cells[:2]):
        named = [found for line in below if (found := read_month(line.cell(index).text))]
        if (not cell.text or is_number_label(cell.text)) and len(named) > 1:
            return None if any(month.bare or month.rest for month in named) else index
    return None


def _refuse_what_goes_on(grid: Grid, end: int, corner: int) -> None:
    """Raise InvalidFile `unknown_column` for a row of counts below the months' that is none."""
    for row in grid.rows[end:]:
        label = row.cell(corner)
        cells = [cell for cell in row.cells[corner + 1 :] if cell.text]
        counts = [cell for cell in cells if is_count_or_blank(cell.value)]
        if not label.text or looks_signed(label.text):
            continue
        if len(counts) > 1 and len(counts) * 2 > len(cells):
            raise InvalidFile("unknown_column", place=row.place, column=label.text[:60])


def _on_its_side(grid: Grid, first: int, start: int, end: int, corner: int, *, split: bool) -> Grid:
    """Return the table with a row a unit; one a kind where each unit is `split` into kinds."""
    names = [_GROUPS] * (start - first - 1) + [_UNITS]
    if split:
        names[-2:] = [_UNITS, _KINDS]
    heading = [make_cell(name) for name in names]
    above = grid.rows[first].cells[:corner]
    year = next((i for i, cell in enumerate(above) if search_key(cell.text) == "nam"), None)
    of_year = ""
    for row in grid.rows[start:end]:
        cell = row.cell(corner)
        text = _month_text(cell)
        if year is not None:
            of_year = row.cell(year).text or of_year
            text = f"{text}/{of_year}" if text and of_year else text
        heading.append(make_cell(text or cell.text))
    made = [GridRow(grid.rows[first].place, tuple(heading))]
    for index in range(corner + 1, grid.width):
        cells = tuple(row.cell(index) for row in grid.rows[first:end])
        if not any(cell.text for cell in cells):
            continue
        if split and not cells[start - first - 2].text and len(made) > 1:
            cells = (
                *cells[: start - first - 2],
                made[-1].cell(start - first - 2),
                *cells[start - first - 1 :],
            )
        elif cells[start - first - 1].text and is_total_row(cells[start - first - 1].text):
            cells = (*(BLANK for _ in range(start - first - 1)), *cells[start - first - 1 :])
        made.append(GridRow(column_place(grid.name, column_letter(index)), cells))
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
    if len(months) != 1 or not counted:
        return None
    body = grid.rows[first + 1 :]
    if not any(_month_text(line.cell(months[0].slots[0])) for line in body[:10]):
        return None
    if not units:
        return _from_units_above(grid, first, months[0], counted)
    _refuse_unknown(grid, first, roles.get(Role.UNKNOWN, []), units[0])
    kinds = next(iter(roles.get(Role.TOPIC, [])), None)
    if kinds is not None:
        _refuse_measures(body, kinds, units[0])
    year = next((c for c in columns if search_key(c.bottom.text) == "nam"), None)
    group = next(iter(roles.get(Role.GROUP, [])), None)
    entries: dict[str, _Entry] = {}
    month = unit_text = group_text = ""
    for line in body:
        cell = line.cell(units[0].slots[0])
        if is_ditto(cell.text) and not unit_text:
            raise InvalidFile("ditto_alone", place=line.place, text=cell.text)
        unit_text = unit_text if is_ditto(cell.text) else cell.text or unit_text
        if group is not None:
            group_text = line.cell(group.slots[0]).text or group_text
        found = _month_text(line.cell(months[0].slots[0]))
        month = found or month
        cells = [line.cell(column.slots[0]) for column in counted]
        whole = found is not None and bool(cell.text)
        if _is_aside(line, cells, whole=whole) or not month or not unit_text:
            continue
        label = month
        if year is not None and (text := line.cell(year.slots[0]).text):
            label = f"{month}/{text}"
        kind = line.cell(kinds.slots[0]).text if kinds is not None else ""
        _add(entries, unit_text, group_name(group_text), label, cells, line.place, kind)
    return _pivoted(grid, first, entries, counted)


def _refuse_unknown(grid: Grid, first: int, columns: Sequence[Column], unit: Column | None) -> None:
    """Raise InvalidFile `unknown_column` for whole numbers in a column that was not understood."""
    for column in columns:
        cells = [row.cell(column.slots[0]) for row in grid.rows[first + 1 : first + 60]]
        filled = [cell for cell in cells if cell.text]
        counts = [cell for cell in filled if is_count_or_blank(cell.value)]
        if counts and len(counts) * 2 > len(filled) and (unit is None or column.slots > unit.slots):
            place = grid.rows[first].place
            raise InvalidFile("unknown_column", place=place, column=column.label[:60])


def _refuse_measures(body: Sequence[GridRow], kinds: Column, unit: Column) -> None:
    """Raise InvalidFile `measures_mixed` where rows hold plans, what was sent or other channels."""
    told = {line.cell(kinds.slots[0]).text: line for line in body}
    for text, line in told.items():
        measured = is_measure(text) and not kind_of(text) and not is_total_row(text)
        if len(told) > 1 and (measured or is_channel(text)):
            name = line.cell(unit.slots[0]).text
            raise InvalidFile("measures_mixed", place=line.place, unit=name, text=text)


def _from_units_above(
    grid: Grid, first: int, months: Column, counted: Sequence[Column]
) -> Grid | None:
    """Turn sections that begin with a unit's name, a row a month below it, into rows."""
    entries: dict[str, _Entry] = {}
    unit = ""
    for line in grid.rows[first + 1 :]:
        cell = line.cell(months.slots[0])
        cells = [line.cell(column.slots[0]) for column in counted]
        found = _month_text(cell)
        if found is None:
            texts = [c.text for c in line.distinct() if any(char.isalpha() for char in c.text)]
            named = len(texts) == 1 and not is_total_row(texts[0]) and not looks_signed(texts[0])
            unit = split_listed(texts[0])[1] if named else unit
        elif unit:
            _add(entries, unit, "", found, cells, line.place)
    return _pivoted(grid, first, entries, counted) if len(entries) > 1 else None


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
    # The first section's name may stand above the heading, as the others do above theirs.
    above = reversed(grid.rows[max(header.first - 4, 0) : header.first])
    month = next((found for line in above if (found := _section_month(line))), "")
    counted = [Column(c.slots, make_cell(c.label), ()) for c in header.months]
    others = [
        Column(other.slots, make_cell(other.label), ()) for other in header.others if not other.why
    ]
    _refuse_unknown(grid, header.first, others, None)
    numbered = all(
        _has_number(line, header)
        for line in grid.rows[header.last :]
        if not is_total_row(line.cell(header.unit[0]).text)
        and any(is_count_or_blank(c.value) and c.text for c in _counted_cells(line, counted))
    )
    for index in range(header.last, len(grid.rows)):
        line = grid.rows[index]
        if (found := _section_month(line)) is not None:
            month = found
            continue
        unit = line.cell(header.unit[0]).text
        cells = _counted_cells(line, counted)
        aside = _is_aside(line, cells, whole=numbered and _has_number(line, header))
        if not unit or aside or _repeats(grid, header, cells):
            continue
        if not month:
            columns = ", ".join(column.label for column in header.months)[:80]
            raise InvalidFile("no_table_month_unclear", place=line.place, columns=columns)
        _add(entries, unit, "", month, cells, line.place)
    return _pivoted(grid, header.first, entries, counted)


def _section_month(line: GridRow) -> str | None:
    cells = list(line.distinct())
    words = [
        cell for cell in cells if not (len(cell.text) < 4 and cell.text.rstrip(".)").isalnum())
    ]
    if len(words) != 1:
        return None
    text = words[0].text
    found = read_month(text)
    if found is None or found.bare or looks_signed(text):
        return None
    if why_no_count(text):
        return text
    return f"Tháng {found.month}/{found.year}" if found.year else f"Tháng {found.month}"


def _repeats(grid: Grid, header: Header, cells: Sequence[Cell]) -> bool:
    """Tell whether a row repeats one of the heading, above which the next section's name stands."""
    return any(
        [cell.text for cell in cells] == [row.cell(c.slots[0]).text for c in header.months]
        for row in grid.rows[header.first : header.last]
    )


def _counted_cells(line: GridRow, counted: Sequence[Column]) -> list[Cell]:
    return [line.cell(column.slots[0]) for column in counted]


def _has_number(line: GridRow, header: Header) -> bool:
    return any(line.cell(slot).text.rstrip(".)").isdecimal() for slot in header.number)


def _is_aside(line: GridRow, cells: Sequence[Cell], *, whole: bool = False) -> bool:
    """Tell whether a row holds a group's name or a sum.

    A `whole` one says by its number or its month that it is a unit's, whose count is blank.
    """
    texts = [cell.text for cell in line.distinct()]
    alone = not any(cell.text for cell in cells) and len(texts) < 3
    return (alone and not whole) or any(is_total_row(text) for text in texts[:3])


def _add(
    entries: dict[str, _Entry],
    unit: str,
    group: str,
    month: str,
    cells: list[Cell],
    place: str,
    kind: str = "",
) -> None:
    """Keep a row; one of another kind of articles of the same unit and month adds to it."""
    entry = entries.setdefault(" ".join(unit.casefold().split()), _Entry(unit, group, place))
    if month in entry.cells:
        kinds = entry.kinds.setdefault(month, [])
        if not kind or not all(kinds) or kind in kinds:
            raise InvalidFile("unit_month_repeated", place=place, unit=unit, month=month)
        pairs = zip(entry.cells[month], cells, strict=True)
        cells = [_added(before, cell, place, unit) for before, cell in pairs]
    entry.kinds.setdefault(month, []).append(kind)
    entry.cells[month] = cells


def _added(before: Cell, cell: Cell, place: str, unit: str) -> Cell:
    try:
        first, second = read_count(before.value), read_count(cell.value)
    except NotACountError as error:
        text = f"{before.text} {cell.text}"[:60]
        raise InvalidFile("bad_cell", place=place, unit=unit, text=text) from error
    if first is None or second is None:
        return cell if first is None else before
    return make_cell(first + second)


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
