"""The rows below a heading in parts: name, number, the months' cells."""

import itertools
import re
from dataclasses import dataclass, field
from enum import Enum, auto

from domain.errors import InvalidFile
from domain.imports.tables import AppendixWarning
from domain.text import clean_line
from reports.appendix.grid import BLANK, Cell, Grid, GridRow
from reports.appendix.headings.columns import Slots
from reports.appendix.headings.header import Header, read_header
from reports.appendix.headings.labels import (
    group_name,
    has_heading_mark,
    is_ditto,
    is_heading_mark,
    is_measure,
    is_total_row,
    kind_of,
    split_listed,
)
from reports.appendix.rows.counts import NotACountError, is_count_or_blank, read_count

MAX_NAME = 300
_ROW_NUMBER = re.compile(r"([0-9]{1,6})[.)]?")
_SUB_NUMBER = re.compile(r"([0-9]{1,3})[.,]([0-9]{1,3})(?:[.,][0-9]{1,3})?[.)]?")
_LISTED_SUB = re.compile(r"([0-9]{1,3}\.[0-9]{1,3}(?:\.[0-9]{1,3})?)[.)]? +(.+)")


class Kind(Enum):
    """What a row is; PART is of the unit above it (its tin, its bài, its people).

    ASIDE holds numbers that are no counts: a plan, last year's.
    """

    UNIT = auto()
    GROUP = auto()
    TOTAL = auto()
    PART = auto()
    ASIDE = auto()
    NOTHING = auto()


@dataclass(slots=True)
class Line:
    """One row in parts; `group` is set where the table has a column of groups.

    `again` marks a further row of the unit above, `of_kind` one that says it counts the unit's tin
    or bài, `whole` one that says it sums those.
    `number` is the row's own number, `above` the number of the row that "3.1" belongs to.
    `conflict` is raised when the row turns out to be a unit's.
    """

    row: GridRow
    name: str
    number: int | None
    mark: bool
    merged: bool
    group: str | None
    cells: tuple[Cell, ...]
    total: Cell
    above: int | None = None
    bullet: bool = False
    person: bool = False
    again: bool = False
    of_kind: bool = False
    whole: bool = False
    conflict: InvalidFile | None = None
    kind: Kind = Kind.NOTHING
    counts: tuple[int | None, ...] = ()
    raw: tuple[int | None, ...] = ()
    warnings: list[AppendixWarning] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether the row holds no number and no total."""
        return not any(cell.text or not cell.has_value for cell in (*self.cells, self.total))

    @property
    def holds_counts(self) -> bool:
        """Whether a month holds a number, or a formula whose number is not known."""
        return any(
            not cell.has_value or (cell.text and _count(cell) is not None) for cell in self.cells
        )

    @property
    def numbered(self) -> bool:
        """Whether the row has a number of its own."""
        return self.number is not None or self.above is not None or self.again

    def warn(self, code: str, **values: object) -> None:
        """Note what is doubtful about the row."""
        self.warnings.append(AppendixWarning(code, self.row.place, self.name, values))


def _count(cell: Cell) -> int | None:
    try:
        return read_count(cell.value)
    except NotACountError:
        return None


def lenient_count(line: Line, cell: Cell) -> int | None:
    """Return a printed sum, None where none can be read; a sum that is no number is a warning."""
    try:
        return read_count(cell.value)
    except NotACountError:
        line.warn("total_unreadable", text=cell.text)
        return None


def read_lines(grid: Grid, header: Header, stop: int) -> list[Line]:
    """Return the rows between a heading and the row `stop`, without headings repeated on a page.

    Raises InvalidFile: `too_many_cells`, `name_too_long`, `ditto_alone`, `unit_left_blank`.
    """
    lines: list[Line] = []
    skip_to = header.last
    beside = _beside(header)
    for index in range(header.last, stop):
        if index < skip_to:
            continue
        row = grid.rows[index]
        if not only_counts(row, header):
            again = read_header(grid.rows, index, bare=False)
            if again is not None and again.same_columns(header):
                skip_to = again.last
                continue
        if (not lines or index == skip_to) and _numbers_columns(row, header):
            continue
        line = _split(grid, header, row)
        if is_ditto(line.name) and line.name != "NT":  # which shortens a unit's name
            if not lines or not lines[-1].name or is_total_row(lines[-1].name):
                raise InvalidFile("ditto_alone", place=row.place, text=line.name)
            line.name, line.again = lines[-1].name, True
        elif lines and _is_other_kind(line, lines[-1], header):
            line.name, line.again = lines[-1].name, True
        if line.person and not line.name and line.number is not None and line.holds_counts:
            raise InvalidFile("unit_left_blank", place=row.place, column=header.label[:60])
        texts = [row.cell(slot).text for slot in beside]
        line.of_kind = any(kind_of(text) for text in texts)
        sums = any(is_total_row(text) for text in texts)
        line.whole = sums and bool(line.name) and not is_total_row(line.name)
        lines.append(line)
    return lines


def _beside(header: Header) -> list[int]:
    """Return the columns left of the months that hold neither a unit's name, number nor group."""
    known = {*header.unit, *header.number, *header.group, *header.total}
    return [slot for slot in range(header.first_month) if slot not in known]


def _is_other_kind(line: Line, above: Line, header: Header) -> bool:
    """Tell whether a row holds another kind of articles ("Bài") of the unit above it."""
    if not above.name or is_total_row(above.name) or not line.holds_counts:
        return False
    if line.name and (line.name != above.name or line.number not in (None, above.number)):
        return False
    if line.person and above.person and not line.name and line.number is None:
        return True
    for slot in range(header.first_month):
        text, before = line.row.cell(slot).text, above.row.cell(slot).text
        kind = kind_of(text)
        if not kind or text == line.name:
            continue
        other = kind_of(before)
        plain = is_total_row(before) or not (is_measure(text) or is_measure(before))
        if other != kind and (other or plain):
            return True
    return False


