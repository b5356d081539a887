import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Length, Mm, Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.boards import LegalBasis, PeriodRule, Signatory
from domain.errors import InvalidFile
from domain.periods.spans import Month, Period, ReportingMonth, parse_period
from domain.reports.dataset import GroupRows, Report, TopicCount, UnitRow
from domain.text import clean_line
from reports.document.docx import DOCX_TYPE, render_docx
from reports.document.fields import Mode
from reports.document.layout_parts import text_width
from reports.document.shaping.widths import text_millimetres
from tests.reports.factory import (
    SAMPLE,
    calendar_period,
    empty_report,
    large_report,
    sample_board,
    sample_groups,
    sample_report,
)
from tests.reports.reading import Word, reopen, texts


def word(report: Report, mode: Mode = "paper") -> Word:
    return reopen(render_docx(report, mode=mode).content)


def millimetres(length: Length | None) -> float:
    assert length is not None
    return length / 36_000


def months_report(count: int, year: int = 2021, **changes: Any) -> Report:
    months = tuple(
        ReportingMonth(
            Month(year + place // 12, place % 12 + 1), date(year, 1, 1), date(year, 1, 2)
        )
        for place in range(count)
    )
    period = Period(
        f"{year}-01-01..{year + 5}-01-02", date(year, 1, 1), date(year + 5, 1, 2), months
    )
    unit = UnitRow(1, "Phòng A", tuple(place % 3 or None for place in range(count)))
    return sample_report(period=period, groups=(GroupRows("", (unit,)),), **changes)


def test_the_file_is_named_for_its_period() -> None:
    rendered = render_docx(sample_report())
    assert rendered.file_name == "bao-cao-6-thang-dau-nam-2021.docx"
    assert rendered.media_type == DOCX_TYPE


def test_the_appendix_holds_the_sample_s_table_cell_by_cell() -> None:
    rows = word(sample_report()).rows
    assert rows[0] == ["STT", "Đơn vị", *(f"Tháng {month}" for month in range(1, 7)), "Tổng"]
    expected = [row.split(",") for row in SAMPLE.read_text(encoding="utf-8").splitlines()[1:]]
    units = [row for row in rows if row[0].isdigit()]
    assert len(units) == len(expected) == 25
    for row, source in zip(units, expected, strict=True):
        assert row[2:] == [*source[-7:-1], "" if source[-1] == "0" else source[-1]]
    assert [row[1] for row in units[:2]] == [
        "Trung tâm Văn hóa, Thông tin và Thể thao",
        "Công an huyện",
    ]
    assert [row[0] for row in units] == [str(n) for n in (*range(1, 17), *range(1, 10))]
    assert rows[1] == ["I", "CÁC ĐƠN VỊ THUỘC BAN BIÊN TẬP"]
    assert rows[18] == ["", "Cộng nhóm I", "33", "30", "39", "48", "50", "4", "204"]
    assert rows[-2] == ["", "Cộng nhóm II", "1", "7", "13", "10", "6", "1", "38"]
    assert rows[-1] == ["", "Tổng cộng", "34", "37", "52", "58", "56", "5", "242"]


def test_each_fact_of_the_sample_stands_in_the_document_once() -> None:
    whole = word(sample_report(), "electronic").text
    for fact in (
        "01/BC-BBT",
        "ngày 29 tháng 7 năm 2021",
        "242 tin, bài",
        "9.933",
        "96.811",
        "29/6/2021",
        "213",
        "03 chuyên mục",
        "17/17",
        "150.000.000 đồng",
        "54.896.000 đồng",
        "46.276.000 đồng",
        "8.620.000 đồng",
        "95.104.000 đồng",
    ):
        assert whole.count(fact) == 1, fact


def test_a_blank_month_stays_blank_and_a_zero_stays_zero() -> None:
    unit = UnitRow(1, "Phòng A", (0, None, 3, None, None, None))
    opened = word(empty_report(groups=(GroupRows("Nhóm", (unit,)),)))
    assert opened.rows[2] == ["1", "Phòng A", "0", "", "3", "", "", "", "3"]
    assert "Ô trống: tháng chưa có số liệu" in opened.text
    full = UnitRow(1, "Phòng A", (0,) * 6)
    assert "Ô trống" not in word(empty_report(groups=(GroupRows("Nhóm", (full,)),))).text


def test_the_heading_follows_the_decree() -> None:
    opened = word(sample_report())
    (parent, agency, _rule), (country, motto, _line) = (
        [paragraph.text for paragraph in cell.paragraphs] for cell in opened.front.rows[0].cells
    )
    assert parent == "ỦY BAN NHÂN DÂN HUYỆN MẪU"
    assert agency == "BAN BIÊN TẬP\nCỔNG THÔNG TIN ĐIỆN TỬ"
    assert country == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert motto == "Độc lập - Tự do - Hạnh phúc"
    assert texts(opened.front.rows[1]) == ["Số: 01/BC-BBT", "Mẫu, ngày 29 tháng 7 năm 2021"]
    assert opened.paragraphs[:5] == [
        "BÁO CÁO",
        "Kết quả hoạt động của Ban Biên tập Cổng thông tin điện tử huyện Mẫu 6 tháng đầu năm 2021 "
        "và phương hướng, nhiệm vụ 6 tháng cuối năm 2021",
        "Kính gửi: Ủy ban nhân dân huyện Mẫu.",
        "Căn cứ Luật Tiếp cận thông tin ngày 06 tháng 4 năm 2016;",
        "Căn cứ Quy chế hoạt động của Ban Biên tập.",
    ]
    assert "____" not in opened.text


def test_the_rules_below_the_heading_are_a_third_to_a_half_of_the_text() -> None:
    opened = word(sample_report(board=sample_board(agency="Ban Biên tập")))
    rule = opened.front.rows[0].cells[0].paragraphs[-1]
    layout = rule.paragraph_format
    assert rule._p.pPr is not None
    assert 'w:styleId="RuleAgency"' in opened.xml("word/styles.xml")
    assert layout.left_indent == layout.right_indent
    assert layout.left_indent is not None
    # "BAN BIÊN TẬP" is about 31 mm long in 12 pt bold.
    assert 31 / 3 < 71 - 2 * layout.left_indent.mm < 31 / 2


def test_a_board_without_an_agency_or_a_signing_name_is_a_sound_document() -> None:
    opened = word(sample_report(board=sample_board(agency="")))
    assert texts(opened.front.rows[0])[0] == "ỦY BAN NHÂN DÂN HUYỆN MẪU\n\n"


def test_paper_size_and_margins_are_the_decree_s() -> None:
    for section in word(sample_report()).document.sections:
        assert section.page_width == pytest.approx(Mm(210), abs=635)
        assert section.page_height == pytest.approx(Mm(297), abs=635)
        assert 19.99 <= millimetres(section.top_margin) <= 25
        assert 19.99 <= millimetres(section.bottom_margin) <= 25
        assert 29.99 <= millimetres(section.left_margin) <= 35
        assert 14.99 <= millimetres(section.right_margin) <= 20


def test_pages_are_numbered_in_the_top_margin_but_the_first_and_the_appendix_anew() -> None:
    opened = word(sample_report())
    body, appendix = opened.document.sections
    assert 'w:instr="PAGE"' in body.header._element.xml
    assert body.different_first_page_header_footer
    assert not "".join(paragraph.text for paragraph in body.first_page_header.paragraphs)
    assert appendix.header.is_linked_to_previous
    assert 'w:pgNumType w:start="1"' in appendix._sectPr.xml


def test_the_only_font_is_times_new_roman_and_the_language_vietnamese() -> None:
    opened = word(sample_report())
    styles = opened.xml("word/styles.xml")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert f'w:{script}="Times New Roman"' in styles
    everything = styles + opened.xml() + opened.xml("word/settings.xml")
    assert set(re.findall(r'w:(?:ascii|hAnsi|cs)="([^"]+)"', everything)) == {"Times New Roman"}
    assert "Theme=" not in everything
    languages = re.findall(r"<w:(?:lang|themeFontLang) ([^>]*)/>", everything)
    assert all(set(re.findall(r'"([^"]+)"', found)) == {"vi-VN"} for found in languages)
    assert len(languages) == 2
    assert opened.document.core_properties.language == "vi-VN"
    assert opened.document.core_properties.title.startswith("Kết quả hoạt động")


def test_headings_are_word_s_own_and_the_body_is_justified() -> None:
    paragraphs = word(sample_report()).document.paragraphs
    levels = [
        (paragraph.style.name, paragraph.text)
        for paragraph in paragraphs
        if paragraph.style and str(paragraph.style.name).startswith("Heading")
    ]
    assert levels[:2] == [
        ("Heading 1", "I. KẾT QUẢ HOẠT ĐỘNG"),
        ("Heading 2", "1. Tin, bài đăng tải"),
    ]
    body = next(p for p in paragraphs if p.style and p.style.name == "Body Text").style
    assert body is not None
    layout = body.paragraph_format
    assert layout.first_line_indent.cm == pytest.approx(1.27)
    assert layout.space_after >= Pt(6)
    assert layout.alignment == 3


def test_the_signature_block_names_posts_and_signer() -> None:
    opened = word(sample_report())
    left, right = opened.signature.rows[0].cells
    assert [paragraph.text for paragraph in left.paragraphs] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Các thành viên Ban Biên tập;",
        "- Lưu: VT, BBT.",
    ]
    assert [paragraph.text for paragraph in right.paragraphs] == [
        "KT. TRƯỞNG BAN",
        "PHÓ TRƯỞNG BAN",
        "Nguyễn Văn Mẫu",
    ]
    assert opened.paragraphs[opened.paragraphs.index("Phụ lục") - 1].endswith("./.")


