"""The names people give a period: the grammar alone, without the board's rule or a calendar.

Everything here works on search keys, so accents and capitals do not matter.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.number_words import ENGLISH_MONTHS, ENGLISH_NUMBERS
from domain.text import clean_line, search_key


class Span(StrEnum):
    """The kinds of periods that have a name."""

    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    FIRST_MONTHS = "first_months"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A named period: which half, quarter or month, or how many first months, and of what year.

    `year` is None where the words name none.
    """

    span: Span
    number: int
    year: int | None


_NUMBERS = {
    "muoi mot": 11,
    "muoi hai": 12,
    "muoi": 10,
    "gieng": 1,
    "chap": 12,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ENGLISH_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}

# No name is longer; what is would be slow to search for one.
_LONGEST_NAME = 100
_NUMBER = "|".join(_NUMBERS)
# "tư" never counts, and looks like "từ" (from) without its tone.
_COUNT_OF_MONTHS = re.compile(rf"\b(?!tu )({_NUMBER}) thang\b")
# "6 tháng năm 2021" is a count and a year; "tháng năm 2021" is May.
_NUMBER_OF_MONTH = re.compile(rf"(?<![0-9] )\b(thang|quy)(?: thu)? ({_NUMBER})\b(?! thang)")
_FILLERS = re.compile(
    r"(?:(?:cho(?: (?:toi|em|minh|anh|chi))?|xin|gui|lay|xem|lap|lam|muon|can|bao cao|bc|b/c|bcao|"
    r"ket qua|so lieu|thong ke|tong hop|trong|"
    r"cua|ky|for|the|in|report|so ket|tong ket|giai doan|thoi gian|cong tac|hoat dong|tuyen truyen|"
    r"tin,? bai|giup(?: em| toi| minh| anh| chi)?|luy ke)\s+)+"
)
_COURTESY = re.compile(
    r"\s+(?:nhe|nha|a|ah|voi|di|gium|ho|giup|(?:giup |gium |ho |cho )(?:em|toi|minh|chi|anh|voi)|"
    r"em|chi|anh|please|a em|duoc khong|duoc k|report)$"
)
# "kỳ trước" is the half-year before: the period that boards report on.
_TERM = re.compile(
    r"\bky(?: bao cao)? (?=(?:nay|hien tai|hien nay|truoc|vua roi|vua qua|roi|qua|toi|sau)\b)"
)
# "1 năm qua" is a year's time, "tháng 1 năm qua" would be a month.
_TIME_AGO = re.compile(r"nam (?:truoc|roi|qua|vua roi|vua qua)")
_EARLY_IN_YEAR = re.compile(r"^(?:ky |trong |bao cao )?dau nam(?= (?:[0-9]{4}|nay|ngoai|truoc)$)")
_WHOLE_TERMS = {
    "so ket": "6 thang dau nam",
    "tong ket": "ca nam",
    "tong ket cuoi nam": "ca nam",
    "bao cao so ket": "6 thang",
    "luy ke": "tu dau nam den nay",
    "trong tuan": "tuan nay",
    "trong thang": "thang nay",
    "trong quy": "quy nay",
    "trong nam": "nam nay",
    "2 quy dau nam": "6 thang dau nam",
}
_SHORT_COUNT = re.compile(
    r"(?<![0-9/.\-])\b([0-9]{1,2}) ?(?:th|t)(?:\b|(?=[0-9]{4}))(?!\s*[0-9]{1,2}(?![0-9]))"
)
_GLUED_YEAR = re.compile(r"\b([0-9]{4})([hq][1-4])\b")
_SHORT_YEAR = re.compile(r"(.*[a-z][^a-z\n]*?)\s*(?:[/\-]|\bnam )\s*(1[3-9]|[2-9][0-9])")
_HALF_YEAR_CODE = re.compile(r"\b([1-4])([hq])(?=\s*[/\-]?\s*[0-9]{2,4}\b)")
_YEAR_LAST = re.compile(
    r"(.*?)(?:^|(?<![\s,/.\-])[\s,/.\-]+)(?:(?:cua|of|in)\s+)?(?:(?:nam|year)\s+)?([0-9]{4})"
)
_YEAR_FIRST = re.compile(r"(?:nam )?([0-9]{4})[\s,/.\-]+(.+)")
_MONTH_AND_SHORT_YEAR = re.compile(r"(0?[1-9]|1[0-2])[/\-](2[0-9])")
_YEAR_BY_NAME = re.compile(
    r"(.*?)\s*(?:(?:cua|of)\s+)?"
    r"\b(nam nay|this year|nam ngoai|nam truoc|nam roi|nam qua|nam vua roi|nam vua qua|last year"
    r"|nam kia)"
)
_YEARS_BACK = {"nam nay": 0, "this year": 0, "nam kia": 2}
# Whoever writes "tháng" with its mark means next by "sau"; June would be "tháng sáu".
_NEXT = re.compile(r"(?<![0-9] )\b(tháng|quý) sau\b")
# "6 tháng qua" may be counted from today, as "3 tháng qua" is.
_NEIGHBOUR = re.compile(
    r"(thang|quy|half|(?:nua nam|6 thang)(?! (?:vua )?(?:roi|qua)\b))"
    r" (nay|hien tai|hien nay|truoc nua|truoc|vua roi|vua qua|roi|qua|toi|tiep theo|ke tiep"
    r"|(?<=half )sau)"
)
_NEIGHBOUR_ENGLISH = re.compile(r"(this|current|last|previous|next) (month|quarter|half)")
_ENGLISH_COUNT = re.compile(rf"\b({'|'.join(ENGLISH_NUMBERS)})(?= (?:months|quarters)\b)")
_SIZES = {"thang": 1, "month": 1, "quy": 3, "quarter": 3}
_NOW = frozenset({"nay", "hien tai", "hien nay", "this", "current"})
_LATER = frozenset({"toi", "tiep theo", "ke tiep", "sau", "next"})
_HALF = re.compile(
    r"(?:6 thang|nua)(?: nam)? (dau|cuoi|sau)(?: nam)?|h\s?([12])|(first|second) half(?: year)?"
    r"|dau nam|giua nam|nua nam|(?:2|hai) quy dau(?: nam)?|(?:2|hai) quy (cuoi)(?: nam)?"
)
_QUARTER = re.compile(
    r"(?:quy|q|quarter)\.?\s*(?:thu )?([1-4]|i{1,3}|iv)|(first|second|third|fourth) quarter"
)
_JUST_PAST = re.compile(r"\b(quy (?:[1-4]|i{1,3}|iv)) (?:vua roi|vua qua)$")
_FIRST_QUARTER = re.compile(r"quy (?:dau|nhat|thu nhat)(?: nam)?")
_LAST_QUARTER = re.compile(r"(?:3 thang|quy) cuoi(?: nam)?")
_YEAR = re.compile(r"(?:ca|nguyen|tron|het)(?: nam)?|nam|(?:whole |full )?year|whole|all|12 thang")
_MONTH = re.compile(r"(?:thang|thg|th|t|month)\.?\s*([0-9]{1,2})(?: (?:vua roi|vua qua))?")
_FIRST_MONTHS = re.compile(
    r"([0-9]{1,2})\s*(?:thang(?: dau)?(?: cua)?(?: nam)?|m|months)|first ([0-9]{1,2}) months"
)
_OTHER_NAMES = {3: (Span.QUARTER, 1), 6: (Span.HALF, 1), 12: (Span.YEAR, 1)}


