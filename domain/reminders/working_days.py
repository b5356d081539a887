"""Working days in Viet Nam: weekends and public holidays, Tết included, are none."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

_SATURDAY = 5


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the days off of a year by the Labour Code and the government's yearly plans.

    The first call imports a library for some 150 ms: make it in a thread before the loop is busy.
    """
    from holidays import country_holidays

    return frozenset(country_holidays("VN", years=year))


def is_working_day(day: date, days_off: Collection[date] = ()) -> bool:
    """Tell whether offices work on a date; `days_off` are the board's own days besides."""
    return (
        day.weekday() < _SATURDAY and day not in days_off and day not in public_holidays(day.year)
    )


def nearest_working_day(
    day: date, first: date, last: date, days_off: Collection[date] = ()
) -> date | None:
    """Return the next working day from a date on, at the latest `last`, else the last one before.

    None where `first` to `last` has no working day at all.
    """
    for step in range((last - day).days + 1):
        if is_working_day(day + timedelta(days=step), days_off):
            return day + timedelta(days=step)
    for step in range(1, (day - first).days + 1):
        if is_working_day(day - timedelta(days=step), days_off):
            return day - timedelta(days=step)
    return None
