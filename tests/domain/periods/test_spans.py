from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.boards import PeriodRule
from domain.errors import InvalidPeriod
from domain.periods.spans import (
    Month,
    Period,
    dates_period,
    file_slug,
    months_in,
    named_month,
    parse_month,
    parse_period,
    period_title,
    previous_period,
    rule_month,
    take_month,
    year_before,
)

CALENDAR, ND09, CUSTOM = PeriodRule.CALENDAR, PeriodRule.ND09, PeriodRule.CUSTOM
TODAY = date(2021, 6, 20)
RULES = st.sampled_from(PeriodRule)
CLOSING_DAYS = st.integers(1, 31)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def period(text: str, rule: PeriodRule = CALENDAR, today: date = TODAY) -> Period:
    return parse_period(text, today, rule, 25)


@pytest.mark.parametrize(
    ("rule", "closing_day", "day", "month"),
    [
        (CALENDAR, 10, date(2021, 6, 1), Month(2021, 6)),
        (CALENDAR, 10, date(2021, 6, 30), Month(2021, 6)),
        (ND09, 31, date(2021, 6, 14), Month(2021, 6)),
        (ND09, 31, date(2021, 6, 15), Month(2021, 7)),
        (ND09, 31, date(2020, 12, 15), Month(2021, 1)),
        (ND09, 31, date(2020, 12, 14), Month(2020, 12)),
        (CUSTOM, 25, date(2021, 6, 25), Month(2021, 6)),
        (CUSTOM, 25, date(2021, 6, 26), Month(2021, 7)),
        (CUSTOM, 31, date(2021, 2, 28), Month(2021, 2)),
        (CUSTOM, 29, date(2021, 2, 28), Month(2021, 2)),
        (CUSTOM, 29, date(2021, 3, 1), Month(2021, 3)),
        (CUSTOM, 28, date(2020, 2, 28), Month(2020, 2)),
        (CUSTOM, 28, date(2020, 2, 29), Month(2020, 3)),
        (CUSTOM, 30, date(2020, 2, 29), Month(2020, 2)),
    ],
)
def test_a_date_falls_in_the_month_of_the_boards_rule(
    rule: PeriodRule, closing_day: int, day: date, month: Month
) -> None:
    assert rule_month(day, rule, closing_day).month == month


@pytest.mark.parametrize(
    ("rule", "closing_day", "month", "first", "last"),
    [
        (CALENDAR, 5, Month(2020, 2), date(2020, 2, 1), date(2020, 2, 29)),
        (CALENDAR, 5, Month(2021, 2), date(2021, 2, 1), date(2021, 2, 28)),
        (ND09, 5, Month(2021, 1), date(2020, 12, 15), date(2021, 1, 14)),
        (ND09, 5, Month(2020, 3), date(2020, 2, 15), date(2020, 3, 14)),
        (CUSTOM, 30, Month(2020, 3), date(2020, 3, 1), date(2020, 3, 30)),
        (CUSTOM, 31, Month(2021, 3), date(2021, 3, 1), date(2021, 3, 31)),
        (CUSTOM, 28, Month(2020, 3), date(2020, 2, 29), date(2020, 3, 28)),
    ],
)
def test_a_named_month_has_the_days_of_the_boards_rule(
    rule: PeriodRule, closing_day: int, month: Month, first: date, last: date
) -> None:
    found = named_month(month, rule, closing_day)
    assert (found.first, found.last, found.whole) == (first, last, True)


@given(DAYS, RULES, CLOSING_DAYS)
def test_every_date_falls_in_one_month_and_months_tile_time(
    day: date, rule: PeriodRule, closing_day: int
) -> None:
    month = rule_month(day, rule, closing_day)
    assert month.first <= day <= month.last
    assert month == named_month(month.month, rule, closing_day)
    after = rule_month(month.last + timedelta(days=1), rule, closing_day)
    assert after.month == month.month.shifted(1)
    assert after.first == month.last + timedelta(days=1)
    before = rule_month(month.first - timedelta(days=1), rule, closing_day)
    assert before.month == month.month.shifted(-1)


