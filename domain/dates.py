"""Dates as people type them in Vietnamese (and a little English), and as documents write them."""

import re
from datetime import date, timedelta

from domain.errors import InvalidField
from domain.text import search_key

FIRST_YEAR, LAST_YEAR = 2000, 2100

_SEPARATOR = r"\s*[/.\-–‐‑]\s*"
_TIME = re.compile(
    r"(?:\s*[,\-]?\s*|t)[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2})?(?:\s*\(?(?:gmt|utc)?\+0?7(?::?00)?\)?)?$"
)
_DAY_FIRST = re.compile(
    rf"([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}})(?:{_SEPARATOR}([0-9]{{4}}|[0-9]{{2}}))?"
)
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}){_SEPARATOR}([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}})")
_IN_WORDS = re.compile(
    r"([0-9]{1,2}) thang ([0-9]{1,2})(?:(?:,? nam |\s*[/\-,]\s*| )([0-9]{4}|[0-9]{2}))?"
)
_TIME_BEFORE = re.compile(r"[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2})?[\s,\-]+")
_PREFIX = re.compile(r"(?:ngay|mung|mong|hom|date|on)\s+(?=[0-9])")
_SHAPE = re.compile(
    r"[0-9]{1,4}(?:\s*[/.\-–‐‑]+\s*[0-9]{1,5}){1,3}[/.\-]?"
    r"|[0-9]{1,4} thang [0-9]{1,4}(?:\D{1,6}[0-9]{1,5})?"
    r"|thu [0-9]{1,2}"
)
_RELATIVE = {
    "hom nay": 0,
    "bua nay": 0,
    "sang nay": 0,
    "trua nay": 0,
    "chieu nay": 0,
    "toi nay": 0,
    "today": 0,
    "hom qua": -1,
    "bua qua": -1,
    "toi qua": -1,
    "yesterday": -1,
    "hom kia": -2,
    "bua kia": -2,
    "ngay mai": 1,
    "mai": 1,
    "tomorrow": 1,
}
_WEEKDAYS = (
    ("thu hai", "thu 2", "t2", "monday"),
    ("thu ba", "thu 3", "t3", "tuesday"),
    ("thu tu", "thu 4", "t4", "wednesday"),
    ("thu nam", "thu 5", "t5", "thursday"),
    ("thu sau", "thu 6", "t6", "friday"),
    ("thu bay", "thu 7", "t7", "saturday"),
    ("chu nhat", "cn", "sunday"),
)
_WEEKDAY = {name: day for day, names in enumerate(_WEEKDAYS) for name in names}
_WEEKDAY_PREFIX = re.compile(rf"(?:{'|'.join(sorted(_WEEKDAY, key=len, reverse=True))})\b[\s,]*")
_LAST_WEEK = " tuan truoc"


def parse_date(text: str, today: date) -> date:
    """Return the date a person typed.

    A date without a year, and a weekday, is the latest such day not after `today`; a date in the
    future is returned as it is. Accents and capitals do not matter; a weekday or a time of day
    beside the date is ignored. Raises InvalidField("bad_date", text=...) for anything else, years
    outside 2000–2100 included.
    """
    key = _key(text)
    if key in _RELATIVE:
        return today + timedelta(days=_RELATIVE[key])
    weekday = _parse_weekday(key, today)
    if weekday is not None:
        return weekday
    read = date_parts(text)
    if read is None:
        raise InvalidField("bad_date", text=text)
    day, month, year = read
    try:
        if year is None:
            return _latest(day, month, today)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise InvalidField("bad_date", text=text)
        return date(year, month, day)
    except ValueError:
        raise InvalidField("bad_date", text=text) from None


def date_parts(text: str) -> tuple[int, int, int | None] | None:
    """Return day, month and year (None when not given) as written, even of a day that never was."""
    bare = _bare(_key(text))
    match = _YEAR_FIRST.fullmatch(bare)
    if match:
        return int(match[3]), int(match[2]), int(match[1])
    match = _DAY_FIRST.fullmatch(bare) or _IN_WORDS.fullmatch(bare)
    if not match:
        return None
    year = match[3]
    if year is None:
        return int(match[1]), int(match[2]), None
    return int(match[1]), int(match[2]), int(year) + (2000 if len(year) == 2 else 0)


def looks_like_date(text: str) -> bool:
    """Tell whether the whole text has the shape of a date, even of one that does not exist."""
    key = _key(text)
    if key in _RELATIVE or key.removesuffix(_LAST_WEEK) in _WEEKDAY:
        return True
    return date_parts(text) is not None or _SHAPE.fullmatch(_bare(key)) is not None


def format_date(day: date) -> str:
    """Return a date as chat writes it: 29/7/2021."""
    return f"{day.day}/{day.month}/{day.year}"


def padded_date(day: date) -> str:
    """Return a date in figures with the decree's padding: 05/01/2022, 29/7/2021."""
    return f"{day.day:02d}/{_padded_month(day)}/{day.year}"


def long_date(day: date) -> str:
    """Return a date as documents write it: ngày 05 tháng 01 năm 2022.

    Days below 10 and months 1 and 2 are padded, other months are not (Decree 30/2020/NĐ-CP,
    Appendix I).
    """
    return f"ngày {day.day:02d} tháng {_padded_month(day)} năm {day.year}"


def _padded_month(day: date) -> str:
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def _key(text: str) -> str:
    return search_key(text).strip(" .,;!")


def _bare(key: str) -> str:
    """Return the key without a time of day, a weekday and "ngày"."""
    for before in (_TIME_BEFORE, _WEEKDAY_PREFIX, _PREFIX):
        match = before.match(key)
        key = key[match.end() :] if match else key
    return _TIME.sub("", key)


def _parse_weekday(key: str, today: date) -> date | None:
    weekday = _WEEKDAY.get(key.removesuffix(_LAST_WEEK))
    if weekday is None:
        return None
    if key.endswith(_LAST_WEEK):
        return today - timedelta(days=today.weekday() + 7 - weekday)
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _latest(day: int, month: int, today: date) -> date:
    """Return the latest such day not after today; raises ValueError when no year has it.

    Two 29 Februaries are never more than eight years apart.
    """
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError(f"no year has a day {day}/{month}")
