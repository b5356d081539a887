"""From the rows of a table to the units' counts, with every doubtful row named."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.errors import InvalidFile
from domain.imports.places import place_of_label
from domain.imports.tables import AppendixRow
from domain.text import search_key
from reports.appendix.grid import Cell
from reports.appendix.headings.header import Header, MonthColumn
from reports.appendix.headings.labels import group_name
from reports.appendix.number_formats import ShownOtherwise
from reports.appendix.rows.counts import (
    NotACountError,
    footnote_mark,
    is_mark,
    kinds_told,
    read_count,
)
from reports.appendix.rows.folding import MonthColumns, differing, fold, kinds_of
from reports.appendix.rows.lines import Kind, Line, lenient_count
from reports.appendix.rows.parts import repeated_cells


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """One group: its name, the index of its first row, and the row its name stands in, if any."""

    name: str
    start: int
    heading: Line | None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows read; of line i, the number of rows above it and the group open at it."""

    lines: list[Line]
    rows: list[AppendixRow]
    sections: list[Section]
    before: list[int]
    opened: list[Section]

    def end_of(self, section: Section) -> int:
        """Return the index behind a group's last row."""
        later = self.sections[self.sections.index(section) + 1 :]
        return later[0].start if later else len(self.rows)


def read_table(header: Header, lines: list[Line], groups: Sequence[MonthColumns]) -> Table:
    """Read the units of the lines; what is doubtful is noted on the lines.

    A unit that stands twice keeps both rows and is named: which of them is right, or whether they
    add up, only a person knows. Raises InvalidFile: `bad_cell`, `mark_no_count`,
    `shown_otherwise`, `formula_without_value`, `merged_cell`.
    """
    table = Table(lines, [], [Section("", 0, None)], [], [])
    units = [line for line in lines if line.kind is Kind.UNIT]
    repeated_cells(units)
    for line in lines:
        table.before.append(len(table.rows))
        table.opened.append(table.sections[-1])
        if line.kind is Kind.GROUP:
            _open(table, group_name(line.name), line)
        elif line.kind is Kind.UNIT:
            if line.group and line.group != table.sections[-1].name:
                _open(table, line.group, None)
            elif _leaves_numbered_group(line, table):
                _open(table, "", None)
            table.rows.append(_read_unit(header, line, table.sections[-1].name, groups))
    _check_numbers(units, {section.start for section in table.sections})
    _check_repeats(units, table.rows)
    return table


def _leaves_numbered_group(line: Line, table: Table) -> bool:
    """Tell whether a row "3" stands behind the group of the rows "2.1" and "2.2"."""
    heading = table.sections[-1].heading
    return (
        line.number is not None
        and heading is not None
        and heading.number is not None
        and not heading.mark
        and line.number == heading.number + 1
        and len(table.rows) > table.sections[-1].start
        and line.above is None
    )


def _open(table: Table, name: str, heading: Line | None) -> None:
    if table.sections[-1].start == len(table.rows) and table.sections[-1].heading is None:
        table.sections.pop()
    table.sections.append(Section(name, len(table.rows), heading))


def _read_unit(
    header: Header, line: Line, group: str, groups: Sequence[MonthColumns]
) -> AppendixRow:
    if line.conflict is not None:
        raise line.conflict
    for column, cell, count in zip(header.months, line.cells, line.raw, strict=True):
        if count is None:
            _check_uncounted(line, column, cell)
        if isinstance(cell.value, str) and column.kind and _is_of_other_kind(cell, column.kind):
            place = place_of_label(line.row.place, column.label)
            raise InvalidFile("bad_cell", place=place, unit=line.name, text=cell.text)
        if isinstance(cell.value, str) and (mark := footnote_mark(cell.text)):
            line.warn("footnote_mark", text=cell.text, mark=mark)
    counts = fold(groups, line.raw)
    for month, whole, added in differing(groups, line.raw):
        line.warn("kinds_differ", month=month.code, printed=whole, counted=added)
    if not any(count is not None for count in counts):
        counts = line.counts  # those of its parts
    printed = lenient_count(line, line.total)
    counted = sum(count or 0 for count in counts)
    if printed is not None and printed != counted:
        line.warn("total_differs", what="row", printed=printed, counted=counted)
    return AppendixRow(
        group, line.name, counts, printed, line.row.place, kinds=kinds_of(groups, line.raw)
    )


def _check_uncounted(line: Line, column: MonthColumn, cell: Cell) -> None:
    """Raise InvalidFile for a cell without a count that is not blank."""
    place = place_of_label(line.row.place, column.label)
    if not cell.has_value:
        raise InvalidFile("formula_without_value", place=place, unit=line.name)
    try:
        read_count(cell.value)
    except NotACountError as error:
        raise _no_count(place, line, cell) from error


def _is_of_other_kind(cell: Cell, kind: str) -> bool:
    """Tell whether "3 tin" stands in the column of another kind of articles."""
    told = kinds_told(cell.text) - {"viet"}
    return bool(told) and search_key(kind) not in told


def _no_count(place: str, line: Line, cell: Cell) -> InvalidFile:
    """Return what is wrong with a month's cell that is no count."""
    if isinstance(cell.value, ShownOtherwise):
        code = "shown_otherwise"
    elif is_mark(cell.text):
        code = "mark_no_count"
    else:
        code = "bad_cell"
    return InvalidFile(code, place=place, unit=line.name, text=cell.text)


def _check_numbers(units: list[Line], starts: Iterable[int]) -> None:
    """Note row numbers that do not follow the one before; a group may begin at 1 again."""
    if sum(line.number is not None for line in units) * 2 < len(units):
        return
    before = 0
    for index, line in enumerate(units):
        follows = {before + 1} | ({1} if index in starts else set())
        if line.above is not None or line.again:
            before = line.number or before
            continue
        if line.number is None:
            line.warn("row_number_missing", expected=before + 1)
            before += 1
            continue
        if line.number not in follows:
            found = line.number
            nearest = min(follows, key=lambda number: abs(number - found))
            line.warn("row_number_skipped", expected=nearest, found=found)
        before = line.number


def _check_repeats(units: list[Line], rows: list[AppendixRow]) -> None:
    seen: dict[str, AppendixRow] = {}
    for line, row in zip(units, rows, strict=True):
        first = seen.setdefault(search_key(row.unit), row)
        if first is row:
            continue
        both_marked = not first.unit.isascii() and not row.unit.isascii()
        if both_marked and _spelling(first.unit) != _spelling(row.unit):
            continue
        if not line.person and not line.again:
            line.warn("unit_repeated", first_place=first.place, first_group=first.group)


def _spelling(name: str) -> str:
    """Return a name's letters and tones, wherever in a word a tone is written."""
    key = search_key(name)
    tones = sorted(
        char for char in unicodedata.normalize("NFD", name.lower()) if unicodedata.combining(char)
    )
    return key + "".join(tones)
