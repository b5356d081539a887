"""The workbook, reopened: its cells, its formulas and the page it prints on."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.articles.records import Article, Kind, State
from domain.boards import FigureDefinition, FigureKind
from domain.periods.spans import Month, Period, ReportingMonth
from domain.reports.dataset import (
    CounterValue,
    CountValue,
    Figure,
    GroupRows,
    MoneyValue,
    Report,
    TopicCount,
    UnitRow,
    known_sum,
)
from domain.text import clean_line
from reports.appendix.reading import read_appendix
from reports.sheets.cells import MOST_LINKS, add_styles
from reports.sheets.detail_sheets import write_articles
from reports.sheets.xlsx import render_xlsx
from tests.reports.factory import (
    BUDGET,
    VISITS,
    calendar_period,
    empty_report,
    large_report,
    sample_report,
)

FIRST_ROW = 6


def article(number: int, **changes: Any) -> Article:
    made = Article(
        id=number,
        board_id=1,
        number=number,
        unit_id=1,
        author_id=1,
        title=f"Tin số {number}",
        link=f"https://mau.example.vn/tin/{number}",
        published_on=date(2021, 6, 15),
        kind=Kind.NEWS,
        topic_id=None,
        state=State.LOGGED,
        logged_at=datetime(2021, 6, 15, tzinfo=UTC),
    )
    return replace(made, **changes)


def reopen(report: Report, *, values: bool = True) -> Workbook:
    return openpyxl.load_workbook(BytesIO(render_xlsx(report).content), data_only=values)


def sheet(report: Report, name: str = "Phụ lục", *, values: bool = True) -> Worksheet:
    found = reopen(report, values=values)[name]
    assert isinstance(found, Worksheet)
    return found


def rows(found: Worksheet) -> list[tuple[Any, ...]]:
    return list(found.iter_rows(values_only=True))


def unit_rows(found: Worksheet) -> list[tuple[Any, ...]]:
    return [row for row in rows(found) if isinstance(row[0], int)]


def calculated(found: Worksheet) -> dict[str, int | None]:
    """Work every formula out again, as a spreadsheet program would."""
    results: dict[str, int | None] = {}

    def value(name: str, *, subtotals: bool) -> int | None:
        content = found[name].value
        if not isinstance(content, str):
            return content if isinstance(content, int) else None
        formula = re.fullmatch(
            r'=(?:IF\((COUNT\(|SUBTOTAL\(2,)\w+:\w+\)=0,"",)?(SUM\(|SUBTOTAL\(9,)(\w+:\w+)\)+',
            content,
        )
        if formula is None or (formula[2] == "SUBTOTAL(9," and not subtotals):
            return None
        cells: Any = found[formula[3]]
        total = known_sum(
            value(cell.coordinate, subtotals=formula[2] == "SUM(") for row in cells for cell in row
        )
        return total if content.startswith("=IF") else total or 0

    for row in found.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                results[cell.coordinate] = value(cell.coordinate, subtotals=True)
    return results


def test_the_sample_table_holds_25_units_and_6_months() -> None:
    report = sample_report()
    table = unit_rows(sheet(report))
    assert [row[1] for row in table] == [unit.name for unit in report.units]
    assert [row[2:8] for row in table] == [unit.months for unit in report.units]
    assert [row[8] for row in table] == [unit.total or None for unit in report.units]
    assert [row[0] for row in table] == [*range(1, 17), *range(1, 10)]


def test_groups_and_the_whole_have_their_totals() -> None:
    found = rows(sheet(sample_report()))
    named = {row[0]: row for row in found if row[0] in ("I", "II", "Tổng cộng")}
    assert named["I"][1] == "CÁC ĐƠN VỊ THUỘC BAN BIÊN TẬP"
    assert named["II"][1] == "CÁC ĐƠN VỊ CỘNG TÁC GỬI TIN BÀI"
    assert [row[8] for row in found if row[0] == "Cộng"] == [204, 38]
    assert named["Tổng cộng"][2:9] == (34, 37, 52, 58, 56, 5, 242)


@pytest.mark.parametrize("report", [sample_report(), large_report(80)])
def test_totals_are_formulas_whose_results_the_file_already_holds(report: Report) -> None:
    formulas = calculated(sheet(report, values=False))
    held = sheet(report)
    months = len(report.period.months)
    assert len(formulas) == len(report.units) + 3 * (months + 1)
    assert formulas == {name: held[name].value for name in formulas}


def test_a_blank_month_stays_blank_and_a_zero_stays_zero() -> None:
    unit = UnitRow(1, "Phòng Nội vụ", (None, 0, 3, None, None, 0))
    found = sheet(sample_report(groups=(GroupRows("Các phòng", (unit,)),)))
    assert unit_rows(found)[0][2:9] == (None, 0, 3, None, None, 0, 3)


def test_the_header_is_frozen_and_printed_on_every_page() -> None:
    found = sheet(sample_report())
    header = [cell.value for cell in found[FIRST_ROW - 1]]
    assert header == ["STT", "Tên đơn vị", *(f"Tháng {n}" for n in range(1, 7)), "Tổng cộng"]
    assert found.freeze_panes == "C6"
    assert found.print_title_rows == "$5:$5"


def test_it_prints_on_a4_as_wide_as_the_page() -> None:
    found = sheet(sample_report())
    assert found.page_setup.paperSize == 9
    assert found.page_setup.orientation == "portrait"
    assert found.sheet_properties.pageSetUpPr is not None
    assert found.sheet_properties.pageSetUpPr.fitToPage
    assert (found.page_setup.fitToWidth or 1, found.page_setup.fitToHeight) == (1, 0)
    assert round(found.page_margins.left * 25.4) == 30
    assert round(found.page_margins.right * 25.4) == 15
    year = calendar_period("2021", 2021, range(1, 13))
    unit = UnitRow(1, "Phòng Nội vụ", (1,) * 12)
    wide = sheet(sample_report(period=year, groups=(GroupRows("Các phòng", (unit,)),)))
    assert wide.page_setup.orientation == "landscape"


def test_the_heading_names_the_period_and_the_report() -> None:
    found = rows(sheet(sample_report()))
    assert found[0][0] == "Phụ lục"
    assert "6 THÁNG ĐẦU NĂM 2021" in found[1][0]
    assert "01/BC-BBT" in found[2][0]


def test_months_of_two_years_and_cut_months_are_named_so() -> None:
    months = (
        ReportingMonth(Month(2020, 12), date(2020, 12, 15), date(2020, 12, 31), whole=False),
        ReportingMonth(Month(2021, 1), date(2021, 1, 1), date(2021, 1, 31)),
    )
    period = Period("2020-12-15..2021-01-31", months[0].first, months[1].last, months)
    unit = UnitRow(1, "Phòng Nội vụ", (4, 2))
    found = sheet(sample_report(period=period, groups=(GroupRows("Các phòng", (unit,)),)))
    assert [cell.value for cell in found[FIRST_ROW - 1]][2:4] == [
        "Tháng 12/2020 (15/12–31/12)",
        "Tháng 1/2021",
    ]


def test_sheets_with_nothing_behind_them_are_left_out() -> None:
    assert reopen(empty_report()).sheetnames == ["Phụ lục"]
    assert reopen(sample_report()).sheetnames == ["Phụ lục", "Số liệu"]
    full = sample_report(articles=(article(1),), topics=(TopicCount("Y tế", 1, {1: 1}),))
    assert reopen(full).sheetnames == ["Phụ lục", "Tin, bài", "Chuyên mục", "Số liệu"]


def test_a_board_without_units_and_a_group_without_units_have_blank_totals() -> None:
    assert rows(sheet(empty_report()))[-1][:9] == ("Tổng cộng", *[None] * 8)
    found = rows(sheet(sample_report(groups=(GroupRows("Trống", ()),))))
    assert ("Cộng", *[None] * 8) in found
    assert ("Tổng cộng", *[None] * 8) in found


def test_a_total_of_blanks_is_blank_and_a_total_of_zeros_is_zero() -> None:
    silent = UnitRow(1, "Phòng A", (None,) * 6)
    answered = UnitRow(2, "Phòng B", (0, None, 0, None, None, None))
    groups = (GroupRows("Nhóm A", (silent,)), GroupRows("Nhóm B", (silent, answered)))
    found = rows(sheet(sample_report(groups=groups)))
    assert [row[8] for row in found if row[1] in ("Phòng A", "Phòng B")] == [None, None, 0]
    assert [row[2:9] for row in found if row[0] == "Cộng"] == [
        (None,) * 7,
        (0, None, 0, None, None, None, 0),
    ]
    assert found[-3][2:9] == (0, None, 0, None, None, None, 0)


def test_every_article_is_listed_by_unit_and_day_with_a_link_that_opens() -> None:
    articles = (
        article(3, unit_id=2),
        article(2, published_on=date(2021, 2, 1), kind=Kind.FEATURE, topic_id=15),
        article(1),
        article(4, unit_id=99),
        article(5, unit_id=98),
    )
    report = sample_report(articles=articles, unit_names={99: "Phòng Y tế"})
    found = sheet(report, "Tin, bài")
    listed = rows(found)
    assert listed[0] == (
        "Số",
        "Ngày đăng",
        "Đơn vị",
        "Tiêu đề",
        "Liên kết",
        "Thể loại",
        "Chuyên mục",
    )
    assert listed[1] == (
        2,
        datetime(2021, 2, 1),  # noqa: DTZ001 - a workbook's days have no zone
        "Trung tâm Văn hóa, Thông tin và Thể thao",
        "Tin số 2",
        "https://mau.example.vn/tin/2",
        "bài",
        "Y tế",
    )
    assert [row[0] for row in listed[1:]] == [2, 1, 3, 4, 5]
    units = {row[0]: row[2] for row in listed[1:]}
    assert units[3] == "Công an huyện"
    assert units[4] == "Phòng Y tế"
    assert not units[5]
    link = found["E2"].hyperlink
    assert link is not None
    assert link.target == "https://mau.example.vn/tin/2"
    assert found.freeze_panes == "A2"
    assert found.auto_filter.ref == "A1:G6"


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("http://mau.example.vn", "http://mau.example.vn"),
        ("https://mau.example.vn:8443/tin", "https://mau.example.vn:8443/tin"),
        ("https://mẫu.vn/bài 1", "https://xn--mu-95s.vn/b%C3%A0i%201"),
        (
            "https://mau.example.vn/100%?q=%C3%A0[1]",
            "https://mau.example.vn/100%25?q=%C3%A0%5B1%5D",
        ),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://user@mau.example.vn/", None),
        ("https://", None),
        ("https://mau..vn/", None),
        ("https://mau_1!.vn/", None),
        ("https://[::1/", None),
        ("https://mau.example.vn:port/", None),
        ("https://mau.example.vn/" + "a" * 2100, None),
        ("", None),
    ],
)
def test_only_a_real_web_address_becomes_a_link(link: str, target: str | None) -> None:
    cell = sheet(sample_report(articles=(article(1, link=link),)), "Tin, bài")["E2"]
    assert (cell.value or "") == link
    assert (cell.hyperlink.target if cell.hyperlink else None) == target


def test_a_link_keeps_its_fragment() -> None:
    link = "https://mau.example.vn/tin#muc-2"
    cell = sheet(sample_report(articles=(article(1, link=link),)), "Tin, bài")["E2"]
    assert cell.hyperlink is not None
    assert (cell.hyperlink.target, cell.hyperlink.location) == (
        "https://mau.example.vn/tin",
        "muc-2",
    )


def test_links_beyond_what_excel_takes_stay_text() -> None:
    report = sample_report(articles=tuple(article(number) for number in range(1, 5)))
    content = BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        write_articles(workbook, add_styles(workbook), report, most_links=2)
    found = openpyxl.load_workbook(content).worksheets[0]
    assert [bool(found[f"E{row}"].hyperlink) for row in range(2, 6)] == [True, True, False, False]
    assert found["E5"].value == "https://mau.example.vn/tin/4"
    assert MOST_LINKS == 65_530


def test_topics_are_counted_by_unit() -> None:
    topics = (TopicCount("Y tế", 3, {1: 2, 2: 1}), TopicCount("Tôn giáo", 0))
    report = sample_report(topics=topics)
    found = sheet(report, "Chuyên mục")
    table = rows(found)
    assert table[0] == ("Tên đơn vị", "Y tế", "Tôn giáo", "Tổng cộng")
    assert table[1] == ("Trung tâm Văn hóa, Thông tin và Thể thao", 2, None, 2)
    assert table[2] == ("Công an huyện", 1, None, 1)
    assert table[3][1:] == (None, None, 0)
    assert table[-1] == ("Tổng cộng", 3, 0, 3)
    formulas = calculated(sheet(report, "Chuyên mục", values=False))
    assert formulas == {name: found[name].value for name in formulas}
    assert len(formulas) == 25 + 3


def test_figures_are_listed_with_the_day_of_their_reading() -> None:
    table = rows(sheet(sample_report(), "Số liệu"))
    assert table[1:] == [
        ("Lượt truy cập", "Trong kỳ", 9_933, "lượt", None),
        ("Lượt truy cập", "Tổng cộng", 96_811, "lượt", "Tính đến ngày 29/6/2021"),
        ("Văn bản đăng tải", "Trong kỳ", 213, "văn bản", None),
        (
            "Chuyên mục mở mới",
            "Trong kỳ",
            3,
            "chuyên mục",
            "Bầu cử đại biểu Quốc hội khóa XV; Phòng, chống dịch COVID-19; Chuyển đổi số",
        ),
        ("Trang thành phần", "Trong kỳ", 17, "trang", None),
        ("Trang thành phần", "Trên tổng số", 17, "trang", None),
        ("Kinh phí", "Dự toán năm 2021", 150_000_000, "đồng", None),
        ("Kinh phí", "Chi trong kỳ: Nhuận bút", 46_276_000, "đồng", None),
        ("Kinh phí", "Chi trong kỳ: Văn phòng phẩm", 8_620_000, "đồng", None),
        ("Kinh phí", "Tổng chi trong kỳ", 54_896_000, "đồng", None),
        ("Kinh phí", "Còn lại", 95_104_000, "đồng", None),
    ]


def test_figures_that_lack_a_part_leave_its_row_out() -> None:
    figures = (
        Figure(VISITS, CounterValue(None, 5, date(2021, 6, 29))),
        Figure(BUDGET, MoneyValue(None, 2021, (), spent_before=7)),
    )
    table = rows(sheet(sample_report(figures=figures), "Số liệu"))
    assert [row[1:3] for row in table[1:]] == [
        ("Tổng cộng", 5),
        ("Đã chi trước kỳ", 7),
        ("Tổng chi trong kỳ", 0),
    ]


def test_the_file_says_what_it_is_and_is_the_same_every_time() -> None:
    first = render_xlsx(sample_report())
    assert first.file_name == "bao-cao-6-thang-dau-nam-2021.xlsx"
    assert first.media_type.endswith("spreadsheetml.sheet")
    assert first.content == render_xlsx(sample_report()).content
    properties = openpyxl.load_workbook(BytesIO(first.content)).properties
    assert properties.title == "Báo cáo tin, bài 6 tháng đầu năm 2021"
    assert properties.created == datetime(2021, 7, 29)  # noqa: DTZ001 - as above


def test_a_formula_in_a_title_stays_text() -> None:
    for text in ("=1+1", '=HYPERLINK("http://x.vn")', "+1", "@SUM(A1)", "{=A1}", "<r>x</r>"):
        report = sample_report(articles=(article(1, title=text),))
        cell = sheet(report, "Tin, bài", values=False)["D2"]
        assert cell.value == text
        assert cell.data_type != "f"


def test_a_text_longer_than_a_cell_is_cut() -> None:
    report = sample_report(articles=(article(1, title="😀" * 20_000),))
    title = str(sheet(report, "Tin, bài")["D2"].value)
    assert title.endswith("😀…")
    assert len(title.encode("utf-16-le")) // 2 <= 32_767


def test_3000_units_are_all_there() -> None:
    assert len(unit_rows(sheet(large_report(3000)))) == 3000


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_a_hostile_string_arrives_as_plain_text(hostile: str) -> None:
    line = clean_line(hostile)
    figure = Figure(FigureDefinition("f", hostile, FigureKind.COUNT, hostile), CountValue(1))
    report = sample_report(
        groups=(GroupRows(hostile, (UnitRow(1, hostile, (1,) * 6, note=hostile),)),),
        articles=(article(1, title=hostile, link=hostile),),
        topics=(TopicCount(hostile, 1, {1: 1}),),
        figures=(figure,),
    )
    book = reopen(report, values=False)
    assert (book["Phụ lục"]["B7"].value or "") == line
    assert (book["Tin, bài"]["D2"].value or "") == line
    assert (book["Tin, bài"]["E2"].value or "") == line
    assert (book["Chuyên mục"]["B1"].value or "") == line
    assert (book["Số liệu"]["A2"].value or "") == line
    for found in book.worksheets:
        for row in found.iter_rows():
            for cell in row:
                formula = cell.data_type == "f"
                assert not formula or re.match(r"=IF\((COUNT|SUBTOTAL)\(|=SUM\(", str(cell.value))


def test_the_import_reads_the_workbook_back_unchanged() -> None:
    report = sample_report(articles=(article(1),), topics=(TopicCount("Y tế", 1, {1: 1}),))
    rendered = render_xlsx(report)
    appendix = read_appendix(rendered.content, rendered.file_name)
    assert appendix.months == tuple(month.month for month in report.period.months)
    assert [(row.unit, row.counts) for row in appendix.rows] == [
        (unit.name, unit.months) for unit in report.units
    ]
    assert {row.group for row in appendix.rows} == {group.name for group in report.groups}
