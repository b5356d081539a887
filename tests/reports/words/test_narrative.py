from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.articles.records import Kind
from domain.boards import FigureDefinition, FigureKind
from domain.periods.spans import Month
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
    TopicCount,
    UnitRow,
)
from domain.reports.script import Edit, Script
from reports.words.narrative import (
    Section,
    closing,
    opening,
    roman,
    sections,
    sentence_warnings,
    subject,
)
from reports.words.narrative import drafts as drafted
from tests.reports.factory import (
    BUDGET,
    COMMUNES,
    DOCUMENTS,
    OPENED,
    SECTIONS,
    UNCOVERED,
    VISITS,
    calendar_period,
    empty_report,
    first_half,
    large_report,
    sample_board,
    sample_report,
)


def lines(parts: tuple[Section, ...]) -> list[str]:
    found = []
    for part in parts:
        found += [part.title, *part.paragraphs, *part.items, *lines(part.subsections)]
    return found


def text(report: Report) -> str:
    return "\n".join(lines(sections(report)))


def figure_text(definition: FigureDefinition, value: Any) -> str:
    return text(empty_report(figures=(Figure(definition, value),)))


def two_units(first: UnitRow, second: UnitRow, **changes: Any) -> Report:
    return empty_report(groups=(GroupRows("Nhóm", (first, second)),), **changes)


SILENT = (None,) * 6


def test_the_sample_says_every_fact_of_its_companion_figures_once() -> None:
    whole = text(sample_report())
    for fact in (
        "242 tin, bài",
        "204 tin, bài",
        "38 tin, bài",
        "9.933 lượt",
        "96.811 lượt",
        "29/6/2021",
        "213 văn bản",
        "03 chuyên mục",
        "17/17 xã, thị trấn",
        "150.000.000 đồng",
        "54.896.000 đồng",
        "46.276.000 đồng",
        "8.620.000 đồng",
        "95.104.000 đồng",
        "20/25 đơn vị",
        "Còn 05 đơn vị",
    ):
        assert whole.count(fact) == 1, fact


def test_the_sample_names_all_five_silent_units_and_every_missing_topic() -> None:
    [line] = [line for line in lines(sections(sample_report())) if "chưa có tin, bài: " in line]
    assert line.endswith(
        "Phòng Tài chính - Kế hoạch; Phòng Dân tộc; Thanh tra huyện; "
        "Phòng Lao động - TBXH huyện; Văn phòng Huyện ủy."
    )


def test_topics_are_called_uncovered_where_most_articles_carry_one_or_the_board_picks_them() -> (
    None
):
    assert "lĩnh vực" not in text(sample_report())
    picked = {"weaknesses": Script(topics=UNCOVERED)}
    [line] = [
        line for line in text(sample_report(scripts=picked)).splitlines() if "16 lĩnh" in line
    ]
    assert line.split(": ")[1] == "; ".join(UNCOVERED) + "."
    some = {"weaknesses": Script(topics=("Tôn giáo", "Thể thao"))}
    assert "01 lĩnh vực chưa được phản ánh: Tôn giáo." in text(sample_report(scripts=some))
    none = {"weaknesses": Script(topics=())}
    topics = (TopicCount("Y tế", 6), TopicCount("Tôn giáo", 0))
    row = UnitRow(1, "A", (6, None, None, None, None, None))
    report = two_units(row, UnitRow(2, "B", SILENT), topics=topics)
    assert "chưa được phản ánh" in text(report)
    assert "chưa được phản ánh" not in text(replace(report, scripts=none))


def test_the_title_the_first_and_the_last_sentence_name_board_and_period() -> None:
    report = sample_report()
    name = "Ban Biên tập Cổng thông tin điện tử huyện Mẫu"
    assert subject(report) == (
        f"Kết quả hoạt động của {name} 6 tháng đầu năm 2021 "
        "và phương hướng, nhiệm vụ 6 tháng cuối năm 2021"
    )
    assert subject(empty_report()).endswith("6 tháng đầu năm 2021")
    assert opening(report).startswith(f"{name} báo cáo")
    assert closing(report).endswith("./.")
    unnamed = replace(report, board=sample_board(name=" ", agency=""))
    assert "của Ban Biên tập 6 tháng" in subject(unnamed)


