"""Finding the table's heading rows and what each column holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.appendix.grid import Cell, GridRow
from reports.appendix.labels import (
    MonthLabel,
    is_group_label,
    is_number_label,
    is_total_label,
    is_unit_label,
    read_month_label,
)

_MAX_HEIGHT = 3
Slots = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """The column of one month; `year` is None where the heading names none."""

    slots: Slots
    month: int
    year: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Header:
    """The heading rows first..last-1 of a grid, and its columns.

    A column may take several grid positions (`slots`) where hand-drawn borders do not line up.
    """

    first: int
    last: int
    number: Slots
    group: Slots
    unit: Slots
    total: Slots
    months: tuple[MonthColumn, ...]

    def same_columns(self, other: "Header") -> bool:
        """Tell whether another heading is this one repeated."""
        return (self.number, self.unit, self.total, self.months) == (
            other.number,
            other.unit,
            other.total,
            other.months,
        )


@dataclass(frozen=True, slots=True)
class _Column:
    slots: Slots
    bottom: Cell
    parents: tuple[str, ...]

    @property
    def label(self) -> str:
        """All headings of the column on one line."""
        return " ".join((*self.parents, self.bottom.text)).strip()


def find_header(rows: Sequence[GridRow], start: int = 0) -> Header | None:
    """Return the first heading at or below a row, None when there is none."""
    for first in range(start, len(rows)):
        header = read_header(rows, first)
        if header is not None:
            return header
    return None


def read_header(rows: Sequence[GridRow], first: int, *, bare: bool = True) -> Header | None:
    """Return the heading that begins at a row.

    It names the units in that very row and has a month in its last. `bare` allows months named by
    their number alone.
    """
    row = rows[first]
    if not any(is_unit_label(cell.text) for cell in row.distinct()):
        return None
    if sum(1 for _ in row.distinct()) < 2:
        return None
    for height in range(1, min(_MAX_HEIGHT, len(rows) - first) + 1):
        header = _read_block(rows[first : first + height], first, bare)
        if header is not None and not _goes_on(rows, header):
            return header
    return None


def _goes_on(rows: Sequence[GridRow], header: Header) -> bool:
    """Tell whether the row below names what the months' columns hold ("Tin", "Bài")."""
    if header.last - header.first == _MAX_HEIGHT or header.last == len(rows):
        return False
    above, row = rows[header.last - 1], rows[header.last]
    name = row.cell(header.unit[0])
    if name.text and name is not above.cell(header.unit[0]):
        return False
    below = [row.cell(column.slots[0]).text for column in header.months]
    return any(below) and all(text[:1].isalpha() or not text for text in below)


def _read_block(block: Sequence[GridRow], first: int, bare: bool) -> Header | None:
    columns = _columns(block)
    unit = _unit_column(block, columns)
    if unit is None:
        return None
    months: list[tuple[_Column, MonthLabel]] = []
    number: Slots = ()
    group: Slots = ()
    total: Slots = ()
    for column in columns:
        if column is unit:
            continue
        month = _month(column)
        if month is not None:
            months.append((column, month))
        elif is_number_label(column.label) and not number:
            number = column.slots
        elif is_group_label(column.label) and not group:
            group = column.slots
        elif is_total_label(column.label) or is_total_label(column.bottom.text):
            total = column.slots
    named = [pair for pair in months if not pair[1].bare]
    if not named and bare and (number or total) and _counts_up([label for _, label in months]):
        named = months
    if not named:
        return None
    return Header(
        first,
        first + len(block),
        number,
        group,
        unit.slots,
        total,
        tuple(
            MonthColumn(column.slots, label.month, label.year, _label_text(column, label))
            for column, label in named
        ),
    )


def _columns(block: Sequence[GridRow]) -> list[_Column]:
    columns: list[_Column] = []
    last = block[-1]
    for index in range(max(len(row.cells) for row in block)):
        bottom = last.cell(index)
        if columns and bottom.text and bottom is columns[-1].bottom:
            previous = columns.pop()
            columns.append(_Column((*previous.slots, index), bottom, previous.parents))
            continue
        parents: list[str] = []
        for depth, row in enumerate(block[:-1]):
            cell = row.cell(index)
            text = cell.text
            if not text and any(below.cell(index).text for below in block[depth + 1 :]):
                # A heading over several columns that were not merged stands over the first only.
                text = next(
                    (row.cell(left).text for left in range(index, -1, -1) if row.cell(left).text),
                    "",
                )
            if text and cell is not bottom and text not in parents:
                parents.append(text)
        columns.append(_Column((index,), bottom, tuple(parents)))
    return columns


def _unit_column(block: Sequence[GridRow], columns: list[_Column]) -> _Column | None:
    """Return the column of the units' names; below its heading the block may hold nothing else."""
    found: list[tuple[str, _Column]] = []
    for column in columns:
        top = block[0].cell(column.slots[0])
        below = [row.cell(column.slots[0]) for row in block[1:]]
        if is_unit_label(top.text) and all(cell is top or not cell.text for cell in below):
            found.append((top.text.lower(), column))
    preferred = [column for text, column in found if "đơn vị" in text or "cơ quan" in text]
    return next(iter([*preferred, *(column for _, column in found)]), None)


def _month(column: _Column) -> MonthLabel | None:
    value = column.bottom.value
    if isinstance(value, date):
        # Excel turns a typed "01/2021" into the first of that month.
        return MonthLabel(value.month, value.year)
    parents = " ".join(column.parents)
    if not column.bottom.text and column.parents:
        return read_month_label(" ".join(column.parents[:-1]), column.parents[-1])
    return read_month_label(parents, column.bottom.text)


def _counts_up(labels: list[MonthLabel]) -> bool:
    numbers = [label.month for label in labels]
    return bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _label_text(column: _Column, label: MonthLabel) -> str:
    if isinstance(column.bottom.value, date):
        return f"{label.month:02d}/{label.year}"
    return column.label
