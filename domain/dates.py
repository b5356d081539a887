"""Dates as people type them in Vietnamese (and a little English), and as documents write them."""

from datetime import date

from domain.day_words import (
    Doubt,
    Doubtful,
    has_shape,
    meaning_of,
    meaning_of_number,
    written_parts,
)
from domain.errors import InvalidField

# A day in numbers as it stands within a text: "14/6", "14.6.2021".
DAY_SHAPE = r"[0-9]{1,2}[/.\-][0-9]{1,2}(?:[/.\-][0-9]{2,4})?"
FIRST_YEAR, LAST_YEAR = 2000, 2100
_ANY_DAY = date(2021, 6, 15)  # whether words are about a day does not depend on it


def parse_date(text: str, today: date) -> date:
    """Return the date a person typed.

    A date without a year, and a weekday, is the latest such day not after `today`; a date in the
    future is returned as it is. Accents and capitals do not matter; a time of day beside the date
    and words round it are ignored.
    Raises InvalidField: "near_date" (text, past, coming) where the latest such day is over a year
    old, or long past and the coming one near, "vague_date" (text) for what may be several days,
    "weekday_date" (text, past) for a weekday that does not fit, "bad_date" (text) for anything
    else, years outside 2000–2100 included.
    """
    return _day_of(text, meaning_of(text, today))


def parse_answered_date(text: str, today: date) -> date:
    """Return the date typed where a day was asked for: a bare "14" is one too."""
    meant = meaning_of(text, today)
    return _day_of(text, meaning_of_number(text, today) if meant is None else meant)


def _day_of(text: str, meant: date | Doubtful | None) -> date:
    if isinstance(meant, date) and FIRST_YEAR <= meant.year <= LAST_YEAR:
        return meant
    if isinstance(meant, Doubtful) and meant.why is Doubt.NEAR and meant.past and meant.coming:
        raise InvalidField(
            "near_date", text=text, past=meant.past.isoformat(), coming=meant.coming.isoformat()
        )
    if isinstance(meant, Doubtful) and meant.why is Doubt.WEEKDAY and meant.past:
        raise InvalidField("weekday_date", text=text, past=meant.past.isoformat())
    if isinstance(meant, Doubtful) and meant.why in (Doubt.VAGUE, Doubt.MONTH):
        raise InvalidField("vague_date", text=text)
    raise InvalidField("bad_date", text=text)


def date_parts(text: str) -> tuple[int, int, int | None] | None:
    """Return day, month and year (None when not given) as written, even of a day that never was."""
    return written_parts(text)


def looks_like_date(text: str) -> bool:
    """Tell whether the whole text is about a day, even about one that does not exist.

    A month alone is not.
    """
    if "://" in text:
        return False  # the links of all messages come by here
    meant = meaning_of(text, _ANY_DAY)
    if isinstance(meant, Doubtful) and meant.why is Doubt.MONTH:
        return False  # "tháng 6" may as well end a title
    return meant is not None or has_shape(text)


def names_month(text: str) -> bool:
    """Tell whether the text names a month where a day is wanted: "tháng 5", "cuối tháng 5"."""
    meant = meaning_of(text, _ANY_DAY)
    return isinstance(meant, Doubtful) and meant.why is Doubt.MONTH


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