def test_a_months_code_is_its_year_and_number() -> None:
    assert Month(2021, 6).code == "2021-06"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2021-H1", "2021-H1"),
        ("2021-h2", "2021-H2"),
        ("2021-Q3", "2021-Q3"),
        ("2021", "2021"),
        ("2021-06", "2021-06"),
        ("2021-9M", "2021-9M"),
        ("2021-5m", "2021-5M"),
        ("2021-01-15..2021-03-20", "2021-01-15..2021-03-20"),
        ("6 tháng đầu năm 2021", "2021-H1"),
        ("6 tháng đầu năm", "2021-H1"),
        ("6 THANG DAU NAM 2020", "2020-H1"),
        ("sáu tháng đầu năm 2021", "2021-H1"),
        ("6 tháng cuối năm", "2020-H2"),
        ("6 tháng cuối năm 2021", "2021-H2"),
        ("6 tháng đầu năm nay", "2021-H1"),
        ("6 tháng cuối năm ngoái", "2020-H2"),
        ("6 tháng năm 2021", "2021-H1"),
        ("6 tháng", "2021-H1"),
        ("nửa đầu năm", "2021-H1"),
        ("nửa cuối năm 2020", "2020-H2"),
        ("nửa năm đầu 2021", "2021-H1"),
        ("h1 2021", "2021-H1"),
        ("H2/2020", "2020-H2"),
        ("first half 2021", "2021-H1"),
        ("the second half of 2020", "2020-H2"),
        ("quý 3", "2020-Q3"),
        ("quý 2", "2021-Q2"),
        ("quý III năm 2021", "2021-Q3"),
        ("Quý IV/2020", "2020-Q4"),
        ("quy i nam 2021", "2021-Q1"),
        ("quý ba năm 2021", "2021-Q3"),
        ("quý tư năm 2020", "2020-Q4"),
        ("q3/2021", "2021-Q3"),
        ("Q3 2021", "2021-Q3"),
        ("third quarter 2020", "2020-Q3"),
        ("3 tháng đầu năm 2021", "2021-Q1"),
        ("3 tháng cuối năm 2020", "2020-Q4"),
        ("9 tháng", "2021-9M"),
        ("9 tháng đầu năm 2021", "2021-9M"),
        ("chín tháng đầu năm 2020", "2020-9M"),
        ("first 9 months of 2020", "2020-9M"),
        ("12 tháng năm 2020", "2020"),
        ("năm 2021", "2021"),
        ("cả năm", "2021"),
        ("cả năm 2020", "2020"),
        ("năm nay", "2021"),
        ("năm ngoái", "2020"),
        ("last year", "2020"),
        ("tháng 6", "2021-06"),
        ("tháng 7", "2020-07"),
        ("tháng sáu", "2021-06"),
        ("tháng tư năm 2021", "2021-04"),
        ("tháng năm năm 2021", "2021-05"),
        ("tháng năm 2021", "2021-05"),
        ("tháng mười hai 2020", "2020-12"),
        ("tháng chạp", "2020-12"),
        ("tháng 6/2021", "2021-06"),
        ("tháng 06 năm 2021", "2021-06"),
        ("6/2021", "2021-06"),
        ("06-2021", "2021-06"),
        ("2021/6", "2021-06"),
        ("t6/2021", "2021-06"),
        ("June 2021", "2021-06"),
        ("tháng này", "2021-06"),
        ("tháng trước", "2021-05"),
        ("tháng sau", "2021-07"),
        ("Tháng Sau", "2021-07"),
        ("tháng tới", "2021-07"),
        ("quý sau", "2021-Q3"),
        ("kỳ sau", "2021-H2"),
        ("kỳ vừa qua", "2020-H2"),
        ("next month", "2021-07"),
        ("thang sau", "2021-06"),
        ("6 tháng sau năm 2021", "2021-H2"),
        ("this month", "2021-06"),
        ("last month", "2021-05"),
        ("quý này", "2021-Q2"),
        ("quý trước", "2021-Q1"),
        ("this quarter", "2021-Q2"),
        ("báo cáo tháng 5.", "2021-05"),
        ("từ 15/1/2021 đến 20/3/2021", "2021-01-15..2021-03-20"),
        ("15/1/2021-20/3/2021", "2021-01-15..2021-03-20"),
        ("15-1-2021 - 20-3-2021", "2021-01-15..2021-03-20"),
        ("15-1-2021-20-3-2021", "2021-01-15..2021-03-20"),
        ("từ ngày 15 tháng 1 đến hết ngày 20 tháng 3 năm 2021", "2021-01-15..2021-03-20"),
        ("15/1/2021 đến 20/3", "2021-01-15..2021-03-20"),
        ("15/12/2020 - 20/3", "2020-12-15..2021-03-20"),
        ("15/12 - 20/3/2021", "2020-12-15..2021-03-20"),
        ("15/1 - 20/3", "2021-01-15..2021-03-20"),
        ("1/6 - 30/6", "2021-06-01..2021-06-30"),
        ("15/12 - 20/3", "2020-12-15..2021-03-20"),
        ("20/3 đến 15/1", "2020-03-20..2021-01-15"),
        ("từ ngày 20/3 đến ngày 15/1", "2020-03-20..2021-01-15"),
        ("20/3 - 15/1/2021", "2020-03-20..2021-01-15"),
        ("20/3/2021 - 15/1", "2021-03-20..2022-01-15"),
        ("từ 15/6 đến hôm nay", "2021-06-15..2021-06-20"),
        ("from 2021-01-15 to 2021-03-20", "2021-01-15..2021-03-20"),
        ("từ tháng 1 đến tháng 5 năm 2021", "2021-01-01..2021-05-31"),
        ("tháng 12/2020 - tháng 2/2021", "2020-12-01..2021-02-28"),
    ],
)
def test_a_period_can_be_named_as_people_name_it(text: str, code: str) -> None:
    assert period(text).code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hôm nay",
        "15/6/2021",
        "2021-13",
        "2021-00",
        "2021-H3",
        "quý 5",
        "quý v",
        "tháng 13",
        "13 tháng",
        "0 tháng đầu năm 2021",
        "6",
        "1999",
        "2101",
        "năm 3021",
        "tháng 5/1999",
        "20/3/2021-15/1/2021",
        "31/2/2021-15/3/2021",
        "15/1/1999..15/1/2021",
        "từ hôm qua",
        "3 tháng qua",
        "6 tháng qua",
        "6 tháng vừa qua",
        "sáu tháng vừa rồi",
        "nửa năm qua",
        "báo cáo 6 tháng qua",
        "6 tháng gần đây",
        "từ tháng 1 đến quý 2",
        "từ tháng 5/2021 đến tháng 1/2021",
        "lúc nào cũng được",
        "1-" * 3000,
    ],
)
def test_what_names_no_period_is_refused_with_the_text(text: str) -> None:
    with pytest.raises(InvalidPeriod) as caught:
        period(text)
    assert caught.value.values["text"] == text


