"""What an older table of counts says: units, groups, numbers, sums, and what is doubtful."""

from pathlib import Path

import pytest

from domain.errors import InvalidFile
from domain.language import translator
from domain.periods.spans import Month
from reports.appendix.headings.labels import is_total_row
from reports.appendix.reading import read_appendix
from reports.appendix.wording import warning_text
from tests.reports.appendix_files import (
    MONTHS,
    bare,
    codes,
    counts,
    csv_file,
    docx_file,
    groups,
    only,
    read_rows,
    xlsx_file,
)

DATA = Path(__file__).parents[2] / "data"
A = (1, "Phòng A", 1, 2, 3, 6)
B = (2, "Phòng B", 4, 5, 6, 15)
_ = translator("vi")


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx"])
def test_the_sample_gives_its_25_units_and_242_articles(suffix: str) -> None:
    file = DATA / f"appendix-2021-h1.{suffix}"
    appendix = read_appendix(file.read_bytes(), file.name)
    assert appendix.months == tuple(Month(2021, month) for month in range(1, 7))
    assert len(appendix.rows) == 25
    assert appendix.total == 242
    sums = [sum(row.counts[i] or 0 for row in appendix.rows) for i in range(6)]
    assert sums == [34, 37, 52, 58, 56, 5]
    by_group = {
        name: sum(sum(c or 0 for c in row.counts) for row in appendix.rows if row.group == name)
        for name in groups(appendix)
    }
    assert by_group == {
        "CÁC ĐƠN VỊ THUỘC BAN BIÊN TẬP": 204,
        "CÁC ĐƠN VỊ CỘNG TÁC GỬI TIN BÀI": 38,
    }
    assert [row.unit for row in appendix.rows if not any(row.counts)] == [
        "Phòng Tài chính - Kế hoạch",
        "Phòng Dân tộc",
        "Thanh tra huyện",
        "Phòng Lao động - TBXH huyện",
        "Văn phòng Huyện ủy",
    ]
    assert [warning.code for warning in appendix.warnings] == [
        "row_number_skipped",
        "last_month_incomplete",
    ]
    skipped, incomplete = appendix.warnings
    assert (skipped.unit, skipped.values) == ("Thanh tra huyện", {"expected": 14, "found": 15})
    assert incomplete.unit == "Trung tâm Văn hóa, Thông tin và Thể thao"
    assert incomplete.values == {"month": "2021-06", "counted": 5, "usual": 52, "low": True}


def test_the_three_samples_are_equal() -> None:
    first, second, third = (
        bare(read_appendix(file.read_bytes(), file.name).rows)
        for file in (DATA / f"appendix-2021-h1.{suffix}" for suffix in ("csv", "xlsx", "docx"))
    )
    assert first == second == third


def test_a_row_says_where_it_stands() -> None:
    places = {
        suffix: read_appendix(file.read_bytes(), file.name).rows[0].place
        for suffix in ("csv", "xlsx", "docx")
        if (file := DATA / f"appendix-2021-h1.{suffix}")
    }
    assert places == {"csv": "dòng 2", "xlsx": "Phu luc, dòng 7", "docx": "Bảng 1, dòng 4"}


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("7", 7), (" 7 ", 7), ("07", 7), ("7.0", 7), ("7,0", 7), ("1.234", 1234), ("1 234", 1234),
        ("７", 7), ("0", 0), ("", None), ("-", None), ("–", None), ("—", None), (" - ", None),
        ("\u00a0", None), ("--", None),
    ],
)  # fmt: skip
def test_numbers_as_people_type_them(written: str, count: int | None) -> None:
    appendix = read_rows((1, "Phòng A", written, 0, 1, ""))
    assert appendix.rows[0].counts == (count, 0, 1)