def test_a_missing_signatory_leaves_room_to_sign() -> None:
    opened = word(sample_report(board=sample_board(signatory=Signatory())))
    assert texts(opened.signature.rows[0])[1] == ""


def test_before_issue_number_and_day_are_blank() -> None:
    opened = word(sample_report(number=None, signed_on=None))
    assert texts(opened.front.rows[1]) == [
        "Số:      /BC-BBT",
        "Mẫu, ngày      tháng      năm 2021",
    ]
    assert 'xml:space="preserve">Số:      /BC-BBT<' in opened.xml()


def test_only_the_paper_form_repeats_number_and_date_at_the_appendix() -> None:
    name = "của Ban Biên tập Cổng thông tin điện tử huyện Mẫu)"
    paper = f"(Kèm theo Báo cáo số 01/BC-BBT ngày 29 tháng 7 năm 2021 {name}"
    electronic = f"(Kèm theo Báo cáo số      /BC-BBT ngày      tháng      năm 2021 {name}"
    assert paper in word(sample_report()).paragraphs
    assert electronic in word(sample_report(), "electronic").paragraphs
    assert "Số: 01/BC-BBT" in word(sample_report(), "electronic").text


def test_expired_law_is_not_cited() -> None:
    assert "hết hiệu lực" not in word(sample_report()).text
    basis = (LegalBasis("Căn cứ Luật A;", None, date(2021, 7, 28)), LegalBasis("căn cứ Luật B."))
    whole = word(sample_report(board=sample_board(legal_basis=basis))).text
    assert "Luật A" not in whole
    assert "căn cứ Luật B." in whole


