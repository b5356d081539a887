"""Where something stands in a file is told in the reader's language, names as they are."""

import pytest

from domain.errors import InvalidFile
from domain.imports.tables import AppendixWarning, LeftOut
from domain.language import translator
from handlers.problems import problem_text
from reports.appendix.reading import read_appendix
from reports.appendix.wording import left_out_text, warning_text
from tests.reports.appendix_files import csv_file, docx_file, xlsx_file

VI, EN = translator("vi"), translator("en")
TITLE = ("Thống kê tin, bài quý I năm 2023",)
HEADING = ("STT", "Đơn vị", "Tháng 1", "Tháng 2", "Tháng 3")
BAD = [TITLE, HEADING, (1, "Phòng Nội vụ", 1, "hai", 3), (2, "UBND xã Glar", 1, 2, 3)]


@pytest.mark.parametrize(
    ("content", "name", "vietnamese", "english"),
    [
        (xlsx_file(BAD), "a.xlsx", "Sheet1, dòng 3, cột Tháng 2", "Sheet1, row 3, column Tháng 2"),
        (
            xlsx_file(BAD, sheet="Phụ lục, dòng 2"),
            "a.xlsx",
            "Phụ lục, dòng 2, dòng 3, cột Tháng 2",
            "Phụ lục, dòng 2, row 3, column Tháng 2",
        ),
        (csv_file(BAD), "a.csv", "dòng 3, cột Tháng 2", "row 3, column Tháng 2"),
        (
            docx_file(BAD[1:], before=TITLE),
            "a.docx",
            "Bảng 1, dòng 2, cột Tháng 2",
            "Table 1, row 2, column Tháng 2",
        ),
    ],
)
def test_a_fault_names_its_place_in_the_readers_words(
    content: bytes, name: str, vietnamese: str, english: str
) -> None:
    with pytest.raises(InvalidFile) as caught:
        read_appendix(content, name)
    values = caught.value.values
    assert problem_text(VI, caught.value.code, values).startswith(f"{vietnamese}, Phòng Nội vụ: ")
    assert problem_text(EN, caught.value.code, values).startswith(f"{english}, Phòng Nội vụ: ")


def test_a_file_and_a_sheet_keep_their_names() -> None:
    for _ in (VI, EN):
        told = problem_text(_, "protected", {"place": "Báo cáo, lần 2.xlsx"})
        assert told.startswith("Báo cáo, lần 2.xlsx: ")
    tables: dict[str, object] = {
        "place": "a.xlsx",
        "tables": ["Năm 2022, dòng 1", "Bảng 2, dòng 1"],
    }
    assert "(Năm 2022, row 1; Table 2, row 1)" in problem_text(EN, "several_tables", tables)
    assert "(Năm 2022, dòng 1; Bảng 2, dòng 1)" in problem_text(VI, "several_tables", tables)
    column: dict[str, object] = {"place": "Bảng 2, dòng 1", "column": "cột F"}
    assert "“column F”" in problem_text(EN, "unknown_column", column)


def test_what_is_left_out_or_doubtful_names_its_place_in_the_readers_words() -> None:
    struck = LeftOut("struck", "Sheet1, ô C3", {"text": "5"})
    assert left_out_text(VI, struck).startswith("Sheet1, ô C3: ")
    assert left_out_text(EN, struck).startswith("Sheet1, cell C3: ")
    columns = LeftOut("columns", "Bảng 2", {"why": "sum", "columns": "Quý I; cột F"})
    assert left_out_text(VI, columns).endswith(": Quý I; cột F.")
    assert left_out_text(EN, columns).endswith(": Quý I; column F.")
    assert left_out_text(EN, columns).startswith("Table 2: ")
    repeated = AppendixWarning(
        "unit_repeated", "dòng 7", "phong a", {"first_place": "dòng 3", "first_group": ""}
    )
    assert warning_text(VI, repeated).startswith("dòng 7: phong a: đơn vị này đã có ở dòng 3;")
    told = warning_text(EN, repeated)
    assert told.startswith("row 7: phong a: ")
    assert "row 3" in told
    turned = AppendixWarning("taken_as_total", "Sheet1, cột D", "Cộng", {})
    assert warning_text(EN, turned).startswith("Sheet1, column D: Cộng: ")