def test_two_days_without_a_year_have_mostly_been() -> None:
    today = date(2022, 1, 10)
    found = parse_period("20/3 đến 15/1", today, PeriodRule.CALENDAR, 31)
    assert (found.first, found.last) == (date(2021, 3, 20), date(2022, 1, 15))


@given(st.text())
def test_any_text_is_a_period_or_a_clear_refusal(text: str) -> None:
    try:
        found = period(text)
    except InvalidPeriod:
        return
    assert found.months


def test_half_years_of_decree_9_begin_on_15_december_and_15_june() -> None:
    first, second = period("2021-H1", ND09), period("2021-H2", ND09)
    assert (first.first, first.last) == (date(2020, 12, 15), date(2021, 6, 14))
    assert (second.first, second.last) == (date(2021, 6, 15), date(2021, 12, 14))
    nine = period("2021-9M", ND09)
    assert (nine.first, nine.last) == (date(2020, 12, 15), date(2021, 9, 14))
    assert [month.month.code for month in first.months] == [f"2021-{n:02d}" for n in range(1, 7)]


def test_without_a_year_the_latest_period_that_has_begun_is_meant() -> None:
    assert period("6 tháng cuối năm", CALENDAR, date(2021, 6, 30)).code == "2020-H2"
    assert period("6 tháng cuối năm", CALENDAR, date(2021, 7, 1)).code == "2021-H2"
    assert period("6 tháng cuối năm", ND09, date(2021, 6, 14)).code == "2020-H2"
    assert period("6 tháng cuối năm", ND09, date(2021, 6, 15)).code == "2021-H2"
    assert period("tháng này", ND09, date(2021, 12, 15)).code == "2022-01"
    assert period("năm nay", ND09, date(2021, 12, 15)).code == "2022"
    assert period("tháng trước", CALENDAR, date(2021, 1, 5)).code == "2020-12"
    assert period("tháng sau", CALENDAR, date(2021, 12, 5)).code == "2022-01"
    assert period("quý tới", CALENDAR, date(2021, 12, 5)).code == "2022-Q1"
    assert period("quý trước", CALENDAR, date(2021, 1, 5)).code == "2020-Q4"