def test_several_addressees_have_a_line_each() -> None:
    board = sample_board(addressees=("Sở A", "Sở B;", " "), recipients=("- Như trên;", "Lưu: VT."))
    opened = word(sample_report(board=board))
    assert opened.paragraphs[2:5] == ["Kính gửi:", "- Sở A;", "- Sở B."]
    assert texts(opened.signature.rows[0])[0] == "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    bare = sample_board(
        addressees=(), recipients=(), number_suffix="BC", parent_agency="", place=""
    )
    opened = word(sample_report(board=bare))
    assert "Kính gửi" not in opened.text
    assert texts(opened.signature.rows[0])[0] == "Nơi nhận:\n- Lưu: VT."
    assert texts(opened.front.rows[1])[1] == "ngày 29 tháng 7 năm 2021"
    assert texts(opened.front.rows[0])[0] == "BAN BIÊN TẬP\nCỔNG THÔNG TIN ĐIỆN TỬ\n"


def test_as_above_stands_only_where_somebody_is_addressed() -> None:
    board = sample_board(addressees=(), recipients=("- Như trên;", "Văn phòng"))
    opened = word(sample_report(board=board))
    assert texts(opened.signature.rows[0])[0] == "Nơi nhận:\n- Văn phòng;\n- Lưu: VT, BBT."