def period_key(text: str) -> str:
    """Return the search key of a period's name, its numbers in figures, without filler words.

    A text too long for a name has the key "".
    """
    if len(text) > _LONGEST_NAME:
        return ""
    spelled = _NEXT.sub(r"\1 tới", clean_line(text).lower())
    key = _GLUED_YEAR.sub(r"\1 \2", search_key(spelled).strip(" .,:;!?()\"'“”"))
    key = re.sub(r"\bki(?= )", "ky", re.sub(r"\bqui\b", "quy", key)).replace("half-year", "half")
    shorter = _COURTESY.sub("", key)
    while shorter != key:
        key, shorter = shorter, _COURTESY.sub("", shorter)
    key = _JUST_PAST.sub(r"\1", _TERM.sub("half ", key))
    key = _WHOLE_TERMS.get(key, key)
    key = _EARLY_IN_YEAR.sub("6 thang dau nam", key)
    key = _HALF_YEAR_CODE.sub(r"\2\1 ", key)
    key = _SHORT_COUNT.sub(r"\1 thang ", key).replace("  ", " ").strip()
    key = _ENGLISH_COUNT.sub(lambda match: str(ENGLISH_NUMBERS[match[1]]), key)
    key = _COUNT_OF_MONTHS.sub(lambda match: f"{_NUMBERS[match[1]]} thang", key)
    key = _NUMBER_OF_MONTH.sub(lambda match: f"{match[1]} {_NUMBERS[match[2]]}", key)
    fillers = _FILLERS.match(key)
    key = key[fillers.end() :] if fillers else key
    return _WHOLE_TERMS.get(key, key)