@pytest.mark.parametrize(
    "written",
    ["y", "-3", "2.5", "2,5", "5 lượt", "1,234", "1.23", "12.34.567", "1/2", "9" * 5000, "1000001",
     "²x", "#REF!", "1e3", "+5", "٣x", "1.234.567.890"],
)  # fmt: skip
def test_a_cell_that_is_no_whole_number_names_its_place_and_its_unit(written: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        read_rows(A, (2, "Phòng B", 1, written, 1, ""))
    assert caught.value.code == "bad_cell"
    assert caught.value.values == {
        "place": "dòng 3, cột Tháng 2",
        "unit": "Phòng B",
        "text": written,
    }


@pytest.mark.parametrize("value", [2.5, -1, True, 1e300])
def test_a_number_in_a_workbook_that_is_not_whole_is_refused(value: object) -> None:
    content = xlsx_file([("STT", "Đơn vị", "01/2023"), (1, "Phòng A", value)])
    with pytest.raises(InvalidFile, match="bad_cell"):
        read_appendix(content, "a.xlsx")


def test_a_date_in_a_month_cell_is_refused() -> None:
    from datetime import date

    content = xlsx_file([("STT", "Đơn vị", "01/2023"), (1, "Phòng A", date(2023, 5, 6))])
    with pytest.raises(InvalidFile, match="bad_cell"):
        read_appendix(content, "a.xlsx")


def test_a_whole_float_and_a_blank_cell_of_a_workbook() -> None:
    content = xlsx_file([("STT", "Đơn vị", "01/2023", "02/2023"), (1.0, "Phòng A", 7.0, None)])
    assert counts(read_appendix(content, "a.xlsx")) == {"Phòng A": (7, None)}


def test_without_groups_there_is_one_without_a_name() -> None:
    assert groups(read_rows(A, B)) == {"": ["Phòng A", "Phòng B"]}


@pytest.mark.parametrize(
    "heading",
    [
        ("I", "Các đơn vị thuộc Ban", "", "", "", ""),
        ("I", "Các đơn vị thuộc Ban", 5, 7, 9, 21),
        ("A.", "Các đơn vị thuộc Ban:", "", "", "", ""),
        ("", "I. Các đơn vị thuộc Ban:", "", "", "", ""),
        ("", "I/ Các đơn vị thuộc Ban", 5, 7, 9, 21),
        ("I. Các đơn vị thuộc Ban:", "", "", "", "", ""),
        ("", "Các đơn vị thuộc Ban:", "", "", "", ""),
        ("", "Các đơn vị thuộc Ban", "", "", "", ""),
        ("I) Các đơn vị thuộc Ban", "", "", "", "", ""),
        ("II Các đơn vị thuộc Ban", "", "", "", "", ""),
        ("", "CÁC ĐƠN VỊ THUỘC BAN", "", "", "", ""),
    ],
)
def test_group_rows_lose_their_numeral_and_colon(heading: tuple[object, ...]) -> None:
    appendix = read_rows(
        heading, A, B, ("II", "Cộng tác viên", "", "", "", ""), (1, "Huyện Đoàn", 1, 1, 1, 3)
    )
    assert {name.lower(): units for name, units in groups(appendix).items()} == {
        "các đơn vị thuộc ban": ["Phòng A", "Phòng B"],
        "cộng tác viên": ["Huyện Đoàn"],
    }
    assert {"total_differs", "row_number_skipped"}.isdisjoint(codes(appendix))


def test_a_name_merged_over_the_months_is_a_group() -> None:
    content = xlsx_file(
        [
            ("Đơn vị", *MONTHS, "Tổng"),
            ("Khối phòng",),
            ("Phòng A", 1, 2, 3, 6),
            ("Phòng B", None, None, None, 0),
        ],
        ["A2:E2"],
    )
    assert groups(read_appendix(content, "a.xlsx", 2023)) == {"Khối phòng": ["Phòng A", "Phòng B"]}


def test_a_row_without_number_and_counts_is_taken_as_a_group_and_named() -> None:
    appendix = read_rows(A, ("", "Các trường học", "", "", "", ""), (2, "Trường B", 1, 1, 1, 3))
    assert groups(appendix) == {"": ["Phòng A"], "Các trường học": ["Trường B"]}
    assert only(appendix, "taken_as_group").unit == "Các trường học"


def test_a_row_whose_number_was_forgotten_stays_a_unit() -> None:
    appendix = read_rows(A, ("", "Phòng X", "", "", "", ""), (3, "Phòng C", 1, 1, 1, 3))
    assert groups(appendix) == {"": ["Phòng A", "Phòng X", "Phòng C"]}
    assert codes(appendix) == ["row_number_missing"]
    assert only(appendix, "row_number_missing").values == {"expected": 2}


def test_units_numbered_by_word_itself_need_no_numbers() -> None:
    appendix = read_rows(
        ("", "CÁC PHÒNG BAN HUYỆN", "", "", "", ""),
        ("", "Phòng A", 1, 2, 3, 6),
        ("", "Phòng B", "", "", "", ""),
        ("", "UBND", "", "", "", ""),
    )
    assert groups(appendix) == {"CÁC PHÒNG BAN HUYỆN": ["Phòng A", "Phòng B", "UBND"]}
    assert codes(appendix) == ["taken_as_group"]


def test_units_numbered_with_roman_numerals_only_are_units() -> None:
    appendix = read_rows(("I", "Phòng A", 1, 2, 3, 6), ("II", "Phòng B", 1, 0, 0, 1))
    assert groups(appendix) == {"": ["Phòng A", "Phòng B"]}


def test_a_number_or_a_bullet_before_the_name_is_no_part_of_it() -> None:
    heading = ("Đơn vị", *MONTHS)
    appendix = read_rows(
        ("1. Phòng A", 1, 2, 3), ("2) Phòng B", 1, 1, 1), ("4. Phòng C", 0, 0, 0), heading=heading
    )
    assert groups(appendix) == {"": ["Phòng A", "Phòng B", "Phòng C"]}
    assert only(appendix, "row_number_skipped").values == {"expected": 3, "found": 4}
    assert groups(read_rows(("- Phòng A", 1, 2, 3), heading=heading)) == {"": ["Phòng A"]}


def test_a_column_of_groups_is_carried_on_over_blank_cells() -> None:
    appendix = read_rows(
        ("", 1, "Phòng A", 1, 1, 1),
        ("I. Khối trường:", 1, "Trường B", 1, 1, 1),
        ("", 2, "Trường C", 1, 1, 1),
        ("Khối xã", 3, "Xã D", 1, 1, 1),
        ("Tổng cộng", "", "", 4, 4, 4),
        heading=("Nhóm", "STT", "Đơn vị", *MONTHS),
    )
    assert groups(appendix) == {
        "": ["Phòng A"],
        "Khối trường": ["Trường B", "Trường C"],
        "Khối xã": ["Xã D"],
    }
    assert appendix.warnings == ()


def test_a_skipped_and_a_repeated_number_are_named() -> None:
    appendix = read_rows(A, (3, "Phòng B", 1, 1, 1, 3), (3, "Phòng C", 1, 1, 1, 3))
    skipped = [w for w in appendix.warnings if w.code == "row_number_skipped"]
    assert [(w.place, w.unit, w.values) for w in skipped] == [
        ("dòng 3", "Phòng B", {"expected": 2, "found": 3}),
        ("dòng 4", "Phòng C", {"expected": 4, "found": 3}),
    ]


def test_the_first_number_of_a_group_may_be_one_or_the_next() -> None:
    for number, expected in ((1, None), (2, None), (4, 2)):
        appendix = read_rows(A, ("I", "Khối B", "", "", "", ""), (number, "Phòng B", 1, 1, 1, 3))
        found = [w.values["expected"] for w in appendix.warnings if w.code == "row_number_skipped"]
        assert found == ([expected] if expected else [])


def test_a_total_that_differs_is_named_and_the_cells_win() -> None:
    appendix = read_rows(
        ("I", "Khối A", "", "", "", ""),
        (1, "Phòng A", 1, 2, 3, 7),
        ("", "Cộng nhóm", 1, 2, 9, 6),
        ("II", "Khối B", 4, 5, 6, 16),
        (1, "Phòng B", 4, 5, 6, 15),
        ("", "Tổng cộng", 5, 7, 10, 20),
    )
    assert appendix.total == 21
    assert appendix.rows[0].printed_total == 7
    differences = [(w.place, w.values) for w in appendix.warnings if w.code == "total_differs"]
    assert differences == [
        ("dòng 3", {"what": "row", "printed": 7, "counted": 6}),
        (
            "dòng 4",
            {"what": "group", "group": "Khối A", "month": "2023-03", "printed": 9, "counted": 3},
        ),
        ("dòng 5", {"what": "group", "group": "Khối B", "printed": 16, "counted": 15}),
        ("dòng 7", {"what": "all", "month": "2023-03", "printed": 10, "counted": 9}),
        ("dòng 7", {"what": "all", "printed": 20, "counted": 21}),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        # One sum at the end is everyone's.
        [A, ("I", "B", "", "", "", ""), B, ("", "Cộng", 5, 7, 9, 21)],
        # The last of two is everyone's, the one before it the last group's.
        [A, ("I", "B", "", "", "", ""), B, ("", "Cộng", 4, 5, 6, 15), ("", "Cộng", 5, 7, 9, 21)],
        # A sum with the same name as the groups' is a group's.
        [A, ("", "Cộng", 1, 2, 3, 6), ("I", "B", "", "", "", ""), B, ("", "Cộng", 4, 5, 6, 15)],
        # Its name says whose it is.
        [A, ("I", "B", "", "", "", ""), B, ("", "Cộng (I)", 4, 5, 6, 15)],
        # Above everything, and above the units of a group.
        [("", "Tổng số", 5, 7, 9, 21), A, B],
        [("I", "B", "", "", "", ""), ("", "Cộng", 5, 7, 9, 21), A, B],
        # Without a name.
        [A, B, ("", "", 5, 7, 9, 21)],
        [A, ("", "", 1, 2, 3, 6), B],
        # In the column of row numbers, or numbered like a unit.
        [A, B, ("Tổng cộng", "", 5, 7, 9, 21)],
        [A, B, (3, "TỔNG CỘNG", 5, 7, 9, 21)],
        [A, B, ("", "Tổng cộng (I + II):", 5, 7, 9, 21)],
        # Only some sums printed.
        [A, B, ("", "Tổng cộng", "", "", "", 21)],
    ],
)
def test_rows_of_sums_are_no_units_and_are_compared_with_the_right_units(
    rows: list[tuple[object, ...]],
) -> None:
    appendix = read_rows(*rows)
    assert counts(appendix) == {"Phòng A": (1, 2, 3), "Phòng B": (4, 5, 6)}
    assert codes(appendix) == []


