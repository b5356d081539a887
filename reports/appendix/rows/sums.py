"""Checking the sums a table prints: the cells win, every difference is named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NoReturn

from domain.errors import InvalidFile
from domain.imports.tables import AppendixRow, AppendixWarning
from domain.periods.spans import Month
from reports.appendix.headings.labels import is_group_total
from reports.appendix.rows.lines import Kind, Line, lenient_count
from reports.appendix.rows.table import Table

_FAR_BELOW = 4
# "Tổng cộng: 26 tin, bài" over the whole row.
_IN_NAME = re.compile(r"[:=]\s*(\d{1,3}(?:\.\d{3})+|\d{1,6})(?:\s*[^\d\s(][^\d]*)?$")
_FEWEST_OTHERS = 2


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether the cells agree with the printed grand total, and by how much it differs.

    Both are None where no grand total is printed.
    """

    matches: bool | None = None
    difference: int | None = None


def check_sums(table: Table, months: Sequence[Month], *, hidden_rows: bool = False) -> Checked:
    """Note on each row of sums where it differs from the units' cells.

    A sum that stands before the last unit is of the units since the group's name or since the sum
    before it. Behind the last unit, the last sum is of all units, unless its name says that it is a
    group's. Raises InvalidFile: `no_unit` for numbers without a name that are no sum,
    `grand_total_differs` for a total that differs in most months: then rows were misread.
    """
    sum_lines = [i for i, line in enumerate(table.lines) if line.kind is Kind.TOTAL]
    start = 0
    checked = Checked()
    astray: list[tuple[Line, Sequence[AppendixRow]]] = []
    for index in sum_lines:
        line = table.lines[index]
        section = table.opened[index]
        first = max(section.start, start)
        end = table.before[index]
        rows = table.rows[first:end]
        if not line.name and any(line.counts):
            _check_nameless(line, rows, table.rows, months)
        elif _is_of_all(table, index, sum_lines) and not (
            start and _agrees(line, rows, months) and not _agrees(line, table.rows, months)
        ):
            checked = _compare_all(line, table.rows, months, hidden_rows=hidden_rows)
        else:
            if not rows:
                # The sum stands above its units.
                rows = table.rows[end : table.end_of(section)]
            of_section = table.rows[section.start : end]
            if not _agrees(line, of_section, months) and not _agrees(line, table.rows, months):
                _compare(line, rows, months, {"what": "group", "group": section.name})
                if _far_off(line, rows, months):
                    astray.append((line, rows))
        start = end
    for section in table.sections:
        rows = table.rows[section.start : table.end_of(section)]
        # A heading above other headings has no units of its own, and its sums are not checked.
        if section.heading is not None and rows and not section.heading.empty:
            heading = section.heading
            _compare(heading, rows, months, {"what": "group", "group": section.name})
            if _far_off(heading, rows, months):
                astray.append((heading, rows))
    if astray and not checked.matches:
        _refuse(*astray[0], months, hidden_rows=hidden_rows)
    return checked


def _compare_all(
    line: Line, rows: Sequence[AppendixRow], months: Sequence[Month], *, hidden_rows: bool
) -> Checked:
    _compare(line, rows, months, {"what": "all"})
    if _far_off(line, rows, months):
        _refuse(line, rows, months, hidden_rows=hidden_rows)
    printed = [count for count in line.counts if count is not None]
    total = lenient_count(line, line.total)
    if total is None and not printed and (named := _IN_NAME.search(line.name)):
        total = int(named[1].replace(".", ""))
        if total != sum(_sums(rows, len(months))):
            values = {"printed": total, "counted": sum(_sums(rows, len(months)))}
            line.warn("total_differs", what="all", **values)
    if not printed and total is None:
        return Checked()
    counted = _sums(rows, len(months))
    whole = total if total is not None else sum(printed)
    same = all(
        count in (None, other) for count, other in zip(line.counts, counted, strict=True)
    ) and whole == sum(counted)
    return Checked(same, whole - sum(counted))