@pytest.mark.parametrize(
    ("rule", "first", "last"),
    [
        (PeriodRule.ND09, "15/12/2020", "14/6/2021"),
        (PeriodRule.CUSTOM, "26/12/2020", "25/6/2021"),
    ],
)
def test_a_period_whose_name_does_not_tell_its_days_says_them(
    rule: PeriodRule, first: str, last: str
) -> None:
    period = parse_period("2021-H1", date(2021, 7, 29), rule, 25)
    board = sample_board(period_rule=rule, closing_day=25)
    paragraphs = word(sample_report(board=board, period=period)).paragraphs
    days = f"6 tháng đầu năm 2021 (từ ngày {first} đến ngày {last})"
    assert any(days in text and text.endswith("như sau:") for text in paragraphs)
    assert any(text.endswith(days.upper()) for text in paragraphs)
    calendar = word(sample_report()).text
    assert "từ ngày" not in calendar


def test_a_lone_section_stands_without_a_number() -> None:
    report = sample_report(figures=())
    headings = [
        paragraph.text
        for paragraph in word(report).document.paragraphs
        if paragraph.style and paragraph.style.name == "Heading 2"
    ]
    assert headings[0] == "Tin, bài đăng tải"
    assert "1. Ưu điểm" in headings


def test_a_group_that_brings_its_own_number_has_one_number() -> None:
    groups = tuple(
        replace(group, name=f"{number}. {group.name}")
        for number, group in zip(("I", "II", "III"), sample_report().groups, strict=False)
    )
    assert word(sample_report(groups=groups)).rows == word(sample_report()).rows


def test_what_happened_to_a_unit_stands_below_the_table() -> None:
    unit = UnitRow(1, "Phòng A", (1,) * 6, note="sáp nhập vào Phòng B từ ngày 01/7/2021.")
    opened = word(empty_report(groups=(GroupRows("Nhóm", (unit,)),)))
    assert opened.paragraphs[-1] == "- Phòng A: sáp nhập vào Phòng B từ ngày 01/7/2021."


@pytest.mark.parametrize("units", [25, 80])
def test_the_header_row_repeats_and_no_row_is_split(units: int) -> None:
    table = word(large_report(units)).appendix
    assert len(table.rows) == units + 6
    for place, row in enumerate(table.rows):
        xml = row._tr.xml
        assert "<w:cantSplit/>" in xml
        assert ("<w:tblHeader/>" in xml) == (place == 0)


def test_three_thousand_units_are_all_there() -> None:
    rows = word(large_report(3000)).rows
    assert len([row for row in rows if row[0].isdigit()]) == 3000
    assert rows[-1][-1] == "23.148"