@pytest.mark.parametrize(
    "name",
    [
        "Tổng", "TỔNG CỘNG:", "Tổng số", "Cộng", "Cộng nhóm I", "Cộng (II)", "Tổng cộng (I+II)",
        "Tong cong", "tong cong (I+II)", "Tổng số tin, bài", "Cộng các đơn vị", "Toàn huyện",
        "Tổng công", "Tổng tin bài", "Cộng: 25 đơn vị", "Tổng mục A",
    ],
)  # fmt: skip
def test_names_of_sums(name: str) -> None:
    assert is_total_row(name)


@pytest.mark.parametrize(
    "name",
    [
        "Tổng công ty Điện lực", "Công an huyện", "Công đoàn", "Cộng đồng người Việt",
        "Tong cong ty", "Tổng đội Thanh niên xung phong", "Cong an", "Phòng Tổng hợp",
        "Tổng cục Thuế", "Toàn Thắng",
    ],
)  # fmt: skip
def test_units_whose_names_begin_like_a_sum_stay_units(name: str) -> None:
    assert not is_total_row(name)
    assert counts(read_rows(A, (2, name, 1, 1, 1, 3)))[name] == (1, 1, 1)


def test_an_unnumbered_last_row_that_sums_up_all_others_is_no_unit() -> None:
    appendix = read_rows(
        A, B, (3, "Phòng C", 1, 0, 0, 1), ("", "Cả hệ thống", 6, 7, 9, 22), ("", "", "", "", "", "")
    )
    assert list(counts(appendix)) == ["Phòng A", "Phòng B", "Phòng C"]
    assert codes(appendix) == ["taken_as_total"]


