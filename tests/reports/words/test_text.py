"""The report as chat text: what a chair reads on a phone."""

import re
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.articles.records import Kind
from domain.boards import FigureDefinition, FigureKind
from domain.language import translator
from domain.periods.spans import Month, Period, ReportingMonth
from domain.reports.dataset import (
    Comparison,
    Completeness,
    CounterValue,
    CountValue,
    DuplicateLine,
    Figure,
    GroupRows,
    LedgerCategory,
    MoneyValue,
    Report,
    ReportWarning,
    TopicCount,
    UnitRow,
)
from domain.reports.script import Script
from domain.text import split_text
from reports.words.text import report_text
from tests.reports.factory import (
    BUDGET,
    VISITS,
    calendar_period,
    empty_report,
    first_half,
    large_report,
    sample_report,
)

_ = translator("vi")
BLANK = (None,) * 6


def read(report: Report) -> list[str]:
    return re.sub(r"</?blockquote(?: expandable)?>", "", report_text(_, report)).split("\n")


def one_group(*units: UnitRow) -> tuple[GroupRows, ...]:
    return (GroupRows("Các đơn vị", units),)


def test_the_sample_says_what_the_board_asks_for() -> None:
    lines = read(sample_report())
    assert lines[0] == "<b>Báo cáo tin, bài 6 tháng đầu năm 2021</b>"
    assert "Từ ngày 1/1/2021 đến ngày 30/6/2021" in lines[1].split(" · ")
    assert "<b>Tổng số: 242 tin, bài</b>" in lines
    assert (
        "Tháng 1: 34 · Tháng 2: 37 · Tháng 3: 52 · Tháng 4: 58 · Tháng 5: 56 · Tháng 6: 5" in lines
    )
    assert "<b>CÁC ĐƠN VỊ THUỘC BAN BIÊN TẬP: 204</b>" in lines
    assert "<b>CÁC ĐƠN VỊ CỘNG TÁC GỬI TIN BÀI: 38</b>" in lines


def test_units_are_ranked_over_all_groups_and_equals_share_a_rank() -> None:
    ranked = [line for line in read(sample_report()) if re.match(r"\d+\. ", line)]
    assert ranked[0] == "1. Trung tâm Văn hóa, Thông tin và Thể thao: 80"
    assert "6. Phòng Kinh tế và Hạ tầng: 9" in ranked
    assert "6. Huyện Đoàn: 9" in ranked
    assert "9. Phòng Giáo dục và Đào tạo: 8" in ranked
    assert len(ranked) == 20


def test_silent_units_are_named_in_full() -> None:
    lines = read(sample_report())
    start = lines.index("<b>Chưa có tin, bài: 5 đơn vị</b>")
    assert lines[start + 1 : start + 6] == [
        "• Phòng Tài chính - Kế hoạch",
        "• Phòng Dân tộc",
        "• Thanh tra huyện",
        "• Phòng Lao động - TBXH huyện",
        "• Văn phòng Huyện ủy",
    ]


def test_a_unit_that_confirmed_a_zero_is_not_called_silent() -> None:
    months = (Month(2021, 3), Month(2021, 4))
    text = report_text(
        _,
        sample_report(
            groups=one_group(
                UnitRow(1, "Phòng Nội vụ", BLANK, confirmed_zero=months),
                UnitRow(2, "Phòng Dân tộc", BLANK),
            )
        ),
    )
    assert "<b>Chưa có tin, bài: 1 đơn vị</b>\n• Phòng Dân tộc" in text
    assert (
        "<b>Đã báo không có tin, bài: 1 đơn vị</b>\n• Phòng Nội vụ (tháng 3/2021, 4/2021)" in text
    )


def test_what_happened_to_a_unit_stands_beside_its_name() -> None:
    unit = UnitRow(1, "Phòng Y tế", (2, *BLANK[1:]), note="sáp nhập vào Phòng Nội vụ từ 01/3/2021")
    lines = read(sample_report(groups=one_group(unit)))
    assert "1. Phòng Y tế (sáp nhập vào Phòng Nội vụ từ 01/3/2021): 2" in lines


