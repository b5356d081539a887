"""The columns whose numbers do not count: named, or, not understood, a reason to stop."""

import re
from collections.abc import Sequence
from statistics import median

from domain.errors import InvalidFile
from domain.imports.places import column_place
from domain.imports.tables import LeftOut
from domain.text import has_digit, search_key
from reports.appendix.grid import Cell, Grid, column_letter
from reports.appendix.headings.header import Header, OtherColumn
from reports.appendix.headings.labels import (
    is_channel,
    is_measure,
    is_part_label,
    is_posted,
    kind_of,
    says_money,
)
from reports.appendix.number_formats import ShownOtherwise
from reports.appendix.rows.counts import NotACountError, read_count
from reports.appendix.rows.lines import Kind, Line
from reports.appendix.rows.table import Table

_SMALLEST_SUM_OF_MONEY = 1_000
_MORE_THAN_ANY_UNIT = 10_000
_WEEK = re.compile(r"tuan\b")


def check_columns(grid: Grid, header: Header, lines: Sequence[Line]) -> list[LeftOut]:
    """Return the columns left out; raise InvalidFile `unknown_column` for whole numbers in a
    column right of the units' names that was not understood.

    A column that equals a sum of the months left of it is one, whatever it is called.
    """
    units = [line for line in lines if line.kind is Kind.UNIT]
    left_out: dict[str, list[str]] = {}
    # Articles of no month, by kind: sums over all months where they add up to those.
    counted = [column for column in header.others if column.why == "count"]
    adds_up = all(
        sum(_number(_cell(line, column)) or 0 for column in counted)
        == sum(count or 0 for count in line.counts)
        for line in units
    )
    parts = _parts(header, units)
    _refuse_weeks(grid, header, units)
    posted = any(is_posted(month.label) for month in header.months)
    for column in header.others:
        cells = [_cell(line, column) for line in units]
        if not any(cell.text for cell in cells):
            continue
        why = "other" if column in parts else column.why or _why_rank(column, header)
        if why == "sent" and not posted:
            why = ""
        if why == "count":
            why = "sum" if adds_up else ""
        name = column.label or column_place("", column_letter(column.slots[0]))
        if not why:
            numbers = [_number(cell) for cell in cells]
            whole = any(number is not None for number in numbers)
            if whole and column.slots[0] > header.unit[0] and not _is_sum(column, header, units):
                place = grid.rows[header.first].place
                raise InvalidFile("unknown_column", place=place, column=name)
            why = "sum" if whole and _is_sum(column, header, units) else "other"
        left_out.setdefault(why, []).append(name)
    place = grid.name
    return [
        LeftOut("columns", place, {"why": why, "columns": "; ".join(names[:20])})
        for why, names in left_out.items()
    ]


def _refuse_weeks(grid: Grid, header: Header, units: Sequence[Line]) -> None:
    """Raise InvalidFile `unknown_column` for weeks of one month that do not make up its count."""
    weeks = [column for column in header.others if _WEEK.match(search_key(column.label))]
    if len({month.month for month in header.months}) > 1:
        return
    for line in units if weeks else ():
        added = sum(_number(_cell(line, column)) or 0 for column in weeks)
        if added not in (0, sum(count or 0 for count in line.counts)):
            place = grid.rows[header.first].place
            raise InvalidFile("unknown_column", place=place, column=weeks[0].label)


def _why_rank(column: OtherColumn, header: Header) -> str:
    """Return "rate" for a column "XH" right of the months: left of them it is a topic."""
    is_rank = search_key(column.label) == "xh" and column.slots[0] > header.last_month
    return "rate" if is_rank else ""


def refuse_beside(grid: Grid, header: Header, lines: Sequence[Line]) -> None:
    """Raise InvalidFile `tables_beside` where the units' heading stands again right of the counts.

    Its rows would lose their units, and their counts would be given to those on the left.
    """
    key = search_key(header.label)
    again = [column.slots for column in header.others if search_key(column.label) == key]
    if header.names == "person" and header.person:
        again.append(header.person)
    for slots in again:
        names = [line.row.cell(slots[0]).text for line in lines]
        between = range(header.unit[-1] + 1, slots[0])
        if any(any(char.isalpha() for char in name) for name in names) and any(
            _number(line.row.cell(slot)) is not None for line in lines for slot in between
        ):
            raise InvalidFile("tables_beside", place=grid.rows[header.first].place)


