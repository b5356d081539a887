"""Finding a table's heading rows, how the table is laid out, and what each column holds."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from reports.appendix.grid import GridRow
from reports.appendix.headings import labels
from reports.appendix.headings.columns import Column, Meaning, Role, Slots, columns_of
from reports.appendix.headings.months import YEAR, read_month, with_old_names
from reports.appendix.rows.counts import is_count_or_blank

_MAX_HEIGHT = 4
# Rows below a heading that are looked at to tell names from numbers.
_SAMPLE = 40


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """A column of one month, or of one kind of articles in it, or the month's own sum.

    `month` is 0 where only the title names it; `year` is None where the heading names none.
    """

    slots: Slots
    month: int
    year: int | None
    label: str
    kind: str = ""
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class OtherColumn:
    """A column whose numbers do not count: `why` is "" where the heading was not understood."""

    slots: Slots
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Header:
    """The heading rows first..last-1 of a grid, and its columns.

    A column may take several grid positions (`slots`) where hand-drawn borders do not line up.
    `names` says whose the rows are: units, persons or topics. `month_names` is the column in which
    each row names its month, in a table that has a row for each unit and month.
    """

    first: int
    last: int
    number: Slots
    group: Slots
    unit: Slots
    total: Slots
    months: tuple[MonthColumn, ...]
    others: tuple[OtherColumn, ...] = ()
    names: str = "unit"
    person: Slots = ()
    month_names: Slots = ()
    label: str = field(default="", compare=False)

    @property
    def first_month(self) -> int:
        """The leftmost position that a month takes."""
        return min(slot for column in self.months for slot in column.slots)

    @property
    def last_month(self) -> int:
        """The rightmost position that a month takes."""
        return max(slot for column in self.months for slot in column.slots)

    def same_columns(self, other: "Header") -> bool:
        """Tell whether another heading is this one repeated."""
        return (self.number, self.unit, self.total, self.months, self.names) == (
            other.number,
            other.unit,
            other.total,
            other.months,
            other.names,
        )


def find_header(rows: Sequence[GridRow], start: int = 0) -> Header | None:
    """Return the first heading at or below a row, None when there is none."""
    for first in range(start, len(rows)):
        header = read_header(rows, first)
        if header is not None:
            return header
    return None


def read_header(rows: Sequence[GridRow], first: int, *, bare: bool = True) -> Header | None:
    """Return the heading of months that begins at a row.

    It names the units in that very row and has a month in its last. `bare` allows months named by
    their number alone.
    """
    if not may_begin(rows, first):
        return None
    for height in range(1, min(_MAX_HEIGHT, len(rows) - first) + 1):
        header = _read_block(rows, first, height, bare=bare)
        if header is not None and not _goes_on(rows, header):
            return header
    return None


def may_begin(rows: Sequence[GridRow], first: int) -> bool:
    """Tell cheaply whether a heading might begin at a row."""
    texts = []
    for cell in rows[first].distinct():
        if len(cell.text) > 120:
            continue
        if isinstance(cell.value, date) or _is_heading(cell.text):
            texts.append(cell.text)
    return bool(texts) and sum(1 for _ in rows[first].distinct()) > 1


def _is_heading(text: str) -> bool:
    if not text or text.isdecimal():
        return False
    if labels.is_number_label(text) or labels.is_unit_label(text) or labels.is_person_label(text):
        return True
    if labels.is_months_label(text) or labels.is_group_label(text) or labels.is_topic_label(text):
        return True
    found = read_month(text)
    return found is not None and not found.bare


def _goes_on(rows: Sequence[GridRow], header: Header) -> bool:
    """Tell whether the row below names what the months' columns hold ("Tin", "Bài")."""
    if header.last - header.first == _MAX_HEIGHT or header.last == len(rows):
        return False
    above, row = rows[header.last - 1], rows[header.last]
    name = row.cell(header.unit[0])
    if name.text and name is not above.cell(header.unit[0]):
        return False
    below = [row.cell(slot).text for column in header.months for slot in column.slots]
    years = all(YEAR.fullmatch(text) for text in below if text)
    words = not any(is_count_or_blank(text) for text in below if text)
    return any(below) and (years or words)


