"""Rows of one unit that count different things: added where they are kinds, else never."""

from collections.abc import Sequence

import pytest

from domain.errors import InvalidFile
from domain.language import translator
from handlers.imports.file_problems import FILES
from reports.appendix.headings.labels import is_measure
from reports.appendix.reading import read_appendix
from tests.reports.appendix_files import counts, xlsx_file

Row = tuple[object, ...]
TITLE = ("TIN BÀI QUÝ I NĂM 2021",)
MONTHS = ("Tháng 1", "Tháng 2", "Tháng 3")
UNITS = {"Phòng Nội vụ": (3, 2, 4), "UBND xã Hà Bầu": (6, 7, 3)}
PAIRS = [
    ("Kế hoạch", "Thực hiện"), ("Gửi", "Đăng"), ("Đã gửi", "Được đăng"), ("KH", "TH"),
    ("Bài gửi", "Bài được đăng"), ("Số tin, bài gửi", "Số tin, bài được đăng"),
    ("Năm 2020", "Năm 2021"), ("Cùng kỳ", "Kỳ này"), ("Tổng số", "Trong đó: tự viết"),
    ("Số bài", "Nhuận bút"), ("Tin, bài", "Lượt xem"), ("Tháng này", "Lũy kế"),
    ("Được duyệt", "Bị trả lại"), ("Ke hoach", "Thuc hien"), ("Số lượng", "Tỷ lệ (%)"),
]  # fmt: skip


def refusal(rows: Sequence[Row], merged: Sequence[str] = ()) -> InvalidFile:
    with pytest.raises(InvalidFile) as caught:
        read_appendix(xlsx_file(rows, merged), "a.xlsx")
    return caught.value


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("head", ["Nội dung", "Loại", "Phân loại", "Chỉ tiêu", "Kỳ", ""])
def test_rows_of_two_measures_are_not_added(head: str, first: str, second: str) -> None:
    rows: list[Row] = [TITLE, ("STT", "Đơn vị", head, *MONTHS)]
    for number, (unit, told) in enumerate(UNITS.items(), 1):
        rows += [(number, unit, first, *told), (number, unit, second, *told)]
    merged = [f"{column}{row}:{column}{row + 1}" for row in (3, 5) for column in "AB"]
    for fault in (refusal(rows, merged), refusal(rows)):
        assert fault.code == "measures_mixed"
        assert fault.values["text"] in (first, second)
        for language in ("vi", "en"):
            values = {key: str(value) for key, value in fault.values.items()}
            assert "Phòng Nội vụ" in FILES[fault.code](translator(language), values)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_groups_of_two_measures_are_not_added(first: str, second: str) -> None:
    rows: list[Row] = [TITLE, ("STT", "Đơn vị", *MONTHS)]
    for mark, group in (("I", first), ("II", second)):
        rows.append((mark, group))
        rows += [(number, unit, *told) for number, (unit, told) in enumerate(UNITS.items(), 1)]
    assert refusal(rows).code == "measures_mixed"


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_row_a_month_of_two_measures_is_not_added(first: str, second: str) -> None:
    rows: list[Row] = [TITLE, ("STT", "Đơn vị", "Tháng", "Loại", "Số tin bài")]
    for unit in UNITS:
        rows += [(None, unit, "Tháng 1", first, 5), (None, unit, "Tháng 1", second, 3)]
    assert refusal(rows).code == "measures_mixed"


@pytest.mark.parametrize(
    ("first", "second"),
    [("Tin", "Bài"), ("Tin được đăng", "Bài được đăng"), ("Số tin", "Số bài"), ("Bài", "Ảnh")],
)
def test_rows_of_kinds_are_added(first: str, second: str) -> None:
    rows: list[Row] = [TITLE, ("STT", "Đơn vị", "Loại", *MONTHS)]
    for number, (unit, told) in enumerate(UNITS.items(), 1):
        rows += [(number, unit, first, *told), (None, None, second, *told)]
    merged = [f"{column}{row}:{column}{row + 1}" for row in (3, 5) for column in "AB"]
    for content in (xlsx_file(rows), xlsx_file(rows, merged)):
        added: dict[str, int] = {}
        for row in read_appendix(content, "a.xlsx").rows:
            added[row.unit] = added.get(row.unit, 0) + sum(c or 0 for c in row.counts)
        assert added == {unit: 2 * sum(told) for unit, told in UNITS.items()}


@pytest.mark.parametrize(
    "below", ["Trong đó: tự viết", "Trong đó đăng Báo Gia Lai", "Gửi", "Lượt xem", "Cùng kỳ"]
)
@pytest.mark.parametrize("numbered", [True, False])
def test_a_row_that_counts_something_else_of_the_unit_above_is_no_unit(
    below: str, *, numbered: bool
) -> None:
    rows: list[Row] = [TITLE, ("STT", "Đơn vị", *MONTHS)]
    for number, (unit, told) in enumerate(UNITS.items(), 1):
        rows += [(number if numbered else None, unit, *told), (None, below, 1, 1, 1)]
    appendix = read_appendix(xlsx_file(rows), "a.xlsx")
    assert counts(appendix) == UNITS
    assert [left.code for left in appendix.left_out] == ["row_aside"] * 2


@pytest.mark.parametrize(
    ("other", "done"),
    [("Chỉ tiêu", "Thực hiện"), ("Gửi", "Đã đăng"), ("Số tin, bài gửi", "Số tin, bài được đăng")],
)
def test_a_unit_takes_the_row_of_what_was_done(other: str, done: str) -> None:
    rows: list[Row] = [TITLE, ("STT", "Đơn vị", *MONTHS)]
    for number, (unit, told) in enumerate(UNITS.items(), 1):
        rows += [(number, unit), (None, other, 9, 9, 9), (None, done, *told)]
    assert counts(read_appendix(xlsx_file(rows), "a.xlsx")) == UNITS


def test_what_stands_below_units_side_by_side_is_no_unit() -> None:
    rows: list[Row] = [
        TITLE,
        ("Tháng", "Phòng Nội vụ", None, "UBND xã Hà Bầu", None),
        (None, "Gửi", "Đăng", "Gửi", "Đăng"),
        ("Tháng 1", 3, 1, 6, 4),
        ("Tháng 2", 2, 1, 7, 1),
    ]
    assert refusal(rows, ["B2:C2", "D2:E2"]).code == "no_table"


@pytest.mark.parametrize(
    "name",
    [
        "Xây dựng Đảng", "Giáo dục", "Giao thông", "Tài chính - Kế hoạch", "Kế hoạch - Tài chính",
        "Cộng đồng", "Cộng tác viên", "Điểm tin", "Điểm trường Glar", "TH Lê Lợi", "Bài viết",
        "Tăng trưởng xanh", "Dang bo xa", "Năm Căn", "Giám sát", "Tin", "Nhân dân",
    ],
)  # fmt: skip
def test_topics_and_units_are_no_measures(name: str) -> None:
    assert not is_measure(name)
