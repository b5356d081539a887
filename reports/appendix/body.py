"""What each row below the heading is: a unit, a group's name, a sum, or nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise

from domain.errors import InvalidFile
from domain.imports.tables import AppendixWarning
from domain.text import clean_line
from reports.appendix.counts import NotACountError, read_count
from reports.appendix.grid import BLANK, Cell, Grid, GridRow
from reports.appendix.header import Header, Slots, read_header
from reports.appendix.labels import (
    group_name,
    has_heading_mark,
    is_heading_mark,
    is_total_row,
    split_listed,
)

MAX_NAME = 300
_ROW_NUMBER = re.compile(r"([0-9]{1,6})[.)]?")
_FORMS_A_NAME = 3


class Kind(Enum):
    """What a row is."""

    UNIT = auto()
    GROUP = auto()
    TOTAL = auto()
    NOTHING = auto()


@dataclass(slots=True)
class Line:
    """One row in parts; `group` is set where the table has a column of groups."""

    row: GridRow
    name: str
    number: int | None
    mark: bool
    merged: bool
    group: str | None
    months: tuple[Cell, ...]
    total: Cell
    kind: Kind = Kind.NOTHING
    warnings: list[AppendixWarning] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether the row holds no number and no total."""
        return not any(cell.text or not cell.has_value for cell in (*self.months, self.total))

    def warn(self, code: str, **values: object) -> None:
        """Note what is doubtful about the row."""
        self.warnings.append(AppendixWarning(code, self.row.place, self.name, values))


def read_lines(grid: Grid, header: Header) -> list[Line]:
    """Return the table's rows with their kinds, without what stands below the table.

    Raises InvalidFile: `several_tables` for a second heading with other columns, `merged_cell`,
    `too_many_cells`, `name_too_long`.
    """
    lines = []
    skip_to = header.last
    for index in range(header.last, len(grid.rows)):
        if index < skip_to:
            continue
        if _only_counts(row := grid.rows[index], header):
            again = None
        else:
            again = read_header(grid.rows, index, bare=False)
        if again is not None:
            if not again.same_columns(header):
                raise InvalidFile(
                    "several_tables",
                    place=grid.rows[index].place,
                    tables=[grid.rows[header.first].place, grid.rows[index].place],
                )
            skip_to = again.last
            continue
        if index == header.last and _counts_columns(row, header):
            continue
        lines.append(_split(grid, header, row))
    lines = _without_footer(lines)
    _tell_kinds(lines, grouped=bool(header.group))
    _refuse_counts_of_two([line for line in lines if line.kind is Kind.UNIT])
    return [line for line in lines if line.kind is not Kind.NOTHING]


def lenient_count(line: Line, cell: Cell) -> int | None:
    """Return a printed sum, None where none can be read; a sum that is no number is a warning."""
    try:
        return read_count(cell.value)
    except NotACountError:
        line.warn("total_unreadable", text=cell.text)
        return None


def _only_counts(row: GridRow, header: Header) -> bool:
    """Tell whether the months hold nothing but counts, which spares the look for a new heading."""
    try:
        for column in header.months:
            read_count(row.cell(column.slots[0]).value)
    except NotACountError:
        return False
    return True


def _split(grid: Grid, header: Header, row: GridRow) -> Line:
    if grid.strict_width:
        width = len(grid.rows[header.last - 1].cells)
        if any(cell.text for cell in row.cells[width:]):
            raise InvalidFile("too_many_cells", place=row.place, expected=width)
    unit = _one(row, header.unit, "")
    number = _one(row, header.number, "") if header.number else BLANK
    group = _one(row, header.group, "") if header.group else BLANK
    if number is unit:
        number = BLANK
    label = unit
    if not label.text:
        label = _label(row, header, number)
        if label is number:
            number = BLANK
    merged = _spans_months(row, header, label)
    listed, name = split_listed(label.text)
    if number.text:
        listed, name = None, clean_line(label.text).lstrip("-–+•*· ") or label.text
    found = _ROW_NUMBER.fullmatch(number.text)
    if len(name) > MAX_NAME:
        raise InvalidFile("name_too_long", place=row.place, length=len(name), limit=MAX_NAME)
    return Line(
        row,
        name,
        int(found[1]) if found else listed,
        is_heading_mark(number.text),
        merged,
        None if not header.group or group is label else group_name(group.text),
        _month_cells(header, row, name, label if merged or is_total_row(name) else BLANK),
        _without(label, _one(row, header.total, name)),
    )


def _spans_months(row: GridRow, header: Header, label: Cell) -> bool:
    """Tell whether the name is merged over the months and no month holds anything else."""
    cells = [row.cell(slot) for column in header.months for slot in column.slots]
    return bool(label.text) and label in cells and all(c is label or not c.text for c in cells)


def _without(label: Cell, cell: Cell) -> Cell:
    return BLANK if cell is label else cell


