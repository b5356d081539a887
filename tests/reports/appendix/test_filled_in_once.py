"""Lists whose unit, author or day is filled in once for several rows, and those that forgot it."""

from collections.abc import Sequence

import pytest

from domain.errors import InvalidFile
from domain.imports.tables import Appendix
from reports.appendix.reading import read_appendix
from tests.reports.appendix_files import csv_file, docx_file, xlsx_file

Row = tuple[object, ...]
MAY: Row = ("DANH SÁCH TIN, BÀI THÁNG 5 NĂM 2023",)
A, B, C, D, E = (
    "Phòng Nội vụ",
    "Phòng Tư pháp",
    "UBND xã Glar",
    "UBND xã Hà Bầu",
    "Đài Truyền thanh",
)
AN, BE, CU = "Lê Văn An", "Trần Thị Bé", "Ngô Cúc"
N = None


def listed(
    units: Sequence[object], numbers: Sequence[object] = (), head: str = "Đơn vị"
) -> list[Row]:
    """Return a list of one article a day, each with its number and what names its unit."""
    told = numbers or range(1, len(units) + 1)
    rows: list[Row] = [MAY, ("STT", head, "Tên tin, bài", "Ngày đăng")]
    return rows + [
        (number, unit, f"Ra quân làm sạch đường làng đợt {day}", f"{day}/5/2023")
        for day, (number, unit) in enumerate(zip(told, units, strict=True), 1)
    ]


def read(rows: Sequence[Row]) -> Appendix:
    return read_appendix(xlsx_file(rows), "bang.xlsx")


def refused(rows: Sequence[Row]) -> InvalidFile:
    with pytest.raises(InvalidFile) as raised:
        read(rows)
    return raised.value


def carried(appendix: Appendix) -> list[object]:
    return [w.values["rows"] for w in appendix.warnings if w.code == "carried_down"]


@pytest.mark.parametrize(
    ("units", "numbers", "meant", "rows"),
    [
        ((A, N, N, B, N), (), "AAABB", "4–5, 7"),
        ((A, N, N, B), (), "AAAB", "4–5"),
        ((A, N, B, N, C), (), "AABBC", "4, 6"),
        ((A, N, B, N, N, C, D, E), (), "AABBBCDE", "4, 6–7"),
        # The group's numbers begin at 1 again, whatever unit comes back.
        ((A, N, B, C), (1, 2, 1, 1), "AABC", "4"),
        ((A, N, B, A, N), (1, 2, 1, 1, 2), "AABAA", "4, 7"),
        # The number stands once as well.
        ((A, N, B, N), (1, N, 2, N), "AABB", "4, 6"),
        ((A, N, A, N), (1, N, 2, N), "AAAA", "4, 6"),
    ],
)
@pytest.mark.parametrize("head", ["Đơn vị", "Tác giả"])
def test_a_unit_filled_in_once_a_group_stands_for_the_rows_below(
    units: Row, numbers: Row, meant: str, rows: str, head: str
) -> None:
    names = {"A": A, "B": B, "C": C, "D": D, "E": E}
    for content, name in (
        (xlsx_file(listed(units, numbers, head)), "a.xlsx"),
        (csv_file(listed(units, numbers, head)), "a.csv"),
    ):
        appendix = read_appendix(content, name)
        assert [a.unit or a.author for a in appendix.articles] == [names[each] for each in meant]
        assert carried(appendix) == [rows]


@pytest.mark.parametrize(
    ("units", "rows"),
    [
        ((A, N, C), "4"),
        ((A, N, B, A, N), "4, 7"),
        ((A, A, N, B, N), "5, 7"),
        ((A, B, C, D, E, N, N), "8–9"),
        ((A, N, N, N), "4–6"),
        ((A, B, N, A, C, N, D), "5, 8"),
    ],
)
def test_blanks_that_may_have_been_forgotten_are_refused_by_their_rows(
    units: Row, rows: str
) -> None:
    error = refused(listed(units))
    assert (error.code, error.values["rows"]) == ("cells_left_blank", rows)
    assert error.values["column"] == "Đơn vị"


def test_without_numbers_a_unit_that_comes_back_leaves_its_blanks_unclear() -> None:
    def unnumbered(*units: object) -> list[Row]:
        return [MAY, *(row[1:] for row in listed(units)[1:])]

    assert [a.unit for a in read(unnumbered(A, N, B, C)).articles] == [A, A, B, C]
    assert refused(unnumbered(A, N, B, A, N)).code == "cells_left_blank"


def test_a_section_begins_with_a_filled_cell() -> None:
    rows = listed((A, N, B, N))
    assert [a.unit for a in read([*rows[:4], ("II. BÀI",), *rows[4:]]).articles] == [A, A, B, B]
    assert refused([*rows[:5], ("II. BÀI",), *rows[5:]]).code == "cells_left_blank"
    summed = read([*rows, (N, "Tổng cộng", "4 tin, bài", N)])
    assert [a.unit for a in summed.articles] == [A, A, B, B]


