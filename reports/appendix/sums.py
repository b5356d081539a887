"""Checking the sums a table prints: the cells win, every difference is named."""

from collections.abc import Sequence
from statistics import median

from domain.errors import InvalidFile
from domain.imports.tables import AppendixRow, AppendixWarning
from domain.periods.spans import Month
from reports.appendix.body import Kind, Line, lenient_count
from reports.appendix.labels import is_group_total
from reports.appendix.table import Table

_FAR_BELOW = 4
_FEWEST_OTHERS = 2

Sums = list[int | None]


def check_sums(table: Table, months: Sequence[Month]) -> None:
    """Note on each row of sums where it differs from the units' cells.

    A sum that stands before the last unit is of the units since the group's name or since the sum
    before it. Behind the last unit, the last sum is of all units, unless its name says that it is a
    group's. Raises InvalidFile `no_unit` for numbers without a name that are no sum.
    """
    sum_lines = [i for i, line in enumerate(table.lines) if line.kind is Kind.TOTAL]
    start = 0
    for index in sum_lines:
        line = table.lines[index]
        section = table.opened[index]
        first = max(section.start, start)
        end = table.before[index]
        rows = table.rows[first:end]
        if not line.name:
            _check_nameless(line, rows, table.rows, months)
        elif _is_of_all(table, index, sum_lines):
            _compare(line, table.rows, months, {"what": "all"})
        else:
            if not rows:
                # The sum stands above its units.
                rows = table.rows[end : table.end_of(section)]
            _compare(line, rows, months, {"what": "group", "group": section.name})
        start = end
    for section in table.sections:
        rows = table.rows[section.start : table.end_of(section)]
        # A heading above other headings has no units of its own, and its sums are not checked.
        if section.heading is not None and rows and not section.heading.empty:
            _compare(section.heading, rows, months, {"what": "group", "group": section.name})


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
    for month, cell, count in zip(months, line.months, counted, strict=True):
        printed = lenient_count(line, cell)
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
    printed = [lenient_count(line, cell) or 0 for cell in line.months]
    if not any(printed) or printed in (_sums(group, len(months)), _sums(everyone, len(months))):
        return
    raise InvalidFile("no_unit", place=line.row.place)