def test_numbers_skip_nothing_when_sections_are_left_out() -> None:
    report = sample_report(figures=(), topics=(), notes={"other": ("Đề nghị bố trí kinh phí.",)})
    titles = [part.title for part in sections(report)]
    assert titles == [
        "I. Kết quả hoạt động",
        "II. Đánh giá chung",
        "III. Phương hướng, nhiệm vụ 6 tháng cuối năm 2021",
        "IV. Nội dung khác",
    ]
    assert [part.title for part in sections(report)[0].subsections] == ["Tin, bài đăng tải"]


def test_points_have_letters_only_when_there_are_several() -> None:
    alone = sections(sample_report())[0].subsections[0]
    assert alone.subsections == ()
    assert any("Đóng góp nhiều nhất" in item for item in alone.items)
    both = sections(sample_report(kinds={Kind.NEWS: 200, Kind.OTHER: 42}))[0].subsections[0]
    assert [part.title for part in both.subsections] == ["a) Theo đơn vị", "b) Theo thể loại"]
    assert both.subsections[1].paragraphs == ("Gồm 200 tin; 42 thể loại khác.",)


def test_an_empty_period_says_so_and_praises_nobody() -> None:
    assert lines(sections(empty_report())) == [
        "I. Kết quả hoạt động",
        "Tin, bài đăng tải",
        "Trong kỳ chưa có tin, bài nào được ghi nhận.",
    ]
    silent = two_units(UnitRow(1, "A", SILENT), UnitRow(2, "B", SILENT))
    assert "Ưu điểm" not in text(silent)
    assert "Còn 02 đơn vị chưa có tin, bài: A; B." in text(silent)


def test_the_board_s_notes_come_before_what_the_data_says() -> None:
    notes = {
        "directives": ("Ban hành kế hoạch năm.", " "),
        "strengths": ("Tin, bài kịp thời.",),
        "weaknesses": ("Ảnh còn ít.",),
        "tasks": ("Mở lớp tập huấn.",),
    }
    activity, assessment, tasks = sections(sample_report(notes=notes))
    assert activity.subsections[0].title == "1. Công tác chỉ đạo, điều hành"
    assert activity.subsections[0].paragraphs == ("Ban hành kế hoạch năm.",)
    strengths, weaknesses = assessment.subsections
    assert strengths.items[0] == "Tin, bài kịp thời."
    assert weaknesses.items[0] == "Ảnh còn ít."
    assert tasks.items[0] == "Mở lớp tập huấn."
    assert len(tasks.items) > 1


def test_a_unit_that_confirmed_its_zero_is_told_from_a_silent_one() -> None:
    answered = UnitRow(1, "Phòng A", (0, None, None, None, None, None), (Month(2021, 1),))
    whole = text(two_units(answered, UnitRow(2, "Phòng B", SILENT)))
    assert "Còn 01 đơn vị chưa có tin, bài: Phòng B." in whole
    assert "01 đơn vị không có tin, bài nhưng đã báo lại với Ban Biên tập: Phòng A." in whole


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (200, "So với 6 tháng cuối năm 2020 (200 tin, bài): tăng 42 tin, bài, tỷ lệ 21,0%."),
        (300, "So với 6 tháng cuối năm 2020 (300 tin, bài): giảm 58 tin, bài, tỷ lệ 19,3%."),
        (242, "So với 6 tháng cuối năm 2020 (242 tin, bài): không tăng, không giảm."),
        (0, "So với 6 tháng cuối năm 2020 (0 tin, bài): tăng 242 tin, bài."),
    ],
)
def test_the_total_is_compared_with_the_period_before(before: int, sentence: str) -> None:
    period = calendar_period("2020-H2", 2020, range(7, 13))
    assert sentence in text(sample_report(before=Comparison(period, before, {})))