@pytest.mark.parametrize(
    ("count", "first", "columns", "orientation", "size"),
    [
        (1, "Tháng 1", 1, WD_ORIENT.PORTRAIT, 12),
        (6, "Tháng 1", 6, WD_ORIENT.PORTRAIT, 12),
        (9, "T1", 9, WD_ORIENT.PORTRAIT, 12),
        (12, "T1", 12, WD_ORIENT.PORTRAIT, 12),
        (14, "1/2021", 14, WD_ORIENT.LANDSCAPE, 12),
        (24, "1/2021", 24, WD_ORIENT.LANDSCAPE, 12),
        (30, "Năm 2021", 3, WD_ORIENT.PORTRAIT, 12),
    ],
)
def test_the_columns_of_any_period_fit_the_page(
    count: int, first: str, columns: int, orientation: WD_ORIENT, size: float
) -> None:
    opened = word(months_report(count))
    assert opened.rows[0][2] == first
    assert {len(row) for row in opened.rows} == {columns + 3}
    section = opened.document.sections[-1]
    assert section.orientation == orientation
    assert opened.document.sections[0].orientation == WD_ORIENT.PORTRAIT
    widths = [column.width or 0 for column in opened.appendix.columns]
    assert len(widths) == columns + 3
    assert sum(widths) == pytest.approx(Mm(text_width(section)), abs=Mm(1.5))
    assert widths[1] >= Mm(35)
    styles = {style.style_id: style for style in opened.document.styles}
    assert styles["CellText"].font.size == Pt(size)


def test_months_folded_into_years_keep_their_sums() -> None:
    report = months_report(30)
    opened = word(report)
    assert opened.rows[-1][2:] == ["12", "12", "6", "30"]
    silent = replace(report, groups=(GroupRows("", (UnitRow(1, "A", (None,) * 30),)),))
    assert word(silent).rows[1] == ["1", "A", "", "", "", ""]


@pytest.mark.parametrize(
    ("months", "most", "columns"), [(24, 999, 24), (24, 1000, 2), (18, 1000, 18), (12, 99_999, 12)]
)
def test_where_numbers_of_many_months_would_be_torn_a_column_is_a_year(
    months: int, most: int, columns: int
) -> None:
    unit = UnitRow(1, "Phòng A", (*(1,) * (months - 1), most))
    opened = word(replace(months_report(months), groups=(GroupRows("", (unit,)),)))
    assert {len(row) for row in opened.rows} == {columns + 3}
    widths = [column.width or 0 for column in opened.appendix.columns]
    assert widths[1] >= Mm(35)
    size = next(s for s in opened.document.styles if s.style_id == "CellText").font.size
    room = min(widths[2:-1]) / Mm(1)
    assert text_millimetres(f"{most:,}", size.pt, "bold") < room - 2


def test_the_total_of_everything_is_never_alone_on_a_page() -> None:
    groups = tuple(
        GroupRows(name, tuple(UnitRow(n, f"Phòng {n}", (n,) * 6) for n in units))
        for name, units in (("Nhóm A", range(1, 4)), ("Nhóm B", range(4, 7)))
    )
    rows = word(sample_report(groups=groups)).appendix.rows
    kept = [
        all(p.paragraph_format.keep_with_next for cell in row.cells for p in cell.paragraphs)
        for row in rows
    ]
    # The last unit, its group's total, the total.
    assert [row.cells[1].text for row in rows][-3:] == ["Phòng 6", "Cộng nhóm II", "Tổng cộng"]
    assert kept[-4:] == [False, True, True, False]
    assert not any(kept[:-4])


def test_an_empty_period_is_a_sound_document() -> None:
    opened = word(empty_report())
    assert opened.rows == [
        ["STT", "Đơn vị", *(f"Tháng {month}" for month in range(1, 7)), "Tổng"],
        ["", "Tổng cộng", *[""] * 7],
    ]
    empty_group = word(empty_report(groups=(GroupRows("Nhóm A", ()), GroupRows("Nhóm B", ()))))
    assert "Nhóm A" in empty_group.text
    assert {len(row) for row in empty_group.rows if row[0] not in ("I", "II")} == {9}