def _read_block(rows: Sequence[GridRow], first: int, height: int, *, bare: bool) -> Header | None:
    block = rows[first : first + height]
    columns = columns_of(block)
    meanings = [column.meaning for column in columns]
    months = _months(columns, meanings, bare=bare)
    if not months:
        return None
    body = rows[first + height : first + height + _SAMPLE]
    unit, names = unit_column(block, columns, meanings, months, body)
    if unit is None:
        return None
    header = arrange(first, height, columns, meanings, unit, names, months, body)
    dated = all(isinstance(column.bottom.value, date) for column, _ in months)
    return header if _has_counts(header, body, dated=dated) else None


def arrange(
    first: int,
    height: int,
    columns: Sequence[Column],
    meanings: Sequence[Meaning],
    unit: Column,
    names: str,
    months: Sequence[tuple[Column, Meaning]],
    body: Sequence[GridRow],
) -> Header:
    """Return the heading whose columns of units and months are known."""
    number: Slots = ()
    group: Slots = ()
    total: Slots = ()
    person: Slots = ()
    others: list[OtherColumn] = []
    taken = {id(column) for column, _ in months}
    for column, meaning in zip(columns, meanings, strict=True):
        if column is unit or id(column) in taken:
            continue
        role = meaning.role
        if role is Role.NUMBER and not number:
            number = column.slots
        elif role is Role.TOTAL and not (total and column.slots < unit.slots):
            if total:
                others.append(OtherColumn(total, _label_at(columns, total), "sum"))
            total = column.slots
        elif role is Role.PERSON and not person:
            person = column.slots
        elif column.slots < unit.slots and not group and _is_group(column, meaning, unit, body):
            group = column.slots
        elif role is not Role.BLANK or _holds_something(column, body):
            others.append(OtherColumn(column.slots, column.label, _why(meaning)))
    return Header(
        first,
        first + height,
        number,
        group,
        unit.slots,
        total,
        _as_months(months),
        tuple(others),
        names,
        person,
        label=unit.label,
    )


def _label_at(columns: Sequence[Column], slots: Slots) -> str:
    return next((column.label for column in columns if column.slots == slots), "")


def _why(meaning: Meaning) -> str:
    if meaning.role in (Role.UNKNOWN, Role.BLANK, Role.MONTH):
        return ""
    if meaning.role is Role.COUNT:
        return "count"
    return meaning.why or "other"


def _as_months(months: Sequence[tuple[Column, Meaning]]) -> tuple[MonthColumn, ...]:
    numbers = with_old_names([m.word for _, m in months], [m.month for _, m in months])
    return tuple(
        MonthColumn(
            column.slots,
            number,
            meaning.year,
            _label_text(column, meaning),
            meaning.kind,
            meaning.role in (Role.MONTH_TOTAL, Role.TOTAL),
        )
        for (column, meaning), number in zip(months, numbers, strict=True)
    )


def _label_text(column: Column, meaning: Meaning) -> str:
    value = column.bottom.value
    if isinstance(value, date):
        return f"{value.month:02d}/{value.year}"
    return column.label


def _months(
    columns: Sequence[Column], meanings: Sequence[Meaning], *, bare: bool
) -> list[tuple[Column, Meaning]]:
    sent = {text for c, m in zip(columns, meanings, strict=True) if m.why == "sent"
            for text in c.parents}  # fmt: skip
    found = [
        (column, meaning)
        for column, meaning in zip(columns, meanings, strict=True)
        if meaning.role is Role.MONTH
        or (meaning.role is Role.MONTH_TOTAL and not _may_add_sent(column, sent))
    ]
    named = [pair for pair in found if not pair[1].bare]
    if not named and [meaning.word for _, meaning in found] == ["nam"]:
        # "Năm" alone heads years, and no month of May.
        return []
    if not found or not bare or len(named) == len(found):
        return named
    numbers = with_old_names([m.word for _, m in found], [m.month for _, m in found])
    if not _counts_up([month for month, _ in groupby(numbers)]):
        return named
    # "Tháng 12/2022, 1, 2": the first alone is named, the others go on.
    marked = bool(named) or any(m.role in (Role.NUMBER, Role.TOTAL) for m in meanings)
    worded = len(found) > 1 and all(meaning.word for _, meaning in found)
    return found if marked or worded else named


def _may_add_sent(column: Column, sent: set[str]) -> bool:
    """Tell whether a month's sum stands beside what was sent in it, of which it may be as well."""
    return not sent.isdisjoint(column.parents) and not labels.is_posted(column.label)


def _counts_up(numbers: Sequence[int]) -> bool:
    return list(numbers) == [(numbers[0] - 1 + i) % 12 + 1 for i in range(len(numbers))]