def _label(row: GridRow, header: Header, number: Cell) -> Cell:
    """Return the name of a row whose unit cell is blank: a heading or a sum left of the months."""
    if number.text and not _ROW_NUMBER.fullmatch(number.text) and not is_heading_mark(number.text):
        return number
    first_month = min(slot for column in header.months for slot in column.slots)
    skipped = {*header.number, *header.group, *header.total}
    beside = [row.cell(slot) for slot in range(first_month) if slot not in skipped]
    for cell in (*beside, *(row.cell(slot) for slot in header.group)):
        if is_total_row(cell.text) or (cell in beside and has_heading_mark(cell.text)):
            return cell
    return BLANK


def _one(row: GridRow, slots: Slots, name: str) -> Cell:
    """Return the one cell that holds something in a column's positions."""
    found = BLANK
    for slot in slots:
        cell = row.cell(slot)
        if (cell.text or not cell.has_value) and cell is not found:
            if found is not BLANK:
                raise InvalidFile("merged_cell", place=row.place, unit=name, text=cell.text)
            found = cell
    return found


def _month_cells(header: Header, row: GridRow, name: str, label: Cell) -> tuple[Cell, ...]:
    cells = tuple(_without(label, _one(row, column.slots, name)) for column in header.months)
    for index, cell in enumerate(cells):
        if cell.text and cell in cells[:index]:
            raise InvalidFile("merged_cell", place=row.place, unit=name, text=cell.text)
    return cells


def _refuse_counts_of_two(units: list[Line]) -> None:
    for above, line in pairwise(units):
        for cell in line.months:
            if cell.text and cell in above.months:
                raise InvalidFile(
                    "merged_cell", place=line.row.place, unit=line.name, text=cell.text
                )


def _counts_columns(row: GridRow, header: Header) -> bool:
    """Tell whether the row only numbers the columns: "(1) (2) (3)", "A B 1 2"."""
    name = row.cell(header.unit[0]).text.strip("() ")
    texts = [cell.text.strip("() ") for cell in row.distinct()]
    numbers = [int(text) for text in texts if re.fullmatch("[0-9]{1,3}", text)]
    months = [row.cell(column.slots[0]).text.strip("() ") for column in header.months]
    return (
        re.fullmatch(r"[0-9]{1,2}|[A-Z]", name) is not None
        and all(month.isdecimal() for month in months)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def _without_footer(lines: list[Line]) -> list[Line]:
    """Cut signatures and remarks off: rows without numbers behind a blank row or the last sum."""
    end = len(lines)
    while end:
        line = lines[end - 1]
        if _holds_data(line):
            break
        end -= 1
    while end < len(lines):
        line = lines[end]
        ended = end > 0 and is_total_row(lines[end - 1].name)
        if ended or not (line.name or not line.empty):
            break
        end += 1
    return lines[:end]


def _holds_data(line: Line) -> bool:
    if is_total_row(line.name) or (line.number is not None and line.name):
        return True
    for cell in line.months:
        try:
            if not cell.has_value or read_count(cell.value) is not None:
                return True
        except NotACountError:
            continue
    return False


def _tell_kinds(lines: list[Line], *, grouped: bool) -> None:
    plain = [
        line
        for line in lines
        if line.name and not line.merged and not line.mark and not is_total_row(line.name)
    ]
    with_number = sum(line.number is not None for line in plain)
    numbered = with_number > 0 and with_number * 2 >= len(plain)
    shouted = sum(line.name.isupper() for line in plain) * 2 > len(plain)
    for index, line in enumerate(lines):
        if not line.name and (line.empty or line.merged):
            line.kind = Kind.NOTHING
        elif is_total_row(line.name) or not line.name:
            line.kind = Kind.TOTAL
        elif line.merged or (line.mark and plain):
            line.kind = Kind.GROUP
        elif (
            grouped
            or line.number is not None
            or not _is_heading(line, lines, index, numbered=numbered, shouted=shouted)
        ):
            line.kind = Kind.UNIT
        else:
            line.kind = Kind.GROUP


def _is_heading(
    line: Line, lines: Sequence[Line], index: int, *, numbered: bool, shouted: bool
) -> bool:
    """Tell whether a row without a number or a merged cell is a group's name."""
    if not line.empty:
        return numbered and has_heading_mark(line.name, roman=True)
    if has_heading_mark(line.name) or line.name.endswith(":"):
        return True
    capitals = line.name.isupper() and not shouted
    if not numbered:
        if capitals and len(line.name.split()) >= _FORMS_A_NAME:
            line.warn("taken_as_group")
            return True
        return False
    if capitals:
        return True
    before = next((o.number for o in reversed(lines[:index]) if o.number is not None), None)
    after = next((o.number for o in lines[index + 1 :] if o.number is not None), None)
    if after is None or (before is not None and after == before + 2):
        return False
    line.warn("taken_as_group")
    return True