def read_named_span(key: str, this_year: int, this_month: int) -> NamedSpan | None:
    """Return the period that a key of `period_key` names, or None.

    `this_year` and `this_month` name the current reporting month, from which "tháng trước" and
    "năm nay" count.
    """
    relative = _read_relative(key, this_year, this_month)
    if relative:
        return relative
    base, year = _take_year(key, this_year)
    if year is not None:
        if not base:
            return NamedSpan(Span.YEAR, 1, year)
        if base.isascii() and base.isdigit():
            return _month(int(base), year)
    return _read_base(base, year)


def _read_relative(key: str, year: int, month: int) -> NamedSpan | None:
    if match := _NEIGHBOUR.fullmatch(key):
        months, which = _SIZES.get(match[1], 6), match[2]
    elif match := _NEIGHBOUR_ENGLISH.fullmatch(key):
        months, which = _SIZES.get(match[2], 6), match[1]
    else:
        return None
    span = {1: Span.MONTH, 3: Span.QUARTER}.get(months, Span.HALF)
    step = 0 if which in _NOW else 1 if which in _LATER else -2 if which == "truoc nua" else -1
    place, size = (month - 1) // months + step, 12 // months
    return NamedSpan(span, place % size + 1, year + place // size)


def _take_year(key: str, this_year: int) -> tuple[str, int | None]:
    """Split the year from the rest of a name."""
    match = _YEAR_BY_NAME.fullmatch(key)
    if match and not (match[1].isdigit() and _TIME_AGO.fullmatch(match[2])):
        return match[1], this_year - _YEARS_BACK.get(match[2], 1)
    match = _YEAR_LAST.fullmatch(key)
    if match:
        return match[1], int(match[2])
    match = _YEAR_FIRST.fullmatch(key)
    if match:
        return match[2], int(match[1])
    match = _MONTH_AND_SHORT_YEAR.fullmatch(key)
    if match:
        return match[1], 2000 + int(match[2])
    match = _SHORT_YEAR.fullmatch(key)
    if match and _read_base(match[1], None) is not None:
        return match[1], 2000 + int(match[2])
    return key, None


def _read_base(base: str, year: int | None) -> NamedSpan | None:
    if match := _HALF.fullmatch(base):
        first = not any(match.groups()) or match[1] == "dau" or match[2] == "1"
        first = first or match[3] == "first"
        return NamedSpan(Span.HALF, 1 if first else 2, year)
    if match := _QUARTER.fullmatch(base):
        number = _ENGLISH_ORDINALS[match[2]] if match[2] else _ROMAN.get(match[1]) or int(match[1])
        return NamedSpan(Span.QUARTER, number, year)
    if _FIRST_QUARTER.fullmatch(base):
        return NamedSpan(Span.QUARTER, 1, year)
    if _LAST_QUARTER.fullmatch(base):
        return NamedSpan(Span.QUARTER, 4, year)
    if _YEAR.fullmatch(base):
        return NamedSpan(Span.YEAR, 1, year)
    if base in ENGLISH_MONTHS:
        return _month(ENGLISH_MONTHS[base], year)
    if match := _MONTH.fullmatch(base):
        return _month(int(match[1]), year)
    if match := _FIRST_MONTHS.fullmatch(base):
        return _first_months(int(match[1] or match[2]), year)
    return None


def _month(number: int, year: int | None) -> NamedSpan | None:
    return NamedSpan(Span.MONTH, number, year) if 1 <= number <= 12 else None


def _first_months(count: int, year: int | None) -> NamedSpan | None:
    if count in _OTHER_NAMES:
        return NamedSpan(*_OTHER_NAMES[count], year)
    return NamedSpan(Span.FIRST_MONTHS, count, year) if 2 <= count <= 11 else None