def test_opening_counts_are_told_apart() -> None:
    picked = {"weaknesses": Script(topics=("Tôn giáo",))}
    text = report_text(_, sample_report(scripts=picked))
    assert "Trong đó 242 tin, bài lấy từ bảng thống kê đã nhập" in text
    assert "Chuyên mục chưa có tin, bài: 1" in text
    assert "Bảng thống kê đã nhập không ghi chuyên mục." in text
    unit = UnitRow(1, "Phòng Nội vụ", (3, *BLANK[1:]))
    assert "bảng thống kê" not in report_text(_, sample_report(groups=one_group(unit))).lower()


def test_the_total_is_compared_with_other_periods() -> None:
    before = Comparison(calendar_period("2020-H2", 2020, range(7, 13)), 200, {})
    year_before = Comparison(first_half(2020), 1484, {})
    lines = read(sample_report(before=before, year_before=year_before))
    first = "So với 6 tháng cuối năm 2020 (200): tăng 42 (21%)."
    assert f"{first} So với 6 tháng đầu năm 2020 (1.484): giảm 1.242 (84%)." in lines


def test_a_comparison_with_nothing_or_with_the_same_has_no_percentage() -> None:
    same = Comparison(first_half(2020), 242, {})
    nothing = Comparison(calendar_period("2020-H2", 2020, range(7, 13)), 0, {})
    lines = read(sample_report(before=nothing, year_before=same))
    first = "So với 6 tháng cuối năm 2020 (0): tăng 242."
    assert f"{first} Bằng 6 tháng đầu năm 2020 (242)." in lines


def test_the_three_units_that_rose_most_are_named() -> None:
    units = tuple(UnitRow(place, f"Phòng {place}", (place, *BLANK[1:])) for place in range(1, 7))
    before = Comparison(first_half(2020), 30, {1: 0, 2: 2, 3: 1, 4: 0, 5: 9})
    text = report_text(_, sample_report(groups=one_group(*units), before=before))
    heading = "<b>Tăng nhiều nhất so với 6 tháng đầu năm 2020</b>"
    assert f"{heading}\n• Phòng 4: tăng 4\n• Phòng 3: tăng 2\n• Phòng 1: tăng 1\n\n" in text


def test_nobody_is_praised_where_nobody_rose() -> None:
    before = Comparison(first_half(2020), 900, {1: 900})
    assert "Tăng nhiều nhất" not in report_text(_, sample_report(before=before))


def test_kinds_topics_and_topics_not_covered_are_listed() -> None:
    text = report_text(
        _,
        sample_report(
            groups=one_group(UnitRow(1, "Phòng Nội vụ", (1204, 0, 0, 0, 0, 0))),
            kinds={Kind.NEWS: 1200, Kind.FEATURE: 4, Kind.VIDEO: 0},
            topics=(TopicCount("Tôn giáo", 0), TopicCount("Y tế", 3), TopicCount("Việc làm", 1201)),
        ),
    )
    assert "Thể loại: tin: 1.200 · bài: 4\n" in text
    assert "<b>Chuyên mục</b>\n• Việc làm: 1.201\n• Y tế: 3\n" in text
    assert "<b>Chuyên mục chưa có tin, bài: 1</b>\nTôn giáo\n" in text


def test_duplicates_left_out_are_counted_and_named() -> None:
    duplicates = (
        DuplicateLine(57, "Lễ phát động", "Phòng Nội vụ", 12),
        DuplicateLine(58, "Tin cũ", "Phòng Nội vụ", None),
    )
    text = report_text(_, sample_report(duplicates=duplicates))
    assert "Không tính 2 tin, bài trùng:\n• #57 Lễ phát động (trùng #12)\n• #58 Tin cũ" in text


def test_the_portal_check_is_told() -> None:
    text = report_text(_, sample_report(completeness=Completeness(1250, 242, date(2021, 7, 1))))
    assert "Đối chiếu với cổng ngày 1/7/2021: đã ghi 242 trong 1.250 tin, bài đã đăng." in text


def test_a_report_not_issued_has_no_number() -> None:
    assert read(sample_report())[1].endswith(" · Số 01/BC-BBT, ngày 29/7/2021")
    assert read(sample_report(number=12, signed_on=None))[1].endswith(" · Số 12/BC-BBT")
    assert "BC-BBT" not in report_text(_, sample_report(number=None, signed_on=None))