def test_an_unnumbered_row_that_equals_those_above_is_a_sum_whatever_it_is_called() -> None:
    appendix = read_rows(A, B, ("", "Phòng C", 5, 7, 9, 21))
    assert list(counts(appendix)) == ["Phòng A", "Phòng B"]
    assert codes(appendix) == ["taken_as_total"]


def test_without_row_numbers_a_unit_that_equals_two_others_by_chance_stays_a_unit() -> None:
    rows = [("Phòng A", 1, 2, 3), ("Phòng B", 4, 5, 6), ("Phòng C", 5, 7, 9)]
    assert len(counts(read_rows(*rows, heading=("Đơn vị", *MONTHS)))) == 3
    more = [("Phòng A", 1, 2, 3), ("Phòng B", 4, 5, 6), ("Phòng C", 1, 0, 0), ("Phòng D", 6, 7, 9)]
    with pytest.raises(InvalidFile, match="sum_or_unit"):
        read_rows(*more, heading=("Đơn vị", *MONTHS))
    for total, units in (((12, 14, 18), 4), ((6, 7, 9), 3)):
        appendix = read_rows(*more, ("Tổng cộng", *total), heading=("Đơn vị", *MONTHS))
        assert len(appendix.rows) == units


def test_numbers_without_a_name_that_are_no_sum_are_refused() -> None:
    with pytest.raises(InvalidFile) as caught:
        read_rows(A, ("", "", 9, 9, 9, 27), B)
    assert (caught.value.code, caught.value.values) == ("no_unit", {"place": "dòng 3"})


