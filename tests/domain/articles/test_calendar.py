"""The days of a month that an article may have."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.articles.calendar import neighbours, shown_month, weeks_of

TODAY = date(2021, 6, 15)
DAYS = st.dates(date(2001, 1, 1), date(2095, 12, 31))


@given(DAYS, DAYS)
def test_every_past_day_of_the_month_is_shown_once_and_none_to_come(
    today: date, near: date
) -> None:
    month = shown_month("", near, today)
    shown = [day for week in weeks_of(month, today) for day in week if day is not None]
    assert shown == sorted(set(shown))
    assert all(day <= today and day.replace(day=1) == month for day in shown)
    assert shown[0] == month
    assert shown[-1] == today or (max(shown).day >= 28 and month < today.replace(day=1))


def test_no_month_is_shown_that_has_not_begun() -> None:
    assert shown_month("2021-07", None, TODAY) == date(2021, 6, 1)
    assert shown_month("2021-13", None, TODAY) == date(2021, 6, 1)
    assert shown_month("1999-05", None, TODAY) == date(2000, 5, 1)
    assert shown_month("2020-12", None, TODAY) == date(2020, 12, 1)
    assert neighbours(date(2021, 6, 1), TODAY) == (date(2021, 5, 1), None)
    assert neighbours(date(2020, 12, 1), TODAY) == (date(2020, 11, 1), date(2021, 1, 1))
    assert neighbours(date(2000, 1, 1), TODAY) == (None, date(2000, 2, 1))