def test_a_total_of_blanks_is_blank_and_a_total_of_zeros_is_zero() -> None:
    silent = UnitRow(1, "Phòng A", (None,) * 6)
    answered = UnitRow(2, "Phòng B", (0, None, 0, None, None, None))
    groups = (GroupRows("Nhóm A", (silent,)), GroupRows("Nhóm B", (answered, silent)))
    blank, zero = [""] * 7, ["0", "", "0", "", "", "", "0"]
    assert [row[2:] for row in word(sample_report(groups=groups)).rows if len(row) == 9][1:] == [
        *(blank, blank),
        *(zero, blank, zero),
        zero,
    ]


def test_long_names_and_a_thousand_topics_are_a_sound_document() -> None:
    name = "Phòng " + "x" * 194
    groups = (GroupRows("Nhóm", (UnitRow(1, name, (1,) * 6),)),)
    topics = tuple(TopicCount(f"Lĩnh vực {number}", number % 2) for number in range(1000))
    opened = word(sample_report(groups=groups, topics=topics))
    assert opened.rows[2][1] == name
    assert "500 lĩnh vực có tin, bài: Lĩnh vực 1 (1);" in opened.text
    assert "Lĩnh vực 998." in opened.text


@pytest.mark.parametrize(
    "hostile",
    [
        "<b>Phòng & Ban</b>",
        '=HYPERLINK("http://x","y")',
        "Phòng\x00\x0b A\u202e\u200b",
        "{{ 7 * 7 }} {% if %} {#",
        "]]>&amp;",
        "{_{ x }_}",
    ],
)
def test_hostile_names_arrive_as_plain_text(hostile: str) -> None:
    groups = (GroupRows(hostile, (UnitRow(1, hostile, (1,) * 6),)),)
    board = sample_board(name=hostile, place=hostile)
    opened = word(sample_report(groups=groups, board=board, notes={"strengths": (hostile,)}))
    clean = clean_line(hostile)
    assert opened.rows[1][1] == clean
    assert opened.rows[2][1] == clean
    # A paragraph without one is given a point.
    assert {f"- {clean}", f"- {clean}."} & set(opened.paragraphs)
    assert opened.document.core_properties.title.startswith(f"Kết quả hoạt động của {clean}")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_any_name_arrives_as_one_clean_line(name: str) -> None:
    groups = (GroupRows("Nhóm", (UnitRow(1, name, (1,) * 6),)),)
    assert word(empty_report(groups=groups)).rows[2][1] == clean_line(name)


def test_a_broken_template_makes_no_document() -> None:
    with pytest.raises(InvalidFile) as caught:
        render_docx(sample_report(), b"not a document")
    assert caught.value.code == "bad_template"
    assert caught.value.values["fault"] == "not_a_document"


def test_an_unknown_field_is_named_instead_of_printed_as_nothing() -> None:
    template = docx.Document()
    template.add_paragraph("{{ agnecy }}")
    file = BytesIO()
    template.save(file)
    with pytest.raises(InvalidFile) as caught:
        render_docx(sample_report(), file.getvalue())
    assert caught.value.values["name"] == "agnecy"
    assert caught.value.values["nearest"] == "agency"


def test_calendar_years_and_quarters_have_their_months_as_columns() -> None:
    groups = tuple(
        GroupRows(
            group.name, tuple(replace(u, months=u.months[:3], opening=0) for u in group.units)
        )
        for group in sample_groups()
    )
    period = calendar_period("2021-Q1", 2021, range(1, 4))
    opened = word(sample_report(period=period, groups=groups))
    assert opened.rows[-1] == ["", "Tổng cộng", "34", "37", "52", "123"]
    assert "SỐ LƯỢNG TIN, BÀI CỦA CÁC ĐƠN VỊ QUÝ I NĂM 2021" in opened.paragraphs
