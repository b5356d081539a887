"""What a file was understood as, units by months, so that somebody can look before it is stored."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from domain.periods.spans import Month
from reports.rendered import Rendered


def import_preview(
    counted: Mapping[str, Mapping[Month, int | None]], months: Sequence[Month], new: Sequence[str]
) -> Rendered:
    """Return a workbook of counts; a new unit is marked, a blank stays blank."""
    import xlsxwriter

    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Xem trước")
        bold = book.add_format({"bold": True, "border": 1, "align": "center"})
        plain = book.add_format({"border": 1})
        fresh = book.add_format({"border": 1, "bg_color": "#FFF2CC"})
        heading = [
            "Đơn vị",
            *(f"{month.month}/{month.year}" for month in months),
            "Tổng",
            "Ghi chú",
        ]
        sheet.write_row(0, 0, heading, bold)
        for row, (unit, counts) in enumerate(counted.items(), start=1):
            style = fresh if unit in new else plain
            sheet.write_string(row, 0, unit, style)
            for column, month in enumerate(months, start=1):
                count = counts.get(month)
                if count is None:
                    sheet.write_blank(row, column, None, style)
                else:
                    sheet.write_number(row, column, count, style)
            last = len(months) + 1
            sheet.write_number(row, last, sum(count or 0 for count in counts.values()), style)
            sheet.write_string(row, last + 1, "đơn vị mới" if unit in new else "", style)
        last_row = len(counted) + 1
        sheet.write_string(last_row, 0, "Tổng cộng", bold)
        totals = [sum(row.get(month) or 0 for row in counted.values()) for month in months]
        sheet.write_row(last_row, 1, [*totals, sum(totals)], bold)
        sheet.set_column(0, 0, 40)
        sheet.freeze_panes(1, 1)
    return Rendered(
        "xem-truoc.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        file.getvalue(),
    )