def test_two_dates_cut_the_first_and_the_last_month() -> None:
    found = period("2021-01-15..2021-03-31")
    assert [(month.month.code, month.first, month.last, month.whole) for month in found.months] == [
        ("2021-01", date(2021, 1, 15), date(2021, 1, 31), False),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28), True),
        ("2021-03", date(2021, 3, 1), date(2021, 3, 31), True),
    ]


def test_two_dates_within_one_month_make_one_cut_month() -> None:
    found = period("2021-06-15..2021-06-15", ND09)
    assert [(month.month.code, month.whole) for month in found.months] == [("2021-07", False)]


def test_dates_in_the_wrong_order_make_no_period() -> None:
    with pytest.raises(InvalidPeriod):
        dates_period(date(2021, 2, 1), date(2021, 1, 1), CALENDAR, 31)


@given(DAYS, st.integers(0, 800), RULES, CLOSING_DAYS)
def test_the_months_of_two_dates_cover_them_without_a_gap(
    first: date, length: int, rule: PeriodRule, closing_day: int
) -> None:
    found = dates_period(first, first + timedelta(days=length), rule, closing_day)
    assert found.months[0].first == first
    assert found.months[-1].last == found.last
    for month, after in zip(found.months, found.months[1:], strict=False):
        assert after.first == month.last + timedelta(days=1)
    for month in found.months:
        whole = named_month(month.month, rule, closing_day)
        assert month.whole == ((month.first, month.last) == (whole.first, whole.last))


@pytest.mark.parametrize(
    ("code", "title", "slug"),
    [
        ("2021-H1", "6 tháng đầu năm 2021", "6-thang-dau-nam-2021"),
        ("2021-H2", "6 tháng cuối năm 2021", "6-thang-cuoi-nam-2021"),
        ("2021-Q3", "quý III năm 2021", "quy-iii-nam-2021"),
        ("2021-06", "tháng 6 năm 2021", "thang-6-nam-2021"),
        ("2021", "năm 2021", "nam-2021"),
        ("2021-9M", "9 tháng đầu năm 2021", "9-thang-dau-nam-2021"),
        (
            "2021-01-15..2021-03-20",
            "từ ngày 15/01/2021 đến ngày 20/3/2021",
            "tu-ngay-15-01-2021-den-ngay-20-3-2021",
        ),
    ],
)
def test_a_period_has_a_title_that_names_it_and_files(code: str, title: str, slug: str) -> None:
    found = period(code)
    assert period_title(found) == title
    assert file_slug(found) == slug
    assert period(title) == found


@pytest.mark.parametrize(
    ("code", "before", "last_year"),
    [
        ("2021-H1", "2020-H2", "2020-H1"),
        ("2021-H2", "2021-H1", "2020-H2"),
        ("2021-Q1", "2020-Q4", "2020-Q1"),
        ("2021-Q3", "2021-Q2", "2020-Q3"),
        ("2021-01", "2020-12", "2020-01"),
        ("2021-06", "2021-05", "2020-06"),
        ("2021", "2020", "2020"),
        ("2021-9M", "2020-04-01..2020-12-31", "2020-9M"),
        ("2021-02-01..2021-03-31", "2020-12-01..2021-01-31", "2020-02-01..2020-03-31"),
        ("2021-03-01..2021-03-10", "2021-02-19..2021-02-28", "2020-03-01..2020-03-10"),
        ("2020-02-05..2020-02-29", "2020-01-11..2020-02-04", "2019-02-05..2019-02-28"),
    ],
)
def test_a_period_knows_the_one_before_and_the_one_a_year_before(
    code: str, before: str, last_year: str
) -> None:
    found = period(code)
    assert previous_period(found, CALENDAR, 31).code == before
    assert year_before(found, CALENDAR, 31).code == last_year


