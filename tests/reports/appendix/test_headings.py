"""How the columns, the months and the year of an older table are found."""

from collections.abc import Sequence
from datetime import date

import docx
import openpyxl
import pytest

from domain.errors import InvalidFile
from domain.periods.spans import Month
from reports.appendix.headings.coverage import read_coverages
from reports.appendix.reading import read_appendix
from tests.reports.appendix_files import (
    TITLE,
    add_table,
    bare,
    codes,
    counts,
    csv_file,
    docx_file,
    only,
    read_rows,
    saved,
    xlsx_file,
)


def months_of(labels: Sequence[object], *titles: str, year: int | None = None) -> list[str]:
    """Return the months read from one row of headings below titles."""
    rows = [
        *((title,) for title in titles),
        ("STT", "Đơn vị", *labels),
        (1, "Phòng A", *[1] * len(labels)),
    ]
    return [month.code for month in read_appendix(xlsx_file(rows), "a.xlsx", year).months]


@pytest.mark.parametrize(
    "label",
    [
        "Tháng 6", "tháng 06", "THÁNG 6", "Thang 6", "T6", "T.6", "t 06", "Thg 6", "Tháng sáu",
        "Tháng VI", "Tin, bài tháng 6", "Tháng 6 (tin, bài)", "06/2021", "6-2021", "6.2021",
        "T6/2021", "T6.2021", "Tháng 6/2021", "Tháng 06 năm 2021", "tháng 6 (2021)", "2021-06",
        "2021/6", date(2021, 6, 1), 6,
    ],
)  # fmt: skip
def test_ways_to_head_a_month(label: object) -> None:
    assert months_of([label], year=2021) == ["2021-06"]


@pytest.mark.parametrize(
    "label",
    [
        "Lũy kế đến tháng 6", "So với tháng 5", "Cùng kỳ tháng 6/2020", "Kế hoạch tháng 7",
        "Quý I (T1-T3)", "Tăng/giảm so tháng 5", "Ghi chú", "6 tháng đầu năm 2021",
        "Tháng 1-3", "Nhuận bút tháng 5", "Chỉ tiêu", "Tỷ lệ %", "Lượt xem",
    ],
)  # fmt: skip
def test_columns_that_are_no_month(label: str) -> None:
    assert months_of(["Tháng 6", label], year=2021) == ["2021-06"]
    with pytest.raises(InvalidFile, match="no_table"):
        months_of([label], year=2021)


def test_the_month_of_may_in_words_is_no_year() -> None:
    assert months_of(["Tháng tư", "Tháng năm"], year=2021) == ["2021-04", "2021-05"]


def test_columns_in_any_order_are_sorted() -> None:
    appendix = read_rows(("A", 3, 1, 2), heading=("Đơn vị", "T3", "T1", "T2"))
    assert [month.month for month in appendix.months] == [1, 2, 3]
    assert counts(appendix) == {"A": (1, 2, 3)}


def test_subtotals_and_other_columns_between_the_months_are_passed_over() -> None:
    heading = ("STT", "Đơn vị", "Ghi chú", "T1", "T2", "T3", "Quý I", "T4", "Tổng số", "Nhuận bút")
    appendix = read_rows((1, "A", "x", 1, 2, 3, 6, 4, 10, "1.000.000 đ"), heading=heading)
    assert bare(appendix.rows) == [("", "A", (1, 2, 3, 4), 10)]
    assert codes(appendix) == []


def test_a_sum_of_money_is_not_the_total() -> None:
    heading = ("STT", "Đơn vị", "T1", "Tổng", "Tổng tiền nhuận bút")
    assert read_rows((1, "A", 1, 1, 50000), heading=heading).warnings == ()


@pytest.mark.parametrize(
    "unit",
    [
        "Đơn vị", "Tên đơn vị", "Cơ quan, đơn vị", "Tên cơ quan, đơn vị", "Đơn vị/cá nhân", "unit",
        "Họ và tên", "Cộng tác viên", "ĐƠN VỊ", "Tên", "Phòng, ban",
    ],
)  # fmt: skip
def test_ways_to_head_the_units(unit: str) -> None:
    assert counts(read_rows((1, "A", 1), heading=("TT", unit, "T1"))) == {"A": (1,)}