def test_the_most_improved_units_are_named_with_their_rise() -> None:
    units = {1: 70, 2: 39, 3: 4, 4: 16, 5: 10, 17: 9}
    other = Comparison(first_half(2020), 148, units)
    whole = text(sample_report(year_before=other))
    assert (
        "Tăng nhiều nhất so với 6 tháng đầu năm 2020: Phòng Nông nghiệp và PTNT (tăng 20); "
        "Trung tâm Văn hóa, Thông tin và Thể thao (tăng 10); Phòng Tư pháp (tăng 2)." in whole
    )
    nobody = Comparison(first_half(2020), 300, {1: 200})
    assert "Tăng nhiều nhất" not in text(sample_report(year_before=nobody))


def test_the_document_does_not_say_where_numbers_were_imported_from() -> None:
    assert "bảng tổng hợp" not in text(sample_report())
    none = two_units(UnitRow(1, "A", (1,) * 6), UnitRow(2, "B", (1,) * 6))
    assert "bảng tổng hợp" not in text(none)
    assert "Có tin, bài đều đặn trong tất cả các tháng: A; B." in text(none)


def test_topics_are_counted_best_first() -> None:
    topics = (TopicCount("Y tế", 1), TopicCount("Giáo dục", 5), TopicCount("Tôn giáo", 0))
    row = UnitRow(1, "A", (6, None, None, None, None, None))
    whole = text(two_units(row, UnitRow(2, "B", SILENT), topics=topics))
    assert "b) Theo lĩnh vực\n02 lĩnh vực có tin, bài: Giáo dục (5); Y tế (1)." in whole
    assert "01 lĩnh vực chưa được phản ánh: Tôn giáo." in whole


def test_a_paragraph_of_the_board_ends_with_a_point() -> None:
    report = sample_report(notes={"other": ("Đề nghị bố trí kinh phí", "Gồm:", "Đã rõ.")})
    assert sections(report)[-1].paragraphs == ("Đề nghị bố trí kinh phí.", "Gồm:", "Đã rõ.")


def test_who_was_silent_is_not_said_where_the_period_cuts_a_month() -> None:
    assert "Còn 05 đơn vị chưa có tin, bài" in text(sample_report())
    cut = text(sample_report(cut_months=(Month(2021, 6),)))
    assert "chưa có tin, bài" not in cut


def test_a_share_is_said_only_where_most_articles_carry_it_and_then_of_how_many() -> None:
    few = sample_report(kinds={Kind.NEWS: 2}, topics=(TopicCount("Y tế", 2),))
    assert not any(word in text(few) for word in ("Gồm", "thể loại", "lĩnh vực"))
    most = sample_report(
        kinds={Kind.NEWS: 150, Kind.FEATURE: 20}, topics=(TopicCount("Y tế", 130),)
    )
    assert "Gồm 150 tin; 20 bài; còn 72 tin, bài chưa phân loại." in text(most)
    assert "01 lĩnh vực có tin, bài: Y tế (130); còn 112 tin, bài chưa phân theo lĩnh vực." in text(
        most
    )
    kinds = {Kind.NEWS: 200, Kind.FEATURE: 42}
    assert "Gồm 200 tin; 42 bài." in text(sample_report(kinds=kinds))


def test_duplicates_and_missing_pages_become_tasks_and_the_program_s_state_does_not() -> None:
    report = sample_report(
        duplicates=(DuplicateLine(7, "Tin", "A", 3),) * 2,
        completeness=Completeness(300, 242, date(2021, 7, 1)),
        units_with_nobody=("Phòng Dân tộc",),
        figures=(Figure(COMMUNES, CountValue(15)),),
    )
    whole = text(report)
    assert "Có 02 tin, bài trùng lặp" in whole
    assert "Đối chiếu" not in whole
    assert "người phụ trách" not in whole
    assert "15/17 xã, thị trấn có trang thành phần hoạt động." in whole
    assert "Còn 02 trang thành phần chưa hoạt động." in whole
    tasks = sections(report)[2].items
    assert len(tasks) == 3