def test_a_sum_that_is_no_number_is_named_and_nothing_else() -> None:
    appendix = read_rows((1, "Phòng A", 1, 2, 3, "sáu"), ("", "Tổng cộng", "?", 2, 3, 6))
    assert appendix.rows[0].printed_total is None
    texts = [w.values["text"] for w in appendix.warnings if w.code == "total_unreadable"]
    assert texts == ["sáu", "?"]


def test_a_unit_that_stands_twice_keeps_both_rows_and_is_named() -> None:
    appendix = read_rows(A, B, (3, "PHONG A", 1, 0, 0, 1))
    assert [row.unit for row in appendix.rows] == ["Phòng A", "Phòng B", "PHONG A"]
    repeated = only(appendix, "unit_repeated")
    assert (repeated.place, repeated.unit) == ("dòng 4", "PHONG A")
    assert repeated.values == {"first_place": "dòng 2", "first_group": ""}


@pytest.mark.parametrize(
    ("rows", "unit", "low"),
    [
        ([(1, "A", 40, 40, 9, 89), (2, "B", 1, 1, 0, 2)], "", True),
        ([(1, "A", 40, 40, 11, 91), (2, "B", 1, 1, 0, 2)], None, False),
        ([(1, "A", 4, 4, "", 8), (2, "B", 1, 1, 9, 11)], "A", False),
        ([(1, "A", 4, 4, 0, 8), (2, "B", 1, 1, 9, 11)], None, False),
        ([(1, "A", "", "", "", 0)], None, False),
    ],
)
def test_a_last_month_that_looks_incomplete(
    rows: list[tuple[object, ...]], unit: str | None, low: bool
) -> None:
    found = [w for w in read_rows(*rows).warnings if w.code == "last_month_incomplete"]
    assert [(w.unit, w.values["low"]) for w in found] == ([] if unit is None else [(unit, low)])


def test_one_month_alone_is_never_incomplete() -> None:
    assert read_rows((1, "A", ""), heading=("STT", "Đơn vị", "1/2023")).warnings == ()


def test_what_stands_below_the_table_is_left_out() -> None:
    footer = [
        ("", "", "", "", "", ""),
        ("", "Người lập biểu", "", "", "Trưởng ban", ""),
        ("", "", "", "Ngày 05 tháng 4 năm 2023", "", ""),
    ]
    assert list(counts(read_rows(A, B, *footer))) == ["Phòng A", "Phòng B"]
    total = ("", "Tổng cộng", 5, 7, 9, 21)
    assert list(counts(read_rows(A, B, total, *footer[1:]))) == ["Phòng A", "Phòng B"]


def test_blank_rows_and_rows_that_are_only_numbered_are_passed_over() -> None:
    blank = ("", "", "", "", "", "")
    assert list(counts(read_rows(blank, A, blank, B, (3, "", "", "", "", "")))) == [
        "Phòng A",
        "Phòng B",
    ]