def test_the_unit_of_measure_is_no_unit() -> None:
    rows = [("Đơn vị tính: tin, bài", ""), ("STT", "Đơn vị tính", "T1"), (1, "bài", 1)]
    with pytest.raises(InvalidFile, match="no_table"):
        read_appendix(csv_file(rows), "a.csv", 2021)


def test_the_units_are_preferred_to_their_people() -> None:
    heading = ("Họ và tên", "Đơn vị", "T1", "T2")
    assert counts(read_rows(("Ông X", "Phòng A", 1, 2), heading=heading)) == {"Phòng A": (1, 2)}


@pytest.mark.parametrize("top", ["Tháng", "Số tin, bài theo tháng", "Tổng số tin, bài các tháng"])
def test_two_rows_of_headings_without_merged_cells(top: str) -> None:
    rows = [("STT", "Đơn vị", top, "", "", "Tổng"), ("", "", 1, 2, 3, ""), (1, "A", 1, "", 3, 4)]
    assert bare(read_appendix(csv_file(rows), "a.csv", 2021).rows) == [("", "A", (1, None, 3), 4)]


def test_two_rows_of_headings_with_years_over_the_months() -> None:
    rows = [
        ("STT", "Đơn vị", "Năm 2020", "", "Năm 2021", ""),
        ("", "", "T11", "T12", "T1", "T2"),
        (1, "A", 1, 2, 3, 4),
    ]
    appendix = read_appendix(csv_file(rows), "a.csv")
    assert [month.code for month in appendix.months] == ["2020-11", "2020-12", "2021-01", "2021-02"]


def test_months_written_over_a_row_of_what_is_counted() -> None:
    rows = [
        ("STT", "Đơn vị", "Tháng 1", "Tháng 2"),
        ("", "", "Tin, bài", "Tin, bài"),
        (1, "A", 1, 2),
    ]
    assert counts(read_appendix(csv_file(rows), "a.csv", 2021)) == {"A": (1, 2)}


def test_tin_and_bai_of_a_month_add_up_and_stay_apart() -> None:
    rows = [("STT", "Đơn vị", "Tháng 1", ""), ("", "", "Tin", "Bài"), (1, "A", 1, 2)]
    (row,) = read_appendix(csv_file(rows), "a.csv", 2021).rows
    assert row.counts == (3,)
    assert row.kinds == (("tin", (1,)), ("bài", (2,)))


def test_a_month_with_two_equal_columns_is_refused() -> None:
    rows = [("STT", "Đơn vị", "Tháng 1", "T1"), (1, "A", 1, 2)]
    with pytest.raises(InvalidFile) as caught:
        read_appendix(csv_file(rows), "a.csv", 2021)
    assert caught.value.code == "month_repeated"
    assert caught.value.values == {"place": "dòng 1", "month": "1/2021"}


@pytest.mark.parametrize("label", ["Tháng 13", "Số gửi", "Tháng 7 tạm tính", ""])
def test_a_column_of_numbers_that_is_not_understood_is_named(label: str) -> None:
    rows = [("STT", "Đơn vị", "T1", "T2", label), (1, "A", 1, 2, 7), (2, "B", 1, 2, 4)]
    with pytest.raises(InvalidFile) as caught:
        read_appendix(csv_file(rows), "a.csv", 2021)
    assert caught.value.code == "unknown_column"
    assert caught.value.values["column"] == (label or "cột E")


def test_a_column_without_a_name_that_holds_the_sums_is_one() -> None:
    rows = [("STT", "Đơn vị", "T1", "T2", ""), (1, "A", 1, 2, 3), (2, "B", 0, 4, 4)]
    assert counts(read_appendix(csv_file(rows), "a.csv", 2021)) == {"A": (1, 2), "B": (0, 4)}


