"""Which periods a text names, as month number → year."""

import re
from collections.abc import Callable

from domain.text import search_key

_Y = r"(?:nam )?((?:19|20)\d\d)(?!\d)"
_SEP = r"[ ,/.-]*"
_COUNT_WORDS = {"ba": 3, "sau": 6, "chin": 9, "muoi hai": 12}
_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# What is left open for a pen: "ngày ..... tháng 6 năm 2021".
_OPEN = r"[\d. …_]*"
DATES = re.compile(
    rf"ngay:?{_OPEN},? ?thang{_OPEN},? ?nam ?(?:\d{{2,4}}(?!\d)|[. …_]+)?"
    rf"|ngay:?{_OPEN}[/-]{_OPEN}[/-] ?\d{{4}}|(?:^|, ?)\d{{1,2}} thang \d{{1,2}},? nam \d{{4}}"
    r"|\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}|\d{4}-\d{1,2}-\d{1,2}|\d+[/-]\d{4}[/-][a-z-]+"
)
_RANGE = re.compile(
    rf"(?<![a-z0-9])(?:thang |t)(\d{{1,2}})(?:{_SEP}{_Y})? ?(?:den|-|toi)(?: het)? ?"
    rf"(?:thang |t)?(\d{{1,2}}){_SEP}{_Y}"
)
_MONTHS = re.compile(
    r"(?<![a-z0-9])(?:(\d{1,2}) ?(?:thang|t)|(ba|sau|chin|muoi hai) thang)"
    rf"(?: (dau|cuoi))?{_SEP}{_Y}"
)
_HALF = re.compile(
    rf"nua (dau|cuoi){_SEP}{_Y}|(?<![a-z0-9])h([12]){_SEP}{_Y}|((?:19|20)\d\d)-h([12])"
)
_QUARTER = re.compile(
    rf"(?<![a-z0-9])(?:quy ?|q)(iv|i{{1,3}}|[1-4]){_SEP}{_Y}|((?:19|20)\d\d)-q([1-4])"
)
_SCHOOL_YEAR = re.compile(
    r"\b(?:nam hoc|nh):? ?((?:19|20)\d\d) ?(?:[-–/]|den|sang) ?((?:19|20)\d\d)(?!\d)"
)
_DAY = r"(?:ngay )?(\d{1,2})(?:[/.-]| thang )(\d{1,2})(?:(?:[/.-]|,? nam )((?:19|20)\d\d))?"
_DAYS = re.compile(
    rf"{_DAY} ?(?:-|den|toi)(?: het)? ?(?:ngay )?{_DAY.replace('(?:ngay )?', '', 1)}"
)
_DAYS_OF_MONTH = re.compile(
    r"tu (?:ngay )?\d{1,2} ?(?:-|den|toi)(?: het)? ?(?:ngay )?\d{1,2}(?:/| thang )(\d{1,2})"
    r"(?:/|,? nam )((?:19|20)\d\d)(?!\d)"
)
_MONTH = re.compile(
    rf"(?<![a-z0-9])(?:thang |t)(\d{{1,2}}){_SEP}{_Y}"
    r"|(?<!\d)((?:19|20)\d\d)-(1[0-2]|0?[1-9])(?!\d)"
)

# A reporting month that begins on the 15th (Decree 09/2019) or later is the next month's.
_LATE = 10
_FEWEST_DAYS = 20
_PART = re.compile(
    r"\btuan (?:thu |le )?(?:\d{1,2}|i{1,3}|iv|nhat|hai|ba|tu|dau|cuoi)\b(?! ?(?:-|den|va|,? ?\d))"
    r"|\b(?:nua|\d{1,2} ngay) (?:dau|cuoi) thang"
)
_SOME_DAYS = re.compile(
    r"tu (?:ngay )?(\d{1,2}) ?(?:-|den|toi)(?: het)? ?(?:ngay )?(\d{1,2})(?:/| thang )(\d{1,2})"
    r"(?:/|,? nam )((?:19|20)\d\d)"
)
_SCHOOL_BEGINS = 8

