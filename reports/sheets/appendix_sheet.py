"""The sheet "Phụ lục": the table of units × months as the board signs it, with live totals."""

from collections.abc import Sequence
from typing import Any

from domain.periods.spans import ReportingMonth
from domain.reports.dataset import GroupRows, Report, UnitRow
from domain.reports.names import without_number
from reports.sheets.cells import Styles, merge_text, set_up_page, write_text
from reports.words.narrative import roman

TITLE_ROWS = 4
_FIRST_MONTH = 2
_MOST_PORTRAIT_MONTHS = 7
_NUMBER_WIDTH, _NAME_WIDTH, _MONTH_WIDTH, _TOTAL_WIDTH = 5, 36, 7, 9


def write_appendix(
    workbook: Any, styles: Styles, report: Report, heading: tuple[str, str], notes: tuple[str, ...]
) -> None:
    """Add the appendix: `heading` is its title and its reference, `notes` stand below the table.

    Columns are STT, unit, the period's months, total. Every total is a formula that carries its
    value for programs that do not calculate.
    """
    sheet = workbook.add_worksheet("Phụ lục")
    months = report.period.months
    last = _FIRST_MONTH + len(months)
    sheet.set_column(0, 0, _NUMBER_WIDTH)
    sheet.set_column(1, 1, _NAME_WIDTH)
    sheet.set_column(_FIRST_MONTH, last - 1, _MONTH_WIDTH)
    sheet.set_column(last, last, _TOTAL_WIDTH)
    width = _NUMBER_WIDTH + _NAME_WIDTH + _MONTH_WIDTH * len(months) + _TOTAL_WIDTH
    title, reference = heading
    merge_text(sheet, 0, (0, last), "Phụ lục", styles.title)
    # The title's capitals are half as wide again.
    merge_text(sheet, 1, (0, last), title, styles.title, width=width * 2 // 3)
    merge_text(sheet, 2, (0, last), reference, styles.small_title, width=width)
    _write_header(sheet, styles, report)
    first_row = row = TITLE_ROWS + 1
    for place, group in enumerate(report.groups, 1):
        row = _write_group(sheet, styles, group, place, (row, last), width)
    merge_text(sheet, row, (0, 1), "Tổng cộng", styles.total_text)
    _write_sums(
        sheet, styles, (*report.known_month_totals, report.known_total), (first_row, row - 1), row
    )
    for line in notes:
        row += 1
        merge_text(sheet, row, (0, last), line, styles.note, width=width)
    sheet.freeze_panes(TITLE_ROWS + 1, _FIRST_MONTH)
    set_up_page(sheet, TITLE_ROWS, landscape=len(months) > _MOST_PORTRAIT_MONTHS)


def month_labels(months: tuple[ReportingMonth, ...]) -> tuple[str, ...]:
    """Return the columns' headers: with the year where there are several, the days where cut."""
    several = len({month.month.year for month in months}) > 1
    labels = []
    for month in months:
        label = f"Tháng {month.month.month}"
        if several:
            label += f"/{month.month.year}"
        if not month.whole:
            first, last = month.first, month.last
            label += f" ({first.day}/{first.month}–{last.day}/{last.month})"
        labels.append(label)
    return tuple(labels)


def _write_header(sheet: Any, styles: Styles, report: Report) -> None:
    labels = ("STT", "Tên đơn vị", *month_labels(report.period.months), "Tổng cộng")
    for column, label in enumerate(labels):
        write_text(sheet, TITLE_ROWS, column, label, styles.header)


def _write_group(
    sheet: Any, styles: Styles, group: GroupRows, place: int, area: tuple[int, int], width: int
) -> int:
    """Write a group's heading, units and totals; return the row below.

    `area` is the first row and the last column.
    """
    row, last = area
    write_text(sheet, row, 0, roman(place), styles.group_number)
    merge_text(
        sheet, row, (1, last), without_number(group.name), styles.group, width=width * 2 // 3
    )
    first_unit = row + 1
    row = first_unit
    for number, unit in enumerate(group.units, 1):
        _write_unit(sheet, styles, unit, number, row)
        row += 1
    blank = (None,) * (last - _FIRST_MONTH)
    sums = (*(group.known_month_totals or blank), group.known_total)
    merge_text(sheet, row, (0, 1), "Cộng", styles.total_text)
    _write_sums(sheet, styles, sums, (first_unit, row - 1), row)
    return row + 1


def _write_unit(sheet: Any, styles: Styles, unit: UnitRow, number: int, row: int) -> None:
    from xlsxwriter.utility import xl_range

    sheet.write_number(row, 0, number, styles.number)
    write_text(sheet, row, 1, unit.name, styles.text)
    column = _FIRST_MONTH
    for count in unit.months:
        if count is None:
            sheet.write_blank(row, column, None, styles.number)
        else:
            sheet.write_number(row, column, count, styles.number)
        column += 1
    months = xl_range(row, _FIRST_MONTH, row, column - 1)
    sum_ = f'=IF(COUNT({months})=0,"",SUM({months}))'
    sheet.write_formula(row, column, sum_, styles.sum, _shown(unit.known_total))


def _write_sums(
    sheet: Any, styles: Styles, sums: Sequence[int | None], rows: tuple[int, int], row: int
) -> None:
    """Write the sums of the rows first..last; a sum of blanks is blank.

    SUBTOTAL leaves out the group totals within its range, so that the last row can span them all.
    """
    from xlsxwriter.utility import xl_range

    first, last = rows
    for column, value in enumerate(sums, _FIRST_MONTH):
        if last < first:
            sheet.write_blank(row, column, None, styles.total)
            continue
        cells = xl_range(first, column, last, column)
        sum_ = f'=IF(SUBTOTAL(2,{cells})=0,"",SUBTOTAL(9,{cells}))'
        sheet.write_formula(row, column, sum_, styles.total, _shown(value))


def _shown(total: int | None) -> int | str:
    """Return a formula's value for programs that do not calculate."""
    return "" if total is None else total