def test_a_month_that_is_missing_between_others_is_named() -> None:
    rows = [("STT", "Đơn vị", "T1", "T2", "T4"), (1, "A", 1, 2, 7)]
    with pytest.raises(InvalidFile) as caught:
        read_appendix(csv_file(rows), "a.csv", 2021)
    assert (caught.value.code, caught.value.values["months"]) == ("month_gap", "3/2021")


def test_months_by_their_number_alone() -> None:
    appendix = read_rows((1, "A", 1, 2, 3, 6), heading=("STT", "Đơn vị", 4, 5, 6, "Cộng"))
    assert appendix.months == (Month(2023, 4), Month(2023, 5), Month(2023, 6))


def test_numbers_that_do_not_count_up_are_no_months() -> None:
    with pytest.raises(InvalidFile, match="no_table"):
        read_rows((1, "A", 1, 2), heading=("STT", "Đơn vị", 4, 7))


@pytest.mark.parametrize(
    ("text", "months", "year"),
    [
        ("6 tháng đầu năm 2021", range(1, 7), 2021),
        ("TIN, BÀI SÁU THÁNG ĐẦU NĂM 2021", range(1, 7), 2021),
        ("6 tháng cuối năm 2022", range(7, 13), 2022),
        ("9 tháng năm 2022", range(1, 10), 2022),
        ("6T2021", range(1, 7), 2021),
        ("nửa đầu năm 2021", range(1, 7), 2021),
        ("nửa cuối năm 2021", range(7, 13), 2021),
        ("2021-H1", range(1, 7), 2021),
        ("H2/2021", range(7, 13), 2021),
        ("Quý I năm 2023", range(1, 4), 2023),
        ("quý IV/2023", range(10, 13), 2023),
        ("Quý 3 năm 2023", range(7, 10), 2023),
        ("2023-Q2", range(4, 7), 2023),
        ("Q2 2023", range(4, 7), 2023),
        ("tháng 6 năm 2021", [6], 2021),
        ("T6.2021", [6], 2021),
        ("2021-06", [6], 2021),
        ("T1-T6/2021", range(1, 7), 2021),
        ("Từ tháng 1 đến hết tháng 3 năm 2021", range(1, 4), 2021),
    ],
)
def test_periods_in_titles(text: str, months: Sequence[int], year: int) -> None:
    assert read_coverages(text) == [dict.fromkeys(months, year)]


def test_a_range_may_cross_a_new_year() -> None:
    (coverage,) = read_coverages("từ tháng 11/2020 đến tháng 2/2021")
    assert coverage == {11: 2020, 12: 2020, 1: 2021, 2: 2021}


@pytest.mark.parametrize(
    "text",
    [
        "ngày 29 tháng 7 năm 2021", "29/7/2021", "Nghị định số 09/2019/NĐ-CP", "2021-07-29",
        "Số 12/BC", "từ tháng 13 đến tháng 14 năm 2021", "từ tháng 6/2021 đến tháng 1/2021",
        "14 tháng năm 2021",
        "6 tháng", "Quý I",
    ],
)  # fmt: skip
def test_dates_and_numbers_of_documents_are_no_periods(text: str) -> None:
    assert read_coverages(text) == []


LABELS = ["Tháng 1", "Tháng 2", "Tháng 3"]


@pytest.mark.parametrize(
    "titles",
    [
        ("Quý I năm 2023",),
        ("6 tháng đầu năm 2023 (số liệu ba tháng)",),
        ("Năm 2023",),
        ("Quý I năm 2023", "(Kèm theo Báo cáo số 02/BC-BBT ngày 05 tháng 4 năm 2024)"),
        ("Năm 2019", "Quý I năm 2023"),
        ("Quý I năm 2023", "Phương hướng 6 tháng cuối năm 2024"),
    ],
)
def test_the_year_of_the_title(titles: tuple[str, ...]) -> None:
    assert months_of(LABELS, *titles) == ["2023-01", "2023-02", "2023-03"]