def test_a_row_that_numbers_the_columns_is_no_unit() -> None:
    numbered = ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)")
    lettered = ("A", "B", 1, 2, 3, "4=1+2+3")
    for row in (numbered, lettered):
        assert list(counts(read_rows(row, A, B))) == ["Phòng A", "Phòng B"]


def test_a_heading_repeated_on_the_next_page_is_passed_over() -> None:
    heading = ("STT", "Đơn vị", *MONTHS, "Tổng")
    assert list(counts(read_rows(A, heading, B))) == ["Phòng A", "Phòng B"]


def test_a_heading_of_two_rows_repeated_on_the_next_page_is_passed_over() -> None:
    heading = [("STT", "Đơn vị", "Tháng", "", "", "Tổng"), ("", "", 1, 2, 3, "")]
    content = csv_file([*heading, A, *heading, B])
    assert list(counts(read_appendix(content, "a.csv", 2023))) == ["Phòng A", "Phòng B"]


def test_names_of_groups_and_sums_may_stand_in_other_columns_but_names_of_units_not() -> None:
    heading = ("STT", "Địa chỉ", "Đơn vị", *MONTHS)
    appendix = read_rows(
        ("", "I. Khối phòng", "", "", "", ""),
        (1, "x", "Phòng A", 1, 2, 3),
        ("", "Tổng cộng", "", 1, 2, 3),
        heading=heading,
    )
    assert groups(appendix) == {"Khối phòng": ["Phòng A"]}
    with pytest.raises(InvalidFile, match="no_unit"):
        read_rows((1, "x", "Phòng A", 1, 2, 3), (2, "Phòng B", "", 1, 2, 4), heading=heading)


def test_a_second_table_below_the_first_is_read_with_it() -> None:
    appendix = read_rows(A, ("STT", "Đơn vị", "Tháng 4", "Tháng 5", "Tháng 6", "Tổng"), B)
    assert counts(appendix) == {
        "Phòng A": (1, 2, 3, None, None, None),
        "Phòng B": (None, None, None, 4, 5, 6),
    }


def test_a_printed_grand_total_that_differs_in_every_month_is_refused() -> None:
    with pytest.raises(InvalidFile) as caught:
        read_rows(A, B, ("", "Tổng cộng", 15, 17, 19, 51))
    assert caught.value.code == "grand_total_differs"
    assert (caught.value.values["printed"], caught.value.values["counted"]) == (15, 5)


def test_a_name_longer_than_any_units_is_refused() -> None:
    with pytest.raises(InvalidFile, match="name_too_long"):
        read_rows((1, "Phòng " + "A" * 300, 1, 1, 1, 3))


def test_a_misplaced_separator_is_refused() -> None:
    content = b"STT,\xc4\x90\xc6\xa1n v\xe1\xbb\x8b,1/2023,2/2023\n1,Ban 3, 7,1,2\n"
    with pytest.raises(InvalidFile) as caught:
        read_appendix(content, "a.csv")
    assert caught.value.code == "too_many_cells"
    assert caught.value.values == {"place": "dòng 2", "expected": 4}


def test_a_signature_wider_than_the_table_is_none_of_its_rows() -> None:
    lines = ("TIN, BÀI NĂM 2023", "Đơn vị,Tháng 1", "Phòng Tư pháp,4", ",Người lập biểu,Trưởng ban")
    found = read_appendix("\n".join(lines).encode(), "a.csv")
    assert counts(found) == {"Phòng Tư pháp": (4,)}


def test_a_number_merged_over_two_months_or_two_units_is_refused() -> None:
    rows = [
        ("STT", "Đơn vị", *MONTHS),
        (1, "Phòng A", 1, None, 3),
        (2, "Phòng B", 1, 2, 3),
    ]
    for merged in ("C2:D2", "E2:E3"):
        with pytest.raises(InvalidFile) as caught:
            read_appendix(xlsx_file(rows, [merged]), "a.xlsx", 2023)
        assert caught.value.code == "merged_cell"
        assert caught.value.values["text"] in ("1", "3")


