"""The table that `tinbai import` reads without a question, for a board to fill in."""

from io import BytesIO

from reports.rendered import Rendered

YEAR = 2023
UNITS = (
    ("CÁC PHÒNG, BAN", ("Phòng Nội vụ", "Phòng Giáo dục và Đào tạo", "Công an huyện")),
    ("CÁC XÃ, THỊ TRẤN", ("UBND xã Bình An", "UBND thị trấn Mẫu")),
)
MONTHS = 6


def sample_table() -> Rendered:
    """Return the sample as a workbook: a title with the year, units, months, sums."""
    import xlsxwriter

    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Tin bài")
        bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center"})
        plain = book.add_format({"border": 1})
        title = book.add_format({"bold": True, "align": "center"})
        last = MONTHS + 2
        sheet.merge_range(0, 0, 0, last, f"THỐNG KÊ TIN, BÀI 6 THÁNG ĐẦU NĂM {YEAR}", title)
        heading = ["STT", "Đơn vị", *(f"Tháng {month + 1}" for month in range(MONTHS)), "Tổng"]
        for column, text in enumerate(heading):
            sheet.write(2, column, text, bold)
        row, sums = 3, [0] * MONTHS
        for number, (group, units) in enumerate(UNITS, start=1):
            sheet.write(row, 0, "I" * number, bold)
            sheet.write(row, 1, group, bold)
            for column in range(2, last + 1):
                sheet.write_blank(row, column, None, plain)
            row += 1
            for place, unit in enumerate(units, start=1):
                counts = [(place + month + number) % 4 for month in range(MONTHS)]
                sums = [total + count for total, count in zip(sums, counts, strict=True)]
                for column, value in enumerate([place, unit, *counts, sum(counts)]):
                    sheet.write(row, column, value, plain)
                row += 1
        for column, value in enumerate(["", "Tổng cộng", *sums, sum(sums)]):
            sheet.write(row, column, value, bold)
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 1, 36)
    return Rendered(
        "bang-tin-bai-mau.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        file.getvalue(),
    )