def test_the_year_of_the_headings_comes_before_the_titles() -> None:
    assert months_of(["Tháng 1/2022", "Tháng 2", "Tháng 3"], "Quý I năm 2023") == [
        "2022-01",
        "2022-02",
        "2022-03",
    ]


def test_the_year_of_the_sheets_name() -> None:
    rows = [("STT", "Đơn vị", "T1"), (1, "A", 1)]
    for name in ("Quý I-2023", "2023", "Phu luc 2023", "6T2023"):
        assert read_appendix(xlsx_file(rows, sheet=name), "a.xlsx").months == (Month(2023, 1),)


@pytest.mark.parametrize(
    "titles",
    [(), ("ngày 5/6/2021",), ("(Kèm theo Báo cáo số    /BC-BBT ngày    tháng 01 năm 2024)",)],
)
def test_without_a_year_the_given_one_counts_and_none_is_an_error(titles: tuple[str, ...]) -> None:
    assert months_of(LABELS, *titles, year=2020)[0] == "2020-01"
    with pytest.raises(InvalidFile) as caught:
        months_of(LABELS, *titles)
    assert caught.value.code == "no_year"
    assert caught.value.values["place"] == f"Sheet1, dòng {len(titles) + 1}"


@pytest.mark.parametrize(
    "titles",
    [("năm 2021 so với năm 2022",), ("Thống kê 2021", "Năm 2022"), ("Quý I/2021", "Năm 2022")],
)
def test_two_years_are_asked_for_and_the_given_one_settles_it(titles: tuple[str, ...]) -> None:
    with pytest.raises(InvalidFile) as caught:
        months_of(LABELS, *titles)
    assert (caught.value.code, caught.value.values["years"]) == ("year_unclear", [2021, 2022])
    assert months_of(LABELS, *titles, year=2022)[0] == "2022-01"


@pytest.mark.parametrize(
    ("labels", "titles", "first"),
    [
        (["T9", "T10", "T11", "T12", "T1"], ("Năm học 2023-2024",), "2023-09"),
        (["Tháng 12/2022", "1", "2", "3"], (), "2022-12"),
        (["Tháng 12/2022", "Tháng 1"], ("Năm 2023",), "2022-12"),
        (["Tháng 12", "Tháng 1"], ("Từ ngày 15/11/2022 đến ngày 14/01/2023",), "2022-12"),
        (["Tháng 01 (15/12/2022-14/01/2023)", "Tháng 02 (15/01/2023-14/02/2023)"], (), "2023-01"),
        (["Tháng 1", "Tháng 2"], ("THỐNG KÊ TIN BÀI 2023",), "2023-01"),
        (["Tháng 1", "Tháng 2"], ("Năm 2023 (Theo Quyết định số 93/QĐ-UBND năm 2019)",), "2023-01"),
        (["Tháng 1", "Tháng 2"], ("Năm 2023", "Số liệu chốt ngày 05/01/2024"), "2023-01"),
        (["Tháng 1", "Tháng 2"], ("Năm 2023, so với cùng kỳ năm 2022",), "2023-01"),
    ],
)  # fmt: skip
def test_the_year_as_titles_and_headings_tell_it(
    labels: list[object], titles: tuple[str, ...], first: str
) -> None:
    assert months_of(labels, *titles)[0] == first


def test_a_given_year_may_repeat_the_files_but_not_contradict_it() -> None:
    assert months_of(LABELS, "Quý I năm 2023", year=2023)[0] == "2023-01"
    with pytest.raises(InvalidFile) as caught:
        months_of(LABELS, "Quý I năm 2023", year=2022)
    assert caught.value.code == "year_differs"
    assert (caught.value.values["file"], caught.value.values["given"]) == (2023, 2022)


def test_a_title_of_other_months_gives_the_year_and_a_warning() -> None:
    rows = [("Quý II năm 2023",), ("STT", "Đơn vị", *LABELS), (1, "A", 1, 1, 1)]
    appendix = read_appendix(xlsx_file(rows), "a.xlsx")
    assert appendix.months[0] == Month(2023, 1)
    assert only(appendix, "period_differs").values == {"title": "Quý II năm 2023"}


