"""Tables of counts that stand side by side on one sheet."""

import pytest

from domain.errors import InvalidFile
from domain.imports.tables import Appendix
from reports.appendix.reading import read_appendix
from tests.reports.appendix_files import counts, groups, xlsx_file

Row = tuple[object, ...]
N = None
QUARTER: Row = ("THỐNG KÊ TIN, BÀI QUÝ I NĂM 2023",)
HEAD: Row = ("STT", "Đơn vị", "Tháng 1", "Tháng 2", "Tháng 3")
A, B, C, D, E = "Phòng Nội vụ", "Phòng Tư pháp", "UBND xã Glar", "UBND xã Hà Bầu", "UBND xã Trang"
TOLD = {A: (1, 2, 3), B: (2, 0, 2), C: (4, 5, 6), D: (1, 1, 1)}


def row(number: object, name: str) -> Row:
    return (number, name, *TOLD[name])


SIDES: list[Row] = [(*row(1, A), *row(3, C)), (*row(2, B), *row(4, D))]


def read(*rows: Row, merged: tuple[str, ...] = ()) -> Appendix:
    return read_appendix(xlsx_file(rows, merged), "bang.xlsx")


def refused(*rows: Row, merged: tuple[str, ...] = ()) -> str:
    with pytest.raises(InvalidFile) as raised:
        read(*rows, merged=merged)
    return raised.value.code


@pytest.mark.parametrize(
    "rows",
    [
        [(*HEAD, *HEAD), *SIDES],
        [(*HEAD, N, *HEAD), *((*r[:5], N, *r[5:]) for r in SIDES)],
        [(*HEAD[1:], *HEAD[1:]), *((*r[1:5], *r[6:]) for r in SIDES)],
        [(*HEAD, "STT", "Xã, phường", *HEAD[2:]), *SIDES],
        [(*HEAD, *HEAD), *SIDES, (N, "Người lập biểu", *(N,) * 4, "Trưởng ban")],
    ],
    ids=["close", "gap", "unnumbered", "other heading", "signed"],
)
def test_units_side_by_side_are_one_table(rows: list[Row]) -> None:
    appendix = read(QUARTER, *rows)
    assert counts(appendix) == TOLD
    assert list(counts(appendix)) == [A, B, C, D]


@pytest.mark.parametrize("right", [True, False])
def test_the_sum_of_both_sides_is_checked(right: bool) -> None:
    def below(*sums: int) -> Row:
        blank: Row = (N,) * 5
        total: Row = (N, "Tổng cộng", *sums)
        return (*blank, *total) if right else (*total, *blank)

    rows: list[Row] = [(*HEAD, *HEAD), *SIDES]
    appendix = read(QUARTER, *rows, below(8, 8, 12))
    assert counts(appendix) == TOLD
    assert appendix.total_matches is True
    assert refused(QUARTER, *rows, below(9, 9, 13)) == "grand_total_differs"


def test_each_side_may_have_its_own_sum_or_group() -> None:
    summed = read(QUARTER, (*HEAD, *HEAD), *SIDES, (N, "Cộng", 3, 2, 5, N, "Cộng", 5, 6, 7))
    assert counts(summed) == TOLD
    named: Row = ("I", "KHỐI PHÒNG", N, N, N, "II", "KHỐI XÃ", N, N, N)
    sides: list[Row] = [(*row(1, A), *row(1, C)), (*row(2, B), *row(2, D))]
    assert groups(read(QUARTER, (*HEAD, *HEAD), named, *sides)) == {
        "KHỐI PHÒNG": [A, B],
        "KHỐI XÃ": [C, D],
    }


def test_a_remark_below_one_side_is_no_group() -> None:
    noted: Row = (N, "Ghi chú: số liệu đến 31/3", N, N, N, 5, E, 9, 9, 9)
    appendix = read(QUARTER, (*HEAD, *HEAD), *SIDES, noted)
    assert counts(appendix) == {**TOLD, E: (9, 9, 9)}
    assert set(groups(appendix)) == {""}
    assert [left.code for left in appendix.left_out] == ["row_note"]


def test_other_months_of_the_same_units_side_by_side() -> None:
    later: Row = ("STT", "Đơn vị", "Tháng 4", "Tháng 5", "Tháng 6")
    sides: list[Row] = [(*row(1, A), 1, A, 7, 8, 9), (*row(2, B), 2, B, 0, 0, 1)]
    appendix = read(("TIN, BÀI 6 THÁNG ĐẦU NĂM 2023",), (*HEAD, *later), *sides)
    assert counts(appendix) == {A: (*TOLD[A], 7, 8, 9), B: (*TOLD[B], 0, 0, 1)}


def test_one_month_a_side_is_told_by_the_title_above_it() -> None:
    head: Row = ("STT", "Đơn vị", "Tin", "Bài")
    appendix = read(
        ("TIN, BÀI NĂM 2023",),
        ("Tháng 1", N, N, N, "Tháng 2", N, N, N),
        (*head, *head),
        (1, A, 1, 2, 1, A, 3, 4),
        (2, B, 5, 6, 2, B, 7, 8),
        merged=("A2:D2", "E2:H2"),
    )
    assert counts(appendix) == {A: (3, 7), B: (11, 15)}


@pytest.mark.parametrize("over", [("TIN", "BÀI"), ("GỬI", "ĐĂNG"), ("KẾ HOẠCH", "THỰC HIỆN")])
@pytest.mark.parametrize("numbers", [(1, 2), (3, 4)])
def test_the_same_units_counted_otherwise_side_by_side_are_refused(
    over: tuple[str, str], numbers: tuple[int, int]
) -> None:
    sides: list[Row] = [(*row(1, A), numbers[0], A, 9, 9, 9), (*row(2, B), numbers[1], B, 9, 9, 8)]
    titles: Row = (over[0], N, N, N, N, over[1])
    code = refused(QUARTER, titles, (*HEAD, *HEAD), *sides, merged=("A2:E2", "F2:J2"))
    assert code == "several_tables"


def test_a_second_column_of_units_without_months_is_no_table() -> None:
    rows: list[Row] = [(*row(1, A), 1, A), (*row(2, B), 2, B)]
    assert refused(QUARTER, (*HEAD, "STT", "Đơn vị"), *rows) == "tables_beside"
    assert counts(read(QUARTER, (*HEAD, "Ghi chú"), *(r[:6] for r in rows))) == {
        name: TOLD[name] for name in (A, B)
    }