def test_a_table_in_word_with_merged_headings_and_groups() -> None:
    rows = [
        ("TT", "Cơ quan, đơn vị", "Tháng", None, None, "Cộng", "Ghi chú"),
        ("", "", "01", "02", "03", "", ""),
        ("I. KHỐI PHÒNG:", None, None, None, None, None, None),
        ("1", "Phòng A", "1", "-", "3", "4", "mới"),
        ("Tổng cộng", None, "1", "0", "3", "4", ""),
    ]
    appendix = read_appendix(docx_file(rows), "a.docx")
    assert appendix.months == (Month(2023, 1), Month(2023, 2), Month(2023, 3))
    assert bare(appendix.rows) == [("KHỐI PHÒNG", "Phòng A", (1, None, 3), 4)]


def test_every_warning_has_a_sentence() -> None:
    sample = read_appendix((DATA / "appendix-2021-h1.csv").read_bytes(), "a.csv")
    many = read_rows(
        ("I", "Khối A", "", "", "", ""),
        (1, "Phòng A", 40, 2, 3, 7),
        ("", "Phòng B", 1, 1, "", "x"),
        ("", "Cộng nhóm", 41, 3, 9, 6),
        ("", "Các trường", "", "", "", ""),
        (1, "phong a", 40, 40, 6, 86),
        (9, "Phòng C", 40, 40, 6, 86),
        ("", "Tổng cộng", 121, 83, 10, 20),
    )
    unnamed = read_rows(A, ("", "Cộng", "", "", "", 9), B)
    summed = read_rows(A, B, (3, "C", 1, 0, 0, 1), ("", "Cả hệ thống", 6, 7, 9, 22))
    title = csv_file([("Quý I năm 2023",), ("STT", "Đơn vị", "Tháng 4"), (1, "A", 1)])
    sentences = [
        warning_text(_, warning)
        for appendix in (sample, many, unnamed, summed, read_appendix(title, "a.csv"))
        for warning in appendix.warnings
    ]
    assert sentences == [
        "dòng 15: Thanh tra huyện: số thứ tự là 15, đáng lẽ là 14.",
        "Tháng 6/2021 có thể chưa đủ số liệu: chỉ có 5 tin, bài (các tháng khác thường có khoảng "
        "52); đơn vị nhiều tin, bài nhất (Trung tâm Văn hóa, Thông tin và Thể thao, dòng 2) còn "
        "để trống.",
        "dòng 3: Phòng A: tổng của dòng ghi 7, cộng các ô được 45; lấy theo các ô.",
        "dòng 4: Phòng B: không đọc được số tổng “x” nên không đối chiếu được.",
        "dòng 4: Phòng B: thiếu số thứ tự, đáng lẽ là 2.",
        "dòng 5: Cộng nhóm: tổng tháng 3/2023 của nhóm “Khối A” ghi 9, cộng các ô được 3; "
        "lấy theo các ô.",
        "dòng 5: Cộng nhóm: tổng của nhóm “Khối A” ghi 6, cộng các ô được 47; lấy theo các ô.",
        "dòng 6: Các trường: dòng này không có số liệu nên được hiểu là tên nhóm; nếu là đơn vị, "
        "xin ghi số thứ tự.",
        "dòng 7: phong a: đơn vị này đã có ở dòng 3; số của cả hai dòng đều được giữ, xin kiểm tra "
        "lại.",
        "dòng 8: Phòng C: số thứ tự là 9, đáng lẽ là 2.",
        "dòng 9: Tổng cộng: tổng tháng 3/2023 ghi 10, cộng các ô được 15; lấy theo các ô.",
        "dòng 9: Tổng cộng: tổng chung ghi 20, cộng các ô được 219; lấy theo các ô.",
        "Tháng 3/2023 có thể chưa đủ số liệu: chỉ có 15 tin, bài (các tháng khác thường có khoảng "
        "102).",
        "dòng 3: Cộng: dòng cộng ghi 9, cộng các ô phía trên được 6; lấy theo các ô.",
        "dòng 5: Cả hệ thống: các số bằng đúng tổng của mọi đơn vị nên dòng này được hiểu là dòng "
        "tổng cộng.",
        "dòng 2: tiêu đề “Quý I năm 2023” không khớp với các cột tháng; đã theo các cột.",
    ]
