"""The days of a month to choose an article's day from: past ones alone, a week a row."""

import calendar
import re
from datetime import date, timedelta

from domain.dates import FIRST_YEAR

Week = tuple[date | None, ...]
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


def shown_month(asked: str, near: date | None, today: date) -> date:
    """Return the first day of the month asked for (`YYYY-MM`), else of that of a day.

    No month before 2000 or after today's is shown.
    """
    first = today.replace(day=1)
    if _MONTH.fullmatch(asked) and 1 <= int(asked[5:]) <= 12:
        wanted = date(max(FIRST_YEAR, int(asked[:4])), int(asked[5:]), 1)
    else:
        wanted = (near or today).replace(day=1)
    return min(wanted, first)


def weeks_of(month: date, today: date) -> tuple[Week, ...]:
    """Return a month's weeks from Monday; None stands for what is no day of it up to today."""
    return tuple(
        tuple(day if day.month == month.month and day <= today else None for day in week)
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month)
        if week[0] <= today
    )


def neighbours(month: date, today: date) -> tuple[date | None, date | None]:
    """Return the first days of the months before and after one, None where none is shown."""
    before = (month - timedelta(days=1)).replace(day=1)
    after = (month + timedelta(days=31)).replace(day=1)
    return before if before.year >= FIRST_YEAR else None, after if after <= today else None
