from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import format_date, long_date, looks_like_date, padded_date, parse_date
from domain.errors import InvalidField

# A Tuesday.
TODAY = date(2021, 6, 15)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15/6", date(2021, 6, 15)),
        ("15/6/2021", date(2021, 6, 15)),
        ("15-6-2021", date(2021, 6, 15)),
        ("15.6.2021", date(2021, 6, 15)),
        ("15/06/21", date(2021, 6, 15)),
        (" 15 / 6 / 2021. ", date(2021, 6, 15)),
        ("15–6–2021", date(2021, 6, 15)),
        ("2021-06-15", date(2021, 6, 15)),
        ("2021/6/5", date(2021, 6, 5)),
        ("hôm nay", date(2021, 6, 15)),
        ("Hôm qua", date(2021, 6, 14)),
        ("HOM KIA", date(2021, 6, 13)),
        ("hom qua", date(2021, 6, 14)),
        ("ngày mai", date(2021, 6, 16)),
        ("today", date(2021, 6, 15)),
        ("Yesterday", date(2021, 6, 14)),
        ("ngày 5 tháng 6 năm 2021", date(2021, 6, 5)),
        ("ngày 05 tháng 6, năm 2021", date(2021, 6, 5)),
        ("ngay 5 thang 6", date(2021, 6, 5)),
        ("5 tháng 6/2020", date(2020, 6, 5)),
        ("5 tháng 8", date(2020, 8, 5)),
        ("ngày 15/6/2021", date(2021, 6, 15)),
        ("thứ hai", date(2021, 6, 14)),
        ("thứ 2", date(2021, 6, 14)),
        ("thu ba", date(2021, 6, 15)),
        ("Thứ Tư", date(2021, 6, 9)),
        ("chủ nhật", date(2021, 6, 13)),
        ("CN", date(2021, 6, 13)),
        ("sunday", date(2021, 6, 13)),
        ("thứ hai tuần trước", date(2021, 6, 7)),
        ("chủ nhật tuần trước", date(2021, 6, 13)),
        ("Thứ ba, 15/06/2021, 10:30", date(2021, 6, 15)),
        ("15/06/2021 10:30 (GMT+7)", date(2021, 6, 15)),
        ("2021-06-15T08:00:00+07:00", date(2021, 6, 15)),
        ("15/06/2021 - 10h30", date(2021, 6, 15)),
        ("10:30, thứ ba ngày 15/06/2021", date(2021, 6, 15)),
        ("1/1/2030", date(2030, 1, 1)),
        ("29/2/2020", date(2020, 2, 29)),
    ],
)
def test_a_date_can_be_typed_as_people_write_it(text: str, day: date) -> None:
    assert parse_date(text, TODAY) == day
    assert looks_like_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "32/13/2021",
        "31/2",
        "31/2/2021",
        "29/2/2021",
        "0/6/2021",
        "2021-13-01",
        "15/6/1021",
        "15/6/2101",
        "15/6/20211",
        "15//6/2021",
        "1/2/3/2021",
        "45 tháng 6",
        "thứ 9",
    ],
)
def test_a_date_that_does_not_exist_is_refused_but_known_for_a_date(text: str) -> None:
    with pytest.raises(InvalidField) as caught:
        parse_date(text, TODAY)
    assert caught.value.code == "bad_date"
    assert caught.value.values == {"text": text}
    assert looks_like_date(text)


@pytest.mark.parametrize(
    "text",
    ["", "Phiên họp ngày 15/6", "hai mươi", "tháng 6", "2021", "Mai An Tiêm", "https://a.vn/15/6"],
)
def test_other_text_is_no_date(text: str) -> None:
    with pytest.raises(InvalidField):
        parse_date(text, TODAY)
    assert not looks_like_date(text)


@pytest.mark.parametrize(
    ("text", "today", "past", "coming"),
    [
        ("29/2", TODAY, "2020-02-29", "2024-02-29"),
        ("ngày 29 tháng 2", TODAY, "2020-02-29", "2024-02-29"),
        ("29 tháng hai", TODAY, "2020-02-29", "2024-02-29"),
        ("Feb 29", TODAY, "2020-02-29", "2024-02-29"),
        ("29/2", date(2024, 1, 28), "2020-02-29", "2024-02-29"),
        ("29/2", date(2103, 6, 15), "2096-02-29", "2104-02-29"),
    ],
)
def test_a_leap_day_of_years_ago_is_asked_about(
    text: str, today: date, past: str, coming: str
) -> None:
    with pytest.raises(InvalidField) as caught:
        parse_date(text, today)
    assert caught.value.code == "near_date"
    assert caught.value.values == {"text": text, "past": past, "coming": coming}
    assert looks_like_date(text)


def test_a_leap_day_of_the_last_twelve_months_is_meant() -> None:
    assert parse_date("29/2", date(2024, 2, 29)) == date(2024, 2, 29)
    assert parse_date("29/2", date(2024, 12, 31)) == date(2024, 2, 29)
    assert parse_date("29/2", date(2025, 2, 28)) == date(2024, 2, 29)


def test_dates_are_written_without_padding_in_chat_and_with_the_decrees_in_documents() -> None:
    assert format_date(date(2021, 7, 29)) == "29/7/2021"
    assert format_date(date(2022, 1, 5)) == "5/1/2022"
    assert long_date(date(2022, 1, 5)) == "ngày 05 tháng 01 năm 2022"
    assert long_date(date(2021, 2, 28)) == "ngày 28 tháng 02 năm 2021"
    assert long_date(date(2021, 3, 9)) == "ngày 09 tháng 3 năm 2021"
    assert long_date(date(2021, 12, 31)) == "ngày 31 tháng 12 năm 2021"
    assert padded_date(date(2022, 1, 5)) == "05/01/2022"
    assert padded_date(date(2021, 7, 29)) == "29/7/2021"


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_date_that_was_written_is_read_back(day: date) -> None:
    for text in (format_date(day), long_date(day), padded_date(day), day.isoformat()):
        assert parse_date(text, TODAY) == day


@given(st.dates(date(2008, 1, 1), date(2100, 12, 31)), st.dates(date(2000, 1, 1)))
def test_a_date_without_a_year_is_never_after_today_and_asked_about_when_near(
    today: date, day: date
) -> None:
    try:
        found = parse_date(f"{day.day}/{day.month}", today)
    except InvalidField as error:
        doubt = error
    else:
        assert found <= today
        assert (found.day, found.month) == (day.day, day.month)
        return
    assert doubt.code == "near_date"
    coming = date.fromisoformat(str(doubt.values["coming"]))
    assert timedelta(0) < coming - today <= timedelta(days=31)


@given(st.text())
def test_any_text_is_a_date_or_a_clear_refusal(text: str) -> None:
    try:
        parse_date(text, TODAY)
    except InvalidField:
        return
    assert looks_like_date(text)