def _agrees(line: Line, rows: Sequence[AppendixRow], months: Sequence[Month]) -> bool:
    counted = _sums(rows, len(months))
    return any(line.counts) and [count or 0 for count in line.counts] == counted


def _far_off(line: Line, rows: Sequence[AppendixRow], months: Sequence[Month]) -> bool:
    """Tell whether a sum differs in most of its months, which no slip of the pen explains."""
    counted = _sums(rows, len(months))
    pairs = [
        (printed, count)
        for printed, count in zip(line.counts, counted, strict=True)
        if printed is not None and (printed or count)
    ]
    wrong = sum(printed != count for printed, count in pairs)
    return bool(pairs) and (wrong == len(pairs) or (wrong > 1 and wrong * 2 > len(pairs)))


def _refuse(
    line: Line, rows: Sequence[AppendixRow], months: Sequence[Month], *, hidden_rows: bool
) -> NoReturn:
    counted = _sums(rows, len(months))
    month, printed, count = next(
        (month, printed, count)
        for month, printed, count in zip(months, line.counts, counted, strict=True)
        if printed is not None and printed != count
    )
    raise InvalidFile(
        "grand_total_differs",
        place=line.row.place,
        unit=line.name,
        month=f"{month.month}/{month.year}",
        printed=printed,
        counted=count,
        hidden="1" if hidden_rows else "",
    )


def last_month_warning(
    rows: Sequence[AppendixRow], months: Sequence[Month]
) -> AppendixWarning | None:
    """Return a warning when the last month looks incomplete.

    It does when its sum is less than a quarter of what the other months usually have (their
    median), or when the unit that contributed most before it has a blank cell there.
    """
    if len(months) < _FEWEST_OTHERS or not rows:
        return None
    sums = [sum(row.counts[i] or 0 for row in rows) for i in range(len(months))]
    usual = int(median(sums[:-1]))
    low = len(months) > _FEWEST_OTHERS and sums[-1] * _FAR_BELOW < usual
    biggest = max(rows, key=lambda row: sum(count or 0 for count in row.counts[:-1]))
    silent = any(biggest.counts[:-1]) and biggest.counts[-1] is None
    if not low and not silent:
        return None
    return AppendixWarning(
        "last_month_incomplete",
        biggest.place if silent else "",
        biggest.unit if silent else "",
        {"month": months[-1].code, "counted": sums[-1], "usual": usual, "low": low},
    )


def _is_of_all(table: Table, index: int, sum_lines: list[int]) -> bool:
    line = table.lines[index]
    before = table.before[index]
    if before < len(table.rows):
        return before == 0 and not any(other.kind is Kind.GROUP for other in table.lines[:index])
    if index != sum_lines[-1]:
        return False
    if len(sum_lines) > 1 and table.before[sum_lines[-2]] == before:
        return True
    earlier = {table.lines[i].name for i in sum_lines if i < index}
    return not is_group_total(line.name) and line.name not in earlier


def _sums(rows: Sequence[AppendixRow], width: int) -> list[int]:
    return [sum(row.counts[i] or 0 for row in rows) for i in range(width)]


def _compare(
    line: Line, rows: Sequence[AppendixRow], months: Sequence[Month], scope: dict[str, object]
) -> None:
    counted = _sums(rows, len(months))
    for cell in line.cells:
        lenient_count(line, cell)
    for month, printed, count in zip(months, line.counts, counted, strict=True):
        if printed is not None and printed != count:
            values = {**scope, "month": month.code, "printed": printed, "counted": count}
            line.warn("total_differs", **values)
    printed = lenient_count(line, line.total)
    if printed is not None and printed != sum(counted):
        line.warn("total_differs", **scope, printed=printed, counted=sum(counted))


def _check_nameless(
    line: Line,
    group: Sequence[AppendixRow],
    everyone: Sequence[AppendixRow],
    months: Sequence[Month],
) -> None:
    printed = [count or 0 for count in line.counts]
    if not any(printed) or printed in (_sums(group, len(months)), _sums(everyone, len(months))):
        return
    raise InvalidFile("no_unit", place=line.row.place)