@pytest.mark.parametrize(
    ("authors", "code"),
    [((AN, BE, CU, CU), ""), ((AN, BE, BE, CU), "unit_left_blank"), ((AN, N, BE, N), "")],
)
def test_no_author_is_of_two_units_by_a_blank(authors: Row, code: str) -> None:
    rows = [
        (*row[:2], author, *row[2:])
        for row, author in zip(listed((A, N, B, N))[2:], authors, strict=True)
    ]
    table = [MAY, ("STT", "Đơn vị", "Tác giả", "Tên tin, bài", "Ngày đăng"), *rows]
    if code:
        assert refused(table).code == code
    else:
        assert [a.unit for a in read(table).articles] == [A, A, B, B]


def of_days(*days: object) -> list[Row]:
    rows: list[Row] = [MAY, ("STT", "Ngày đăng", "Tên tin, bài", "Đơn vị")]
    return rows + [
        (number, day, f"Ra quân làm sạch đường làng đợt {number}", A if number % 2 else B)
        for number, day in enumerate(days, 1)
    ]


@pytest.mark.parametrize(
    ("days", "meant"),
    [
        (("2/5/2023", N, "4/5/2023", N), (2, 2, 4, 4)),
        (("2/5/2023", N, N, "4/5/2023", N, "5/5/2023"), (2, 2, 2, 4, 4, 5)),
        (("4/5/2023", N, "2/5/2023", N), (4, 4, 2, 2)),
    ],
)
def test_a_day_written_once_stands_for_the_articles_below(
    days: Row, meant: tuple[int, ...]
) -> None:
    appendix = read(of_days(*days))
    assert [a.published_on.day for a in appendix.articles] == list(meant)
    assert len(carried(appendix)) == 1


@pytest.mark.parametrize(
    "days",
    [
        ("2/5/2023", N, "4/5/2023", "5/5/2023"),  # one that was forgotten
        ("2/5/2023", "4/5/2023", "5/5/2023", N, N),  # not posted yet
        ("2/5/2023", N, "2/5/2023", N),
        ("9/5/2023", N, "4/5/2023", N, "20/5/2023"),
    ],
)
def test_a_day_that_may_be_missing_is_asked_for(days: Row) -> None:
    assert refused(of_days(*days)).code == "article_without_date"


def test_a_unit_without_articles_takes_no_day_from_above() -> None:
    rows = of_days("2/5/2023", N, N, "4/5/2023", N)
    rows[4] = (3, N, "Không có", C)
    appendix = read(rows)
    assert [a.published_on.day for a in appendix.articles] == [2, 2, 4, 4]
    assert [left.code for left in appendix.left_out] == ["row_without_title"]


def test_a_list_filled_in_everywhere_or_merged_is_read_as_before() -> None:
    assert carried(read(listed((A, B, A, C)))) == []
    content = xlsx_file(listed((A, N, B, N)), merged=("B3:B4", "B5:B6"))
    merged = read_appendix(content, "bang.xlsx")
    assert [a.unit for a in merged.articles] == [A, A, B, B]
    assert carried(merged) == []
    rows = listed((A, "", B, ""))
    document = read_appendix(docx_file(rows[1:], [str(MAY[0])]), "bang.docx")
    assert [a.unit for a in document.articles] == [A, A, B, B]


PEOPLE: Row = ("STT", "Đơn vị", "Họ tên cộng tác viên", "Tháng 1", "Tháng 2")
QUARTER: Row = ("THỐNG KÊ TIN, BÀI QUÝ I NĂM 2023",)


def people(units: Sequence[object], numbers: Sequence[object] = ()) -> list[Row]:
    told = numbers or range(1, len(units) + 1)
    names = (AN, BE, CU, "Lê Thị Dung", "Phạm Văn Em")
    return [QUARTER, PEOPLE] + [
        (number, unit, name, 1, 2) for number, unit, name in zip(told, units, names, strict=False)
    ]


@pytest.mark.parametrize(
    ("units", "numbers", "meant", "told"),
    [
        ((A, N, B, N), (), [A, A, B, B], ["4, 6"]),
        ((A, N, N, B), (), [A, A, A, B], ["4–5"]),
        ((A, N, B), (1, 2, 1), [A, A, B], ["4"]),
        ((A, N, B), (1, N, 2), [A, A, B], []),
        ((A, A, B), (), [A, A, B], []),
    ],
)
def test_a_unit_written_at_its_first_person_is_that_of_the_others(
    units: Row, numbers: Row, meant: list[str], told: list[str]
) -> None:
    appendix = read(people(units, numbers))
    assert [row.unit for row in appendix.rows] == meant
    assert [row.counts for row in appendix.rows] == [(1, 2)] * len(meant)
    assert carried(appendix) == told


@pytest.mark.parametrize("units", [(A, N, B), (A, N, B, A, N), (A, B, C, D, N)])
def test_a_person_whose_unit_may_be_forgotten_is_asked_for(units: Row) -> None:
    assert refused(people(units)).code == "unit_left_blank"


def test_a_unit_named_without_articles_is_above_the_next_blank() -> None:
    rows = listed((A, N, B, N, C))
    rows[4] = (3, B, "Không có", N)
    assert [a.unit for a in read(rows).articles] == [A, A, B, C]