def test_a_period_of_one_month_is_not_split_into_months() -> None:
    unit = UnitRow(1, "Phòng Nội vụ", (4,))
    text = report_text(
        _, sample_report(period=calendar_period("2021-06", 2021, [6]), groups=one_group(unit))
    )
    assert text.startswith("<b>Báo cáo tin, bài tháng 6 năm 2021</b>")
    assert "Theo tháng" not in text


def test_months_of_two_years_and_cut_months_say_which_they_are() -> None:
    months = (
        ReportingMonth(Month(2020, 12), date(2020, 12, 15), date(2020, 12, 31), whole=False),
        ReportingMonth(Month(2021, 1), date(2021, 1, 1), date(2021, 1, 31)),
    )
    period = Period("2020-12-15..2021-01-31", months[0].first, months[1].last, months)
    unit = UnitRow(1, "Phòng Nội vụ", (4, 2))
    lines = read(sample_report(period=period, groups=one_group(unit)))
    assert lines[0] == "<b>Báo cáo tin, bài từ ngày 15/12/2020 đến ngày 31/1/2021</b>"
    assert "Tháng 12/2020 (15/12–31/12): 4 · Tháng 1/2021: 2" in lines


def test_figures_come_with_the_day_of_their_reading() -> None:
    lines = read(sample_report())
    assert (
        "• Lượt truy cập: 9.933 lượt trong kỳ, tổng cộng 96.811 lượt (tính đến ngày 29/6/2021)"
        in lines
    )
    assert "• Văn bản đăng tải: 213 văn bản" in lines
    assert "• Trang thành phần: 17/17 trang" in lines
    assert (
        "• Chuyên mục mở mới: 3 chuyên mục (Bầu cử đại biểu Quốc hội khóa XV; "
        "Phòng, chống dịch COVID-19; Chuyển đổi số)" in lines
    )
    assert (
        "• Kinh phí: dự toán năm 2021 150.000.000 đồng, chi trong kỳ 54.896.000 đồng "
        "(Nhuận bút 46.276.000; Văn phòng phẩm 8.620.000), còn lại 95.104.000 đồng" in lines
    )


def test_figures_that_lack_a_part_leave_it_out() -> None:
    items = tuple(f"Mục {number}" for number in range(1, 13))
    figures = (
        Figure(VISITS, CounterValue(None, 96_811, date(2021, 6, 29))),
        Figure(BUDGET, MoneyValue(None, 2021, (LedgerCategory("Nhuận bút", 5_000),))),
        Figure(BUDGET, MoneyValue(9_000, 2021, (), spent_before=1_000)),
        Figure(FigureDefinition("plain", "Bài dịch", FigureKind.COUNT), CountValue(12, items)),
    )
    lines = read(sample_report(figures=figures))
    assert "• Lượt truy cập: tổng cộng 96.811 lượt (tính đến ngày 29/6/2021)" in lines
    assert "• Kinh phí: chi trong kỳ 5.000 đồng" in lines
    assert (
        "• Kinh phí: dự toán năm 2021 9.000 đồng, đã chi trước kỳ 1.000 đồng, "
        "chi trong kỳ 0 đồng, còn lại 8.000 đồng" in lines
    )
    december = MoneyValue(9, 2021, (LedgerCategory("Nhuận bút", 7),), spent_other_years=5)
    assert (
        "• Kinh phí: dự toán năm 2021 9 đồng, chi trong kỳ 7 đồng, "
        "trong đó 5 đồng không thuộc dự toán năm 2021, còn lại 7 đồng"
        in read(sample_report(figures=(Figure(BUDGET, december),)))
    )
    assert any(line.startswith("• Bài dịch: 12 (Mục 1; ") and "…)" in line for line in lines)


def test_warnings_stand_above_the_numbers() -> None:
    warnings = (
        ReportWarning("incomplete_last_month", {"month": Month(2021, 6), "count": 5, "before": 56}),
        ReportWarning("missing_signatory", {}),
    )
    text = report_text(_, sample_report(warnings=warnings))
    assert (
        "<b>Cần xem trước khi ký</b>\n"
        "• Tháng 6/2021 mới có 5 tin, bài trong khi tháng trước đó có 56; "
        "có thể các đơn vị chưa cập nhật đủ.\n"
        "• Chưa khai báo người ký báo cáo.\n"
    ) in text
    assert text.index("Cần xem") < text.index("Tổng số")