def test_a_complete_portal_check_is_no_weakness() -> None:
    report = sample_report(completeness=Completeness(242, 242, date(2021, 7, 1)))
    assert "Đối chiếu" not in text(report)


def test_many_contributors_are_counted_instead_of_named() -> None:
    whole = text(large_report(80))
    assert "Trong đó: các đơn vị 35/40 đơn vị; cộng tác viên 34/40 đơn vị." in whole
    assert "69/80 đơn vị có tin, bài (số lượng của từng đơn vị nêu tại Phụ lục)." in whole
    units = tuple(UnitRow(number, f"U{number}", (1,) * 6) for number in range(50))
    every = text(empty_report(groups=(GroupRows("Nhóm", units),)))
    assert "50 đơn vị có tin, bài đều đặn trong tất cả các tháng." in every


def test_one_month_has_no_units_steady_in_all_months() -> None:
    units = tuple(UnitRow(number, f"U{number}", (1,)) for number in range(2))
    period = calendar_period("2021-06", 2021, (6,))
    assert "đều đặn" not in text(empty_report(groups=(GroupRows("", units),), period=period))


@pytest.mark.parametrize(
    ("definition", "value", "sentence"),
    [
        (
            VISITS,
            CounterValue(None, 50, date(2021, 6, 1)),
            "Lượt truy cập: tổng số 50 lượt (tính đến ngày 1/6/2021).",
        ),
        (
            VISITS,
            CounterValue(-5, 50, date(2021, 6, 1)),
            "Lượt truy cập: tổng số 50 lượt (tính đến ngày 1/6/2021).",
        ),
        (OPENED, CountValue(3, SECTIONS[:2]), "Mở mới 03 chuyên mục, trong đó có: Bầu cử"),
        (OPENED, CountValue(1, SECTIONS), "Mở mới 03 chuyên mục: "),
        (DOCUMENTS, CountValue(2, ("Luật A", "Luật B")), "Đăng tải 02 văn bản: Luật A; Luật B."),
        (DOCUMENTS, CountValue(2, of=5), "Văn bản đăng tải: 2/5 văn bản."),
        (COMMUNES, CountValue(0, of=17), "0/17 xã, thị trấn có trang thành phần hoạt động."),
        (COMMUNES, CountValue(4, of=0), "Có 04 trang thành phần hoạt động."),
        (
            FigureDefinition("classes", "Lớp tập huấn", FigureKind.COUNT, "lớp"),
            CountValue(2, ("Kỹ năng viết", "Chụp ảnh")),
            "Lớp tập huấn: 02 lớp - Kỹ năng viết; Chụp ảnh.",
        ),
        (FigureDefinition("likes", "", FigureKind.COUNT), CountValue(1500), "likes: 1.500."),
        (BUDGET, MoneyValue(None, 2021, ()), "Đã chi trong kỳ: 0 đồng."),
        (
            BUDGET,
            MoneyValue(100, 2021, (LedgerCategory("UBND chi", 150),), 20),
            "Đã chi trước kỳ báo cáo: 20 đồng.\nĐã chi trong kỳ: 150 đồng (UBND chi).\n"
            "Chi vượt kinh phí được giao: 70 đồng.",
        ),
    ],
)
def test_figures_are_worded_by_what_is_known(
    definition: FigureDefinition, value: Any, sentence: str
) -> None:
    assert sentence in figure_text(definition, value)


@pytest.mark.parametrize(
    ("definition", "value"),
    [
        (DOCUMENTS, CountValue(0)),
        (replace(COMMUNES, of=None), CountValue(0)),
        (COMMUNES, CounterValue(1, 2, date(2021, 1, 1))),
    ],
)
def test_figures_with_nothing_to_say_are_left_out(definition: FigureDefinition, value: Any) -> None:
    assert figure_text(definition, value) == text(empty_report())


def test_two_budgets_are_told_apart_by_name() -> None:
    other = FigureDefinition("prizes", "Giải thưởng", FigureKind.MONEY)
    whole = text(
        empty_report(
            figures=(
                Figure(BUDGET, MoneyValue(10, 2021, ())),
                Figure(other, MoneyValue(5, 2021, ())),
            )
        )
    )
    assert "Kinh phí: Kinh phí được giao năm 2021: 10 đồng." in whole
    assert "Giải thưởng: Kinh phí được giao năm 2021: 5 đồng." in whole


