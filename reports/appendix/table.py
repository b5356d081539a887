"""From the rows of a table to the units' counts, with every doubtful row named."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.errors import InvalidFile
from domain.imports.tables import AppendixRow
from domain.text import search_key
from reports.appendix.body import Kind, Line, lenient_count
from reports.appendix.counts import NotACountError, read_count
from reports.appendix.header import Header
from reports.appendix.labels import group_name

# Fewer than these could equal the sum of the others by chance.
_FEWEST_UNITS = 3
_FEWEST_MONTHS = 2


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


def read_table(header: Header, lines: list[Line]) -> Table:
    """Read the units of the lines; what is doubtful is noted on the lines.

    A unit that stands twice keeps both rows and is named: which of them is right, or whether they
    add up, only a person knows. Raises InvalidFile: `bad_cell`, `formula_without_value`.
    """
    table = Table(lines, [], [Section("", 0, None)], [], [])
    for line in lines:
        table.before.append(len(table.rows))
        table.opened.append(table.sections[-1])
        if line.kind is Kind.GROUP:
            _open(table, group_name(line.name), line)
        elif line.kind is Kind.UNIT:
            if line.group and line.group != table.sections[-1].name:
                _open(table, line.group, None)
            table.rows.append(_read_unit(header, line, table.sections[-1].name))
    _take_sum_out(table)
    units = [line for line in lines if line.kind is Kind.UNIT]
    _check_numbers(units, {section.start for section in table.sections})
    _check_repeats(units, table.rows)
    return table


def _open(table: Table, name: str, heading: Line | None) -> None:
    if table.sections[-1].start == len(table.rows) and table.sections[-1].heading is None:
        table.sections.pop()
    table.sections.append(Section(name, len(table.rows), heading))


def _read_unit(header: Header, line: Line, group: str) -> AppendixRow:
    counts: list[int | None] = []
    for column, cell in zip(header.months, line.months, strict=True):
        place = f"{line.row.place}, cột {column.label}"
        if not cell.has_value:
            raise InvalidFile("formula_without_value", place=place, unit=line.name)
        try:
            counts.append(read_count(cell.value))
        except NotACountError as error:
            raise InvalidFile("bad_cell", place=place, unit=line.name, text=cell.text) from error
    printed = lenient_count(line, line.total)
    counted = sum(count or 0 for count in counts)
    if printed is not None and printed != counted:
        line.warn("total_differs", what="row", printed=printed, counted=counted)
    return AppendixRow(group, line.name, tuple(counts), printed, line.row.place)


def _take_sum_out(table: Table) -> None:
    """Take out a last row that has no number and holds the sum of all others in every month."""
    last = next((line for line in reversed(table.lines) if line.kind is Kind.UNIT), None)
    if last is None or last.number is not None:
        return
    *others, row = table.rows
    sums = [sum(counts) for counts in zip(*(_whole(other) for other in others), strict=True)]
    contributors = sum(any(_whole(other)) for other in others)
    if (
        contributors >= _FEWEST_UNITS
        and sum(count > 0 for count in sums) >= _FEWEST_MONTHS
        and sums == _whole(row)
    ):
        table.rows.pop()
        table.before[:] = [min(count, len(table.rows)) for count in table.before]
        last.kind = Kind.TOTAL
        last.warn("taken_as_total")


def _whole(row: AppendixRow) -> list[int]:
    return [count or 0 for count in row.counts]


def _check_numbers(units: list[Line], starts: Iterable[int]) -> None:
    """Note row numbers that do not follow the one before; a group may begin at 1 again."""
    if sum(line.number is not None for line in units) * 2 < len(units):
        return
    before = 0
    for index, line in enumerate(units):
        follows = {before + 1} | ({1} if index in starts else set())
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
        if first is not row:
            line.warn("unit_repeated", first_place=first.place, first_group=first.group)