def unit_column(
    block: Sequence[GridRow],
    columns: Sequence[Column],
    meanings: Sequence[Meaning],
    months: Sequence[tuple[Column, Meaning]],
    body: Sequence[GridRow],
) -> tuple[Column | None, str]:
    """Return the column of the rows' names and whose names they are.

    Below its heading the block holds nothing else. Where no heading is known as that of units, the
    texts between the numbers and the months are the names.
    """
    first_month = min(column.slots[0] for column, _ in months)
    standing = []
    for column, meaning in zip(columns, meanings, strict=True):
        top = block[0].cell(column.slots[0])
        below = [row.cell(column.slots[0]) for row in block[1:]]
        if not all(cell is top or not cell.text for cell in below):
            continue
        if top.text or column.slots[0] < first_month:
            standing.append((column, meaning, top.text))
    units = [(c, text) for c, _, text in standing if labels.is_unit_label(text)]
    preferred = [c for c, text in units if re.search("đơn vị|cơ quan|don vi|co quan", text.lower())]
    for column in [*preferred, *(c for c, _ in units)]:
        return column, "unit"
    people = [c for c, m, _ in standing if m.role is Role.PERSON]
    others = [
        c
        for c, m, _ in standing
        if m.role in (Role.UNKNOWN, Role.BLANK, Role.GROUP, Role.TOPIC, Role.COUNT)
        and c.slots[0] < first_month
        and _holds_names(c, body)
    ]
    topics = [c for c, m, _ in standing if m.role is Role.TOPIC]
    plain = [c for c in others if c not in topics]
    if people and not plain:
        return people[0], "person"
    if plain:
        # What is merged or carried on downward groups the names beside it.
        best = max(plain, key=lambda c: (_distinct_names(c, body), c.slots))
        return best, "unit"
    if topics:
        return topics[0], "topic"
    return (people[0], "person") if people else (None, "")


def _names(column: Column, body: Sequence[GridRow]) -> list[str]:
    texts = []
    for row in body:
        text = row.cell(column.slots[0]).text
        if text and not is_count_or_blank(row.cell(column.slots[0]).value) and len(text) < 300:
            texts.append(text)
    return texts


def _holds_names(column: Column, body: Sequence[GridRow]) -> bool:
    names = _names(column, body)
    filled = sum(bool(row.cell(column.slots[0]).text) for row in body)
    letters = sum(any(char.isalpha() for char in name) and len(name) > 2 for name in names)
    return letters > 0 and letters * 2 >= filled


def _distinct_names(column: Column, body: Sequence[GridRow]) -> int:
    return len({row.cell(column.slots[0]) for row in body if row.cell(column.slots[0]).text})


def _holds_something(column: Column, body: Sequence[GridRow]) -> bool:
    return any(row.cell(slot).text for row in body for slot in column.slots)


def _is_group(column: Column, meaning: Meaning, unit: Column, body: Sequence[GridRow]) -> bool:
    """Tell whether a column left of the units' names groups them, whatever its heading says."""
    if meaning.role is Role.GROUP:
        return True
    if meaning.role not in (Role.UNIT, Role.UNKNOWN, Role.TOPIC, Role.IGNORED, Role.BLANK):
        return False
    if meaning.why in ("money", "plan", "rate"):
        return False
    texts = _names(column, body)
    if not texts or any(not any(char.isalpha() for char in text) for text in texts):
        return False
    cells = [row.cell(column.slots[0]) for row in body if row.cell(unit.slots[0]).text]
    filled = [cell for cell in cells if cell.text]
    if len(filled) > 1 and len({id(cell) for cell in filled}) < len(filled):
        # Merged downward.
        return True
    if meaning.why == "note" or meaning.role is Role.BLANK:
        return False
    most = Counter(cell.text for cell in filled).most_common(1)
    repeated = bool(most) and most[0][1] > 1
    return repeated and len({cell.text for cell in filled}) * 2 <= len(cells)


def _has_counts(header: Header, body: Sequence[GridRow], *, dated: bool) -> bool:
    """Tell whether counts stand below the months, which they do not below a title or in a list."""
    good = bad = 0
    for row in body[:12]:
        for column in header.months:
            cell = row.cell(column.slots[0])
            if (not cell.text and cell.has_value) or cell is row.cell(header.unit[0]):
                # Blank, or a group's name over the whole row.
                continue
            if (dated and isinstance(cell.value, date)) or (
                not is_count_or_blank(cell.value) and len(cell.text) > 24
            ):
                bad += 1
            else:
                good += 1
    return bad <= good or (bad == 1 and not dated)