@pytest.mark.parametrize(
    ("budget", "sentence"),
    [
        (
            150,
            "Kinh phí năm 2021 còn lại: 140 đồng; số đã chi trong kỳ có 90 đồng không thuộc kinh "
            "phí năm 2021.",
        ),
        (
            8,
            "Chi vượt kinh phí được giao năm 2021: 2 đồng; số đã chi trong kỳ có 90 đồng không "
            "thuộc kinh phí năm 2021.",
        ),
    ],
)
def test_what_another_year_s_budget_bore_is_said_or_the_sum_would_be_wrong(
    budget: int, sentence: str
) -> None:
    value = MoneyValue(budget, 2021, (LedgerCategory("Nhuận bút", 100),), spent_other_years=90)
    assert sentence in text(empty_report(figures=(Figure(BUDGET, value),)))
    alone = text(empty_report(figures=(Figure(BUDGET, replace(value, spent_other_years=0)),)))
    assert "không thuộc kinh phí" not in alone


def test_where_months_are_cut_nothing_is_said_of_articles_without_a_day() -> None:
    said = text(empty_report(cut_months=(Month(2021, 1),)))
    assert "Trong kỳ chưa có tin, bài nào được ghi nhận theo ngày." in said
    assert "Trong kỳ chưa có tin, bài nào được ghi nhận." in text(empty_report())


def test_names_come_as_one_clean_line() -> None:
    row = UnitRow(1, "Phòng\n\x07 \u202eA", (2, None, None, None, None, None))
    whole = text(two_units(row, UnitRow(2, "B\t", SILENT)))
    assert "Phòng A (2 tin, bài)" in whole
    assert "chưa có tin, bài: B." in whole


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (1999, "MCMXCIX")],
)
def test_parts_have_roman_numbers(number: int, numeral: str) -> None:
    assert roman(number) == numeral


def test_long_lists_of_silent_units_collapse_as_contributors_do() -> None:
    units = tuple(UnitRow(number, f"U{number}", SILENT) for number in range(50))
    rows = (GroupRows("CÁC ĐƠN VỊ", units[:20]), GroupRows("CỘNG TÁC VIÊN", units[20:]))
    whole = text(empty_report(groups=rows))
    assert (
        "Còn 50/50 đơn vị chưa có tin, bài (nêu tại Phụ lục). Trong đó: các đơn vị 20/20 đơn vị; "
        "cộng tác viên 30/30 đơn vị." in whole
    )
    assert "U49" not in whole


def test_names_in_sentences_are_written_out_and_not_in_capitals() -> None:
    short = UnitRow(1, "Phòng NN và PTNT", (1,) * 6, full_name="Phòng Nông nghiệp")
    rows = (GroupRows("CÁC ĐƠN VỊ THUỘC BAN BIÊN TẬP", (short,)), GroupRows("B", (short,)))
    whole = text(empty_report(groups=rows))
    assert "Các đơn vị thuộc Ban Biên tập: 6 tin, bài." in whole
    assert "Phòng Nông nghiệp (6 tin, bài)" in whole
    assert "PTNT" not in whole


def test_what_the_board_did_with_sentences_is_what_the_report_says() -> None:
    report = sample_report()
    silent = next(line for line in drafted(report, "weaknesses") if line.key == "silent")
    edited = {"weaknesses": Script(edited={"silent": Edit("Năm đơn vị chưa viết.", silent.text)})}
    assert "Năm đơn vị chưa viết." in text(replace(report, scripts=edited))
    assert "Còn 05" not in text(replace(report, scripts=edited))
    assert sentence_warnings(replace(report, scripts=edited)) == ()
    dropped = {"weaknesses": Script(dropped=("silent",))}
    assert "Còn 05" not in text(replace(report, scripts=dropped))
    outdated = {"weaknesses": Script(edited={"silent": Edit("Bốn đơn vị.", "Còn 04 đơn vị")})}
    [warning] = sentence_warnings(replace(report, scripts=outdated))
    assert (warning.code, warning.values["now"]) == ("edited_outdated", silent.text)
    gone = {"weaknesses": Script(edited={"duplicates": Edit("Có bài trùng.", "Có 02")})}
    assert [w.code for w in sentence_warnings(replace(report, scripts=gone))] == ["edited_gone"]


