"""What is shown of a file before anything of it is stored."""

from io import BytesIO

import openpyxl

from domain.periods.spans import Month
from reports.sheets.import_preview import import_preview

JANUARY, FEBRUARY = Month(2022, 1), Month(2022, 2)


def test_the_preview_marks_new_units_and_keeps_blank_and_zero_apart() -> None:
    counted = {"Phòng Tư pháp": {JANUARY: 2, FEBRUARY: 0}, "=Đội mới": {JANUARY: 1}}
    made = import_preview(counted, (JANUARY, FEBRUARY), ["=Đội mới"])
    sheet = openpyxl.load_workbook(BytesIO(made.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["Đơn vị", "1/2022", "2/2022", "Tổng", "Ghi chú"]
    assert rows[1][:4] == ["Phòng Tư pháp", 2, 0, 2]
    assert rows[2] == ["=Đội mới", 1, None, 1, "đơn vị mới"]
    assert sheet.cell(3, 1).data_type == "s"  # a name is never a formula
    assert rows[3][:4] == ["Tổng cộng", 3, 0, 3]