@given(DAYS, st.integers(0, 400), RULES, CLOSING_DAYS)
def test_the_period_before_ends_the_day_before(
    first: date, length: int, rule: PeriodRule, closing_day: int
) -> None:
    found = dates_period(first, first + timedelta(days=length), rule, closing_day)
    before = previous_period(found, rule, closing_day)
    assert before.last == found.first - timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2021-06", Month(2021, 6)),
        ("tháng 6", Month(2021, 6)),
        ("6", Month(2021, 6)),
        ("8", Month(2020, 8)),
        ("6/2021", Month(2021, 6)),
        ("tháng này", Month(2021, 6)),
        ("thang truoc", Month(2021, 5)),
    ],
)
def test_a_month_can_be_named(text: str, month: Month) -> None:
    assert parse_month(text, TODAY, CALENDAR, 31) == month


@pytest.mark.parametrize("text", ["", "13", "0", "quý 2", "2021", "6/1999", "202106"])
def test_what_names_no_month_is_refused(text: str) -> None:
    with pytest.raises(InvalidPeriod):
        parse_month(text, TODAY, CALENDAR, 31)


@pytest.mark.parametrize(
    ("text", "month", "rest"),
    [
        ("tháng 5 nghỉ lễ", Month(2021, 5), "nghỉ lễ"),
        ("Tháng 5/2021: không có sự kiện", Month(2021, 5), "không có sự kiện"),
        ("tháng 5 năm 2020 - nghỉ dịch", Month(2020, 5), "nghỉ dịch"),
        ("2021-05 nghỉ lễ", Month(2021, 5), "nghỉ lễ"),
        ("5/2021 nghỉ lễ", Month(2021, 5), "nghỉ lễ"),
        ("tháng này không có tin, bài", Month(2021, 6), "không có tin, bài"),
        ("tháng 5", Month(2021, 5), ""),
        ("tháng 5 đi", Month(2021, 5), ""),
        ("tháng 5 đi vắng", Month(2021, 5), "đi vắng"),
        ("tháng này giúp dân gặt lúa", Month(2021, 6), "giúp dân gặt lúa"),
        ("5 người đi tập huấn", None, "5 người đi tập huấn"),
        ("may mà không có gì", None, "may mà không có gì"),
        ("nghỉ lễ  tháng 5", None, "nghỉ lễ tháng 5"),
        ("", None, ""),
    ],
)
def test_a_month_named_first_is_told_from_the_reason(
    text: str, month: Month | None, rest: str
) -> None:
    assert take_month(text, TODAY, CALENDAR, 31) == (month, rest)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("tháng rồi đơn vị em không có tin bài", ["2021-05"]),
        ("đơn vị em tháng trước nữa không có", ["2021-04"]),
        ("trong T5/2021, đơn vị không phát sinh", ["2021-05"]),
        ("không có tin bài (tháng tư)", ["2021-04"]),
        ("tháng 5 năm ngoái không có", ["2020-05"]),
        ("5/2021 không có tin", ["2021-05"]),
        ("no articles in May", ["2021-05"]),
        ("T4, tháng năm và tháng này không có", ["2021-04", "2021-05", "2021-06"]),
        ("trong tháng không có tin bài", []),
        ("in máy hỏng nên không có bài", []),
        ("14/6 không có tin", []),
    ],
)
def test_each_month_that_a_text_names_is_found(text: str, named: list[str]) -> None:
    found = months_in(text, date(2021, 6, 15), PeriodRule.CALENDAR, 31)
    assert [month.code for month, _name in found] == named