Coverage = dict[int, int]


def read_coverages(text: str) -> list[Coverage]:
    """Return the periods a text names, each as month number → year."""
    key = search_key(text)
    coverages = [coverage for found in _DAYS.finditer(key) if (coverage := _read_days(found))]
    for found in _DAYS_OF_MONTH.finditer(key):
        coverages += filter(None, [_span(int(found[1]), int(found[1]), found[2])])
    key = DATES.sub(" ", _DAYS_OF_MONTH.sub(" ", _DAYS.sub(" ", key)))
    for pattern, reader in _READERS:
        for found in pattern.finditer(key):
            coverage = reader(found)
            if coverage:
                coverages.append(coverage)
        key = pattern.sub(" ", key)
    return coverages


def is_part_of_month(text: str) -> bool:
    """Tell whether a text names a week or some days of a month, and not all of it."""
    key = search_key(text)
    if _PART.search(key):
        return True
    days = [found.groups() for found in _DAYS.finditer(key)]
    days += [(a, month, year, b, month, year) for a, b, month, year in _SOME_DAYS.findall(key)]
    return any(
        first == last and (start or end) == end and int(until) - int(since) < _FEWEST_DAYS
        for since, first, start, until, last, end in days
    )


def _span(first: int, last: int, year: str) -> Coverage:
    if not 1 <= first <= last <= 12:
        return {}
    return {month: int(year) for month in range(first, last + 1)}


def _read_days(found: re.Match[str]) -> Coverage:
    """Return the months from one day to another; of a month that stands twice the later one."""
    first_day, first, start, last_day, last, end = found.groups()
    if end is None or not (1 <= int(first) <= 12 and 1 <= int(last) <= 12):
        return {}
    until = int(end) * 12 + int(last) - 1
    since = int(start or end) * 12 + int(first) - 1
    if until - since in (1, 12) and _LATE <= int(first_day) > int(last_day):
        # A reporting month is named after the month in which it ends.
        since += 1
    if not 0 <= until - since < 13:
        return {}
    return {place % 12 + 1: place // 12 for place in range(since, until + 1)}


def _read_school_year(found: re.Match[str]) -> Coverage:
    first, second = int(found[1]), int(found[2])
    if second != first + 1:
        return {}
    return {month: first if month >= _SCHOOL_BEGINS else second for month in range(1, 13)}


def _read_range(found: re.Match[str]) -> Coverage:
    first, last = int(found[1]), int(found[3])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return {}
    end = int(found[4]) * 12 + last - 1
    start = int(found[2] or found[4]) * 12 + first - 1
    if not 0 <= end - start < 12:
        return {}
    return {place % 12 + 1: place // 12 for place in range(start, end + 1)}


def _read_months(found: re.Match[str]) -> Coverage:
    count = int(found[1]) if found[1] else _COUNT_WORDS[found[2]]
    if found[3] == "cuoi":
        return _span(13 - count, 12, found[4])
    return _span(1, count, found[4])


def _read_half(found: re.Match[str]) -> Coverage:
    half = found[1] or found[3] or found[6]
    year = found[2] or found[4] or found[5]
    return _span(1, 6, year) if half in ("dau", "1") else _span(7, 12, year)


def _read_quarter(found: re.Match[str]) -> Coverage:
    name = found[1] or found[4]
    quarter = _ROMANS.get(name) or int(name)
    return _span(quarter * 3 - 2, quarter * 3, found[2] or found[3])


def _read_month(found: re.Match[str]) -> Coverage:
    month = int(found[1] or found[4])
    return _span(month, month, found[2] or found[3])


# In this order, each taking its words away: what "quý" or "tháng" is part of a longer phrase is
# not read again as a shorter one.
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Coverage]], ...] = (
    (_SCHOOL_YEAR, _read_school_year),
    (_RANGE, _read_range),
    (_MONTHS, _read_months),
    (_HALF, _read_half),
    (_QUARTER, _read_quarter),
    (_MONTH, _read_month),
)