def test_the_second_half_of_a_year() -> None:
    labels = [f"T{month}" for month in range(7, 13)]
    assert months_of(labels, "6 THÁNG CUỐI NĂM 2022") == [f"2022-{m:02d}" for m in range(7, 13)]


ROWS = [("STT", "Đơn vị", *LABELS), (1, "A", 1, 2, 3)]


def test_in_a_document_the_nearest_title_that_fits_counts() -> None:
    before = [
        "Báo cáo quý I năm 2023",
        *[f"Đoạn văn số {number}." for number in range(20)],
        "Nhiệm vụ 6 tháng cuối năm",
    ]
    assert read_appendix(docx_file(ROWS, before), "a.docx").months[0] == Month(2023, 1)


def test_among_several_tables_of_a_document_the_one_of_counts_is_read() -> None:
    document = docx.Document()
    add_table(document, [("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")])
    document.add_paragraph("")
    add_table(document, [("STT", "Nội dung", "Số tiền"), (1, "Nhuận bút", "46.276.000")])
    document.add_paragraph(TITLE)
    add_table(document, ROWS)
    appendix = read_appendix(saved(document), "a.docx")
    assert appendix.rows[0].place == "Bảng 3, dòng 2"


def test_a_table_cut_in_two_in_a_document_is_one() -> None:
    for second in ([ROWS[0], (2, "B", 4, 5, 6)], [(2, "B", 4, 5, 6)]):
        document = docx.Document()
        document.add_paragraph(TITLE)
        add_table(document, ROWS)
        document.add_paragraph("")
        add_table(document, second)
        document.add_paragraph("Hết")
        add_table(document, [("Nơi nhận", "Trưởng ban")])
        assert counts(read_appendix(saved(document), "a.docx")) == {"A": (1, 2, 3), "B": (4, 5, 6)}


def test_two_tables_of_counts_are_refused_unless_the_year_tells_them_apart() -> None:
    book = openpyxl.Workbook()
    for index, year in enumerate((2022, 2023)):
        page = book.worksheets[0] if index == 0 else book.create_sheet()
        page.title = f"Năm {year}"
        for row in ROWS:
            page.append(row)
    content = saved(book)
    with pytest.raises(InvalidFile) as caught:
        read_appendix(content, "a.xlsx")
    assert caught.value.code == "several_tables"
    assert caught.value.values["tables"] == ["Năm 2022, dòng 1", "Năm 2023, dòng 1"]
    assert read_appendix(content, "a.xlsx", 2023).months[0] == Month(2023, 1)
    with pytest.raises(InvalidFile, match="year_differs"):
        read_appendix(content, "a.xlsx", 2019)


def test_a_table_on_a_second_sheet_below_titles_is_found_and_hidden_sheets_are_not() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Bìa"])
    page = book.create_sheet("Phụ lục")
    for row in [(), ("UBND HUYỆN", "", "CỘNG HÒA"), (TITLE,), (), *ROWS]:
        page.append(row)
    hidden = book.create_sheet("Cũ")
    hidden.sheet_state = "hidden"
    for row in ROWS:
        hidden.append(row)
    appendix = read_appendix(saved(book), "a.xlsx")
    assert appendix.rows[0].place == "Phụ lục, dòng 6"


def test_a_file_without_such_a_table_is_refused() -> None:
    for content, name in (
        (csv_file([("a", "b"), (1, 2)]), "a.csv"),
        (csv_file([("STT", "Đơn vị", "T1")]), "a.csv"),
        (b"chi co chu", "a.csv"),
        (b"", "a.csv"),
        (b" \n", "a.csv"),
        (xlsx_file([]), "a.xlsx"),
        (docx_file([("a", "b")]), "a.docx"),
        (saved(docx.Document()), "a.docx"),
    ):
        with pytest.raises(InvalidFile) as caught:
            read_appendix(content, name, 2021)
        assert (caught.value.code, caught.value.values["place"]) == ("no_table", name)