def test_a_period_with_nothing_is_still_a_report() -> None:
    text = report_text(_, empty_report(warnings=(ReportWarning("nothing_recorded", {}),)))
    assert "Kỳ này chưa ghi nhận tin, bài nào." in text
    assert "<b>Tổng số: 0 tin, bài</b>" in text
    assert "thứ hạng" not in text


def test_the_sample_fits_one_message() -> None:
    assert len(split_text(report_text(_, sample_report()), 4096)) == 1


def test_of_3000_units_the_first_30_are_ranked_and_the_rest_is_counted() -> None:
    text = report_text(_, large_report(3000))
    assert len(re.findall(r"^\d+\. ", text, re.MULTILINE)) == 30
    assert "<i>… và 2.542 đơn vị khác có tin, bài trong tệp kèm theo.</i>" in text
    assert "<b>Chưa có tin, bài: 428 đơn vị</b>" in text
    assert "<i>… và 228 đơn vị khác trong tệp kèm theo.</i>" in text
    assert len(split_text(text, 4096)) <= 4


def test_many_groups_topics_duplicates_and_confirmed_zeros_are_cut_with_a_count() -> None:
    zero = (Month(2021, 1),)
    groups = tuple(
        GroupRows(f"Nhóm {place}", (UnitRow(place, f"Tổ {place}", BLANK, confirmed_zero=zero),))
        for place in range(1000)
    )
    topics = tuple(TopicCount(f"Mục {place}", place % 2) for place in range(1000))
    duplicates = tuple(DuplicateLine(place, "Tin", "Tổ 1", 1) for place in range(100))
    text = report_text(_, sample_report(groups=groups, topics=topics, duplicates=duplicates))
    assert "<i>… và 960 nhóm khác trong tệp kèm theo.</i>" in text
    assert "<i>… và 800 đơn vị khác trong tệp kèm theo.</i>" in text
    assert text.count("<i>… và 440 chuyên mục khác trong tệp kèm theo.</i>") == 2
    assert "<i>… và 80 tin, bài trùng khác.</i>" in text


@given(st.text(max_size=200))
def test_a_hostile_string_is_only_ever_text(hostile: str) -> None:
    report = sample_report(
        groups=(GroupRows(hostile, (UnitRow(1, hostile, (1, *BLANK[1:]), note=hostile),)),),
        topics=(TopicCount(hostile, 1), TopicCount(hostile, 0)),
        duplicates=(DuplicateLine(1, hostile, hostile, 2),),
        figures=(Figure(replace(VISITS, name=hostile, unit=hostile), CountValue(1, (hostile,))),),
        warnings=(ReportWarning("expired_basis", {"text": hostile, "on": date(2020, 1, 1)}),),
    )
    for part in split_text(report_text(_, report), 2000):
        assert re.fullmatch(r"(?:[^<>]|<([bi])>[^<>]*</\1>|</?blockquote(?: expandable)?>)*", part)
        assert not re.search(r"&(?!amp;|lt;|gt;)", part)
        assert not re.search("[\u0000-\u0009\u000b-\u001f\u200b-\u200f\u202a-\u202e]", part)


def test_tags_in_a_name_are_shown_as_written() -> None:
    unit = UnitRow(1, "<b>Phòng</b> & {rank} <script>", (1, *BLANK[1:]))
    lines = read(sample_report(groups=one_group(unit)))
    assert "1. &lt;b&gt;Phòng&lt;/b&gt; &amp; {rank} &lt;script&gt;: 1" in lines


def test_six_lines_come_first_and_long_lists_are_folded_below() -> None:
    text = report_text(_, sample_report())
    visible = re.sub(r"<blockquote expandable>.*?</blockquote>\n?", "", text, flags=re.DOTALL)
    assert len(visible.strip().split("\n")) <= 6
    first, second = re.findall(r"<blockquote expandable>(.*?)</blockquote>", text, re.DOTALL)
    assert "• Phòng Dân tộc" in first
    assert "1. Trung tâm Văn hóa" in second
    assert text.count("Phòng Dân tộc") == 1
    few = sample_report(groups=one_group(UnitRow(1, "Phòng Y tế", BLANK)))
    assert "• Phòng Y tế" in report_text(_, few)
    assert "<blockquote expandable>• Phòng Y tế" not in report_text(_, few)