def test_a_paragraph_of_the_board_stands_in_place_of_a_draft_that_says_the_same() -> None:
    report = sample_report()
    silent = next(line.text for line in drafted(report, "weaknesses") if line.key == "silent")
    wrong = silent.replace("05", "04").rstrip(".")
    whole = text(replace(report, notes={"weaknesses": (wrong,)}))
    assert wrong in whole
    assert silent not in whole
    [warning] = sentence_warnings(replace(report, notes={"weaknesses": (wrong,)}))
    assert warning.code == "edited_outdated"
    assert sentence_warnings(replace(report, notes={"weaknesses": (silent.rstrip("."),)})) == ()


def test_words_the_board_set_have_their_fields_filled() -> None:
    board = sample_board(
        wording={
            "subject": "Công tác tin, bài {{ period }} của {{ agency }}",
            "opening": "Kính trình {{ board }}:",
            "closing": "Trân trọng",
            "title_tasks": "Việc phải làm {{ next_period }}",
        }
    )
    report = sample_report(board=board, replaces="Báo cáo số 01/BC-BBT ngày 29/7/2021")
    assert subject(report) == (
        "Công tác tin, bài 6 tháng đầu năm 2021 của Ban Biên tập Cổng thông tin điện tử"
    )
    assert opening(report).endswith("(thay thế Báo cáo số 01/BC-BBT ngày 29/7/2021):")
    assert closing(report) == "Trân trọng./."
    assert sections(report)[2].title == "III. Việc phải làm 6 tháng cuối năm 2021"


def test_a_correction_names_the_report_it_replaces() -> None:
    report = sample_report(replaces="Báo cáo số 01/BC-BBT ngày 29/7/2021")
    assert "(thay thế Báo cáo số 01/BC-BBT ngày 29/7/2021)" in opening(report)


def test_of_units_with_the_same_count_none_is_praised_before_another() -> None:
    def best(*totals: int) -> str:
        rows = tuple(
            UnitRow(place, f"Đơn vị {place}", (total, *SILENT[1:]))
            for place, total in enumerate(totals, 1)
        )
        whole = text(empty_report(groups=(GroupRows("Nhóm", rows),)))
        found = [line for line in whole.splitlines() if "Đóng góp nhiều nhất" in line]
        return found[0].partition(": ")[2] if found else ""

    assert best(5, 4, 3, 2, 2).count("tin, bài") == 5
    assert best(5, 4, 3, 2, 2, 2).count("tin, bài") == 3
    assert best(1, 1, 1, 1, 1, 1) == ""
    assert best(7) == ""


def test_a_rise_that_others_share_is_named_with_all_or_none() -> None:
    rows = tuple(UnitRow(place, f"Đơn vị {place}", (total,) * 6) for place, total in RISES)
    other = Comparison(first_half(2020), 6, dict.fromkeys(range(1, 6), 1))
    report = empty_report(groups=(GroupRows("Nhóm", rows),), year_before=other)
    assert "Tăng nhiều nhất so với 6 tháng đầu năm 2020: Đơn vị 1 (tăng 53)." in text(report)


RISES = ((1, 9), (2, 5), (3, 5), (4, 5), (5, 1))


def test_a_share_too_small_to_write_is_left_out() -> None:
    rows = (UnitRow(1, "A", (5001, *SILENT[1:])), UnitRow(2, "B", SILENT))
    other = Comparison(first_half(2020), 5000, {})
    whole = text(two_units(*rows, year_before=other))
    assert "So với 6 tháng đầu năm 2020 (5.000 tin, bài): tăng 1 tin, bài." in whole