def only_counts(row: GridRow, header: Header) -> bool:
    """Tell whether the months hold nothing but counts, which spares the look for a new heading."""
    return all(is_count_or_blank(row.cell(column.slots[0]).value) for column in header.months)


def _split(grid: Grid, header: Header, row: GridRow) -> Line:
    if grid.strict_width:
        width = max(len(line.cells) for line in grid.rows[header.first : header.last])
        # A comma that no quotes hold shifts counts; a signature below may be wider than the table.
        beyond = any(cell.text for cell in row.cells[width:])
        if beyond and any(cell.text and is_count_or_blank(cell.value) for cell in row.cells):
            raise InvalidFile("too_many_cells", place=row.place, expected=width)
    unit, _ = _one(row, header.unit)
    number, _ = _one(row, header.number)
    group, _ = _one(row, header.group)
    if number is unit:
        number = BLANK
    label = unit
    if not label.text:
        label = _label(row, header, number)
        if label is number:
            number = BLANK
    merged = _spans_months(row, header, label)
    listed, name = split_listed(label.text)
    sub = _SUB_NUMBER.fullmatch(number.text)
    if number.text:
        listed, name = None, clean_line(label.text).lstrip("-–+•*· ") or label.text
    elif found_sub := _LISTED_SUB.fullmatch(label.text):
        sub, name = _SUB_NUMBER.fullmatch(found_sub[1]), found_sub[2]
    found = _ROW_NUMBER.fullmatch(number.text)
    cells, conflict = _month_cells(header, row, label if merged or is_total_row(name) else BLANK)
    total, _ = _one(row, header.total)
    if len(name) > MAX_NAME and (found or any(_count(cell) is not None for cell in cells)):
        raise InvalidFile("name_too_long", place=row.place, length=len(name), limit=MAX_NAME)
    if conflict is not None:
        conflict.values["unit"] = name
    return Line(
        row,
        name,
        int(found[1]) if found else listed,
        is_heading_mark(number.text),
        merged,
        None if not header.group or group is label else _group(group.text),
        cells,
        BLANK if total is label else total,
        above=int(sub[1]) if sub else None,
        bullet=label.text[:1] in "-–+•*·" and not number.text,
        person=any(row.cell(slot).text for slot in header.person),
        conflict=conflict,
    )


def _group(text: str) -> str:
    """Return a group's name, "" where it is the one above."""
    return "" if is_ditto(text) else group_name(text)


def _spans_months(row: GridRow, header: Header, label: Cell) -> bool:
    """Tell whether the name is merged over the months and no month holds anything else."""
    cells = [row.cell(slot) for column in header.months for slot in column.slots]
    return bool(label.text) and label in cells and all(c is label or not c.text for c in cells)


def _label(row: GridRow, header: Header, number: Cell) -> Cell:
    """Return the name of a row whose unit cell is blank: a heading or a sum left of the months."""
    if number.text and not _ROW_NUMBER.fullmatch(number.text) and not is_heading_mark(number.text):
        return number
    skipped = {*header.number, *header.group, *header.total}
    beside = [row.cell(slot) for slot in range(header.first_month) if slot not in skipped]
    for cell in (*beside, *(row.cell(slot) for slot in header.group)):
        if is_total_row(cell.text) or (cell in beside and has_heading_mark(cell.text)):
            return cell
    return BLANK


def _one(row: GridRow, slots: Slots) -> tuple[Cell, InvalidFile | None]:
    """Return the one cell that holds something in a column's positions; two are a conflict."""
    found = BLANK
    for slot in slots:
        cell = row.cell(slot)
        if (cell.text or not cell.has_value) and cell is not found:
            if found is not BLANK:
                return found, InvalidFile("merged_cell", place=row.place, unit="", text=cell.text)
            found = cell
    return found, None


def _month_cells(
    header: Header, row: GridRow, label: Cell
) -> tuple[tuple[Cell, ...], InvalidFile | None]:
    cells: list[Cell] = []
    conflict: InvalidFile | None = None
    for column in header.months:
        cell, fault = _one(row, column.slots)
        conflict = conflict or fault
        if cell is label:
            cell = BLANK
        if cell.text and cell in cells:
            conflict = conflict or InvalidFile(
                "merged_cell", place=row.place, unit="", text=cell.text
            )
        cells.append(cell)
    return tuple(cells), conflict


def _numbers_columns(row: GridRow, header: Header) -> bool:
    """Tell whether the row only numbers the columns: "(1) (2) (3)", "A B 1 2 9=1+2"."""
    texts = [_bare(cell.text) for cell in row.distinct()]
    if len(texts) < 3:
        return False
    name = _bare(row.cell(header.unit[0]).text)
    months = [_bare(row.cell(column.slots[0]).text) for column in header.months]
    if not (re.fullmatch(r"[0-9]{1,2}|[A-Za-z]", name) and all(m.isdecimal() for m in months)):
        return False
    if name.isalpha() and header.number and _bare(row.cell(header.number[0]).text).isdecimal():
        return False
    numbers = [int(text) for text in texts if re.fullmatch("[0-9]{1,3}", text)]
    return all(after == before + 1 for before, after in itertools.pairwise(numbers))


def _bare(text: str) -> str:
    return re.sub(r"\s*=.*", "", text).strip("()[] ")