def refuse_measures(header: Header, table: Table) -> None:
    """Raise InvalidFile `measures_mixed` where a unit's rows hold what is no sum together.

    A column or the groups' names tell them apart: what was sent and posted, planned and done,
    on the portal and on another channel.
    """
    units = [line for line in table.lines if line.kind is Kind.UNIT]
    rows: dict[str, list[tuple[Line, str]]] = {}
    for line, row in zip(units, table.rows, strict=True):
        rows.setdefault(search_key(row.unit), []).append((line, row.group))
    columns = [column for column in header.others if column.why != "note"]
    for same in rows.values():
        if len(same) == 1:
            continue
        told = [
            (is_part_label(column.label), [_cell(line, column).text for line, _ in same])
            for column in columns
        ]
        for of_parts, texts in (*told, (bool(header.group), [group for _, group in same])):
            kinds = {kind_of(text) for text in texts}
            if len(set(texts)) < 2 or (all(kinds) and len(kinds) == len(set(texts))):
                continue
            for (line, _), text in zip(same, texts, strict=True):
                if is_measure(text) or (is_channel(text) and not of_parts):
                    place = line.row.place
                    raise InvalidFile("measures_mixed", place=place, unit=line.name, text=text)


def _cell(line: Line, column: OtherColumn) -> Cell:
    return line.row.cell(column.slots[0])


def _number(cell: Cell) -> int | None:
    if not has_digit(cell.text):
        return None  # "Không" beside "Có" is no count
    try:
        return read_count(cell.value)
    except NotACountError:
        return None


def _parts(header: Header, units: Sequence[Line]) -> list[OtherColumn]:
    """Return columns of topics or channels that together make up each unit's articles."""
    columns = [
        column
        for column in header.others
        if not column.why
        and column.slots > header.unit
        and any(_number(_cell(line, column)) is not None for line in units)
    ]
    if len(columns) < 2:
        return []
    if len({month.month for month in header.months}) > 1:
        return columns if _part_each_month(header, columns, units) else []
    sums = [sum(_number(_cell(line, column)) or 0 for column in columns) for line in units]
    counted = [sum(count or 0 for count in line.counts) for line in units]
    return columns if sums == counted and sum(map(bool, sums)) > 1 else []


def _part_each_month(header: Header, columns: Sequence[OtherColumn], units: Sequence[Line]) -> bool:
    """Tell whether the columns left of each month's sum make it up in every row, and none is over.

    They do by more than chance only where they are several in each month.
    """
    parted = 0
    before = header.unit[-1]
    for index, month in enumerate(header.months):
        own = [c for c in columns if before < c.slots[0] < month.slots[0]]
        before = month.slots[-1]
        parted += len(own)
        sums = [sum(_number(_cell(line, column)) or 0 for column in own) for line in units]
        if not month.is_sum or len(own) < 2 or sums != [line.raw[index] or 0 for line in units]:
            return False
    return parted == len(columns)


def _is_sum(column: OtherColumn, header: Header, units: Sequence[Line]) -> bool:
    """Tell whether the column equals the sum of some months up to it in every row."""
    ends = [i for i, month in enumerate(header.months) if month.slots < column.slots]
    rows = [(line, _number(_cell(line, column))) for line in units]
    if sum(bool(number) for _, number in rows) < 2:
        return False
    return any(
        all(
            (number or 0) == sum(count or 0 for count in line.raw[start : len(ends)])
            for line, number in rows
        )
        for start in range(len(ends) - 1)
    )


def refuse_money(grid: Grid, header: Header, lines: Sequence[Line], titles: Sequence[str]) -> None:
    """Raise InvalidFile `money` where the months hold sums of money."""
    counts = [c for line in lines if line.kind is Kind.UNIT for c in line.raw if c]
    place = grid.rows[header.first].place
    measured = any(_measures_money(text) for text in titles)
    totals = " ".join(_heading(grid, header, header.total))
    if measured or says_money(totals):
        raise InvalidFile("money", place=place)
    large = bool(counts) and median(counts) >= _SMALLEST_SUM_OF_MONEY
    titled = any(says_money(text) for text in titles)
    counted = any(_counts_articles(text) for text in titles)
    round_ = sum(count % 100 == 0 for count in counts) * 10 >= len(counts) * 9
    enormous = bool(counts) and median(counts) >= _MORE_THAN_ANY_UNIT
    cells = [c for line in lines if line.kind is Kind.UNIT for c in line.cells if c.text]
    shown = [c for c in cells if isinstance(c.value, ShownOtherwise) and c.value.is_money]
    if len(shown) * 2 > len(cells):
        raise InvalidFile("money", place=place)
    if enormous or (large and round_ and min(counts) >= 100) or (titled and not counted):
        raise InvalidFile("money", place=place)


def _heading(grid: Grid, header: Header, slots: Sequence[int]) -> list[str]:
    rows = grid.rows[header.first : header.last]
    return [row.cell(slot).text for slot in slots for row in rows]


def _measures_money(text: str) -> bool:
    lowered = text.lower()
    for mark in ("đơn vị tính", "đvt", "don vi tinh", "dvt", "đơn vị:"):
        if mark in lowered:
            rest = lowered.split(mark, 1)[1][:30]
            return says_money(rest) or says_money(f"({rest.strip(' :()')})") or "dong" in rest
    return False


def _counts_articles(text: str) -> bool:
    lowered = text.lower()
    return any(
        word in lowered for word in ("tin, bài", "tin bài", "tin/bài", "số lượng tin", "bài viết")
    )
