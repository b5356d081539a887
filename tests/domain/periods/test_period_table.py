"""Periods as people write them, by a table of wordings."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.boards import PeriodRule
from domain.errors import InvalidField, InvalidPeriod
from domain.periods.months import Month
from domain.periods.spans import parse_month, parse_period, written_code

TODAY = date(2021, 6, 15)
TABLE = Path(__file__).parents[2] / "data" / "words" / "periods.tsv"
ROWS = [tuple(line.split("\t")) for line in TABLE.read_text("utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("text", "code"), ROWS)
def test_a_period_is_read_as_people_write_it(text: str, code: str) -> None:
    assert written_code(parse_period(text, TODAY, PeriodRule.CALENDAR, 31)) == code


@pytest.mark.parametrize(
    "text",
    ["kỳ", "tháng", "quý", "6 tháng giữa năm", "năm học 2020-2021", "10, 14/6", "25-5/6", "T2-CN"],
)
def test_half_a_name_is_refused(text: str) -> None:
    with pytest.raises(InvalidPeriod):
        parse_period(text, TODAY, PeriodRule.CALENDAR, 31)


@given(st.integers(1, 12), st.integers(2001, 2099), st.sampled_from(PeriodRule))
def test_every_written_form_of_a_month_gives_that_month(
    number: int, year: int, rule: PeriodRule
) -> None:
    forms = [f"tháng {number} năm {year}", f"T{number}/{year}", f"thg {number}/{year}"]
    forms += [f"{number:02d}/{year}", f"báo cáo tháng {number}-{year} ạ", f"{year}-{number:02d}"]
    for form in forms:
        assert parse_period(form, TODAY, rule, 25).code == f"{year}-{number:02d}", form


@given(st.integers(1, 4), st.integers(2001, 2099))
def test_every_written_form_of_a_quarter_gives_that_quarter(number: int, year: int) -> None:
    roman = ("I", "II", "III", "IV")[number - 1]
    forms = [f"quý {number} năm {year}", f"quí {roman}/{year}", f"Q{number}/{year}"]
    forms += [f"{year}Q{number}", f"{year}-Q{number}", f"bc quý {roman} năm {year} nhé"]
    for form in forms:
        assert parse_period(form, TODAY, PeriodRule.CALENDAR, 31).code == f"{year}-Q{number}", form


def test_next_months_name_without_a_year_is_asked_about() -> None:
    with pytest.raises(InvalidField) as caught:
        parse_month("tháng 7", TODAY, PeriodRule.CALENDAR, 31)
    assert caught.value.code == "near_month"
    assert caught.value.values == {"month": "2020-07", "coming": "2021-07"}
    assert parse_month("tháng 7/2020", TODAY, PeriodRule.CALENDAR, 31) == Month(2020, 7)
    assert parse_month("tháng 8", TODAY, PeriodRule.CALENDAR, 31) == Month(2020, 8)
    with pytest.raises(InvalidField):
        parse_month("tháng 8", TODAY, PeriodRule.CALENDAR, 31, far_from=6)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("đầu năm 2021", "2021-H1"),
        ("đầu năm ngoái", "2020-H1"),
        ("đầu năm", "2021-H1"),
        ("từ đầu năm 2021", "2021-01-01..2021-06-15"),
        ("từ đầu năm 2020", "2020-01-01..2021-06-15"),
        ("từ đầu năm 2021 đến 31/3", "2021-01-01..2021-03-31"),
        ("đầu năm đến nay", "2021-01-01..2021-06-15"),
        ("từ đầu tháng 3", "2021-03-01..2021-06-15"),
        ("từ đầu tháng 3 đến hết tháng 5", "2021-03-01..2021-05-31"),
        ("từ đầu quý 1", "2021-01-01..2021-06-15"),
        ("từ đầu tháng", "2021-06-01..2021-06-15"),
        ("quý 1 vừa rồi", "2021-Q1"),
        ("quý I vừa qua", "2021-Q1"),
        ("quý vừa rồi", "2021-Q1"),
        ("5 năm ngoái", "2020-05"),
        ("tháng 1 năm rồi", "2020-01"),
    ],
)
def test_a_period_is_named_by_how_it_begins_or_that_it_is_past(text: str, code: str) -> None:
    assert written_code(parse_period(text, TODAY, PeriodRule.CALENDAR, 31)) == code


@pytest.mark.parametrize("text", ["1 năm qua", "2 năm qua", "1 năm trước", "đầu tháng 3"])
def test_years_back_from_today_are_no_month_of_last_year(text: str) -> None:
    with pytest.raises(InvalidPeriod):
        parse_period(text, TODAY, PeriodRule.CALENDAR, 31)
