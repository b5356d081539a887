"""One table in every kind of workbook: whatever program wrote it, it says the same."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.errors import InvalidFile
from reports.appendix.files import office
from reports.appendix.number_formats import is_hidden
from reports.appendix.reading import read_appendix
from tests.programs import needs_libreoffice
from tests.reports.appendix_files import counts, csv_file, docx_file, groups, xlsx_file

TABLES = Path(__file__).parents[2] / "data" / "tables"
TRUTH = {
    "Phòng Tư pháp": (1, 2, 0, 3, None, 4),
    "Phòng Nội vụ": (2, 2, 2, 2, 2, 2),
    "Xã Tân An": (5, None, 1, 1, 1, 1),
    "Xã Bình Minh": (0, 0, 7, 0, 0, 0),
}
TITLE = ("THỐNG KÊ TIN, BÀI NĂM 2022",)


@pytest.mark.parametrize("name", ["book.xlsx", "book.xls", "book.ods"])
def test_a_workbook_of_any_kind_is_read_without_what_is_hidden_or_struck_out(name: str) -> None:
    found = read_appendix((TABLES / name).read_bytes(), name)
    assert counts(found) == TRUTH
    assert [row.group for row in found.rows] == ["Cơ quan chuyên môn"] * 2 + ["Xã, phường"] * 2
    assert [month.code for month in found.months] == [f"2022-0{number}" for number in range(1, 7)]
    assert {left.code for left in found.left_out} == {"hidden_rows", "struck"}
    assert found.total_matches is True


@pytest.mark.parametrize("name", ["unseen.xlsx", "unseen.xls", "unseen.ods"])
def test_a_number_that_its_format_hides_is_left_out_and_said(name: str) -> None:
    found = read_appendix((TABLES / name).read_bytes(), name)
    assert counts(found) == {
        "Phòng Nội vụ": (None, 2, 3),
        # A zero whose format shows zeros as nothing is a zero.
        "UBND xã Glar": (4, 0, None),
        "UBND xã Trang": (7, 8, 9),
    }
    assert [(left.code, left.values["text"]) for left in found.left_out] == [
        ("hidden_text", "1"),
        ("hidden_text", "6"),
    ]


@pytest.mark.parametrize(
    ("number_format", "value", "hidden"),
    [
        (";;;", 5, True),
        (";;;", "Phòng Nội vụ", True),
        (";;", "Phòng Nội vụ", False),
        ('"";"";""', 5, True),
        ("0;;", -5, True),
        ("0;;", 5, False),
        ('[Red]"";0', 5, True),
        ("General;-General;", 5, False),
        ("#,##0;[Red]-#,##0;", 5, False),
        ('[>0]"";0', 5, False),
        ("[h]:mm;@", 5, False),
        ("0", 5, False),
    ],
)
def test_a_format_hides_what_its_section_has_no_place_for(
    number_format: str, value: object, *, hidden: bool
) -> None:
    assert is_hidden(number_format, value) is hidden


@pytest.mark.parametrize("name", ["book.xls", "book.ods"])
def test_a_workbook_that_is_cut_off_is_refused_in_a_sentence(name: str) -> None:
    content = (TABLES / name).read_bytes()
    for length in (600, len(content) // 2, len(content) - 700):
        with pytest.raises(InvalidFile):
            read_appendix(content[:length], name)


SIDEWAYS: list[Sequence[object]] = [
    TITLE,
    ("Tháng", "Phòng Tư pháp", "Phòng Nội vụ", "Tổng cộng"),
    ("Tháng 1", 1, 2, 3),
    ("Tháng 2", 0, None, 0),
    ("Tháng 3", 5, 6, 11),
    ("Tổng cộng", 6, 8, 14),
]
A_ROW_A_MONTH: list[Sequence[object]] = [
    TITLE,
    ("STT", "Đơn vị", "Tháng", "Số tin, bài"),
    (1, "Phòng Tư pháp", "Tháng 1", 1),
    (2, "Phòng Tư pháp", "Tháng 2", 0),
    (3, "Phòng Tư pháp", "Tháng 3", 5),
    (4, "Phòng Nội vụ", "Tháng 1", 2),
    (5, "Phòng Nội vụ", "Tháng 3", 6),
]
SECTIONS: list[Sequence[object]] = [
    TITLE,
    ("STT", "Đơn vị", "Số tin, bài"),
    ("Tháng 1", None, None),
    (1, "Phòng Tư pháp", 1),
    (2, "Phòng Nội vụ", 2),
    ("Tháng 2", None, None),
    (1, "Phòng Tư pháp", 0),
    ("Tháng 3", None, None),
    (1, "Phòng Tư pháp", 5),
    (2, "Phòng Nội vụ", 6),
]
SAID = {"Phòng Tư pháp": (1, 0, 5), "Phòng Nội vụ": (2, None, 6)}


@pytest.mark.parametrize("rows", [SIDEWAYS, A_ROW_A_MONTH, SECTIONS])
@pytest.mark.parametrize("kind", ["a.xlsx", "a.csv", "a.docx"])
def test_a_table_laid_out_otherwise_says_the_same(rows: list[Sequence[object]], kind: str) -> None:
    if kind == "a.docx":
        (title,), *table = rows
        blanks = [["" if value is None else value for value in row] for row in table]
        content = docx_file(blanks, [str(title)])
    else:
        content = (xlsx_file if kind == "a.xlsx" else csv_file)(rows)
    assert counts(read_appendix(content, kind)) == SAID


def test_a_month_alone_below_one_another_is_read() -> None:
    rows = [(1, "Phòng Tư pháp", "Tháng 2", 1), (2, "Phòng Nội vụ", "Tháng 2", 0)]
    found = read_appendix(xlsx_file([*A_ROW_A_MONTH[:2], *rows]), "a.xlsx")
    assert counts(found) == {"Phòng Tư pháp": (1,), "Phòng Nội vụ": (0,)}


def test_a_unit_with_two_rows_of_a_month_is_refused() -> None:
    with pytest.raises(InvalidFile, match="unit_month_repeated"):
        read_appendix(xlsx_file([*A_ROW_A_MONTH, (6, "Phòng Nội vụ", "Tháng 3", 1)]), "a.xlsx")


HTML = """<html><head><meta charset="utf-8"></head><body><h3>Thống kê tin, bài năm 2022</h3>
<table><thead><tr><th rowspan="2">STT</th><th rowspan="2">Đơn vị</th><th colspan="3">Tháng</th></tr>
<tr><th>1</th><th>2</th><th>3</th></tr></thead><tbody>
<tr><td>1</td><td>Phòng Tư&nbsp;pháp</td><td>1</td><td>0</td><td><s>4</s>5</td></tr>
<tr style="display:none"><td>2</td><td>Phòng cũ</td><td>9</td><td>9</td><td>9</td></tr>
<tr><td>2</td><td>Phòng <b>Nội vụ</b></td><td>2</td><td></td><td>6<sup>(1)</sup></td></tr>
</tbody><tfoot>
<tr><td colspan="2">Tổng cộng</td><td>3</td><td>0</td><td>11</td></tr></tfoot></table>
<p>(1) Có một bài đăng lại.</p></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_page_named_xls_is_read_without_what_is_hidden_struck_or_raised(encoding: str) -> None:
    found = read_appendix(HTML.encode(encoding), "xuat.xls")
    assert counts(found) == SAID
    assert {left.code for left in found.left_out} == {"hidden_rows", "struck", "superscript"}


@pytest.mark.libreoffice
@needs_libreoffice
@pytest.mark.parametrize("kind", ["odt", "rtf"])
def test_a_text_document_of_another_kind_is_read_where_libreoffice_is(
    kind: str, tmp_path: Path
) -> None:
    rows = [
        ("STT", "Đơn vị", "Tháng 1/2022", "Tháng 2/2022", "Tháng 3/2022"),
        (1, "Phòng Tư pháp", 1, 0, 5),
        (2, "Phòng Nội vụ", 2, "", 6),
    ]
    made = office.convert(docx_file(rows), "a.docx", kind)
    found = read_appendix(made, f"a.{kind}")
    assert counts(found) == SAID
    assert groups(found) == groups(read_appendix(docx_file(rows), "a.docx"))
