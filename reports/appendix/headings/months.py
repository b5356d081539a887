"""How a heading names a month: "Tháng 6", "T6/23", "Giêng", "Jan-23", "Tháng 6 (tính đến 20/6)"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.text import search_key

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
MONTH_WORDS = {
    "nhat": 1,
    "muoi mot": 11, "muoi hai": 12, "gieng": 1, "chap": 12, "mot": 1, "hai": 2, "ba": 3, "tu": 4,
    "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "xii": 12, "xi": 11, "viii": 8, "vii": 7, "vi": 6, "iv": 4, "ix": 9, "iii": 3, "ii": 2, "x": 10,
    "v": 5, "i": 1,
}  # fmt: skip
# Roman numerals alone are quarters as well.
_BARE_WORDS = frozenset(word for word in MONTH_WORDS if not set(word) <= set("ivx"))
_ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
# A year of two digits; fewer could be a day, more are no years that a table here has.
_SHORT_YEAR = r"(?:1[5-9]|[23]\d)"
_Y = rf"(?:(?:19|20)\d\d|{_SHORT_YEAR})(?!\d)"
_TAIL = rf"(?:(?: ?[-/.,] ?| )(?:nam )?({_Y}))?"
_NAMED = re.compile(
    rf"(?<![a-z0-9])(?:thang(?: thu)?|thg|th|month|t|m)[ .]*0?(\d{{1,2}})(?!\d){_TAIL}"
)
# "6 tháng năm 2022" are six months, and no May.
_SPELLED = re.compile(
    rf"(?<![a-z0-9])(?<!\d )(?:thang(?: thu)?|thg)[ .]*({'|'.join(MONTH_WORDS)})(?![a-z0-9]){_TAIL}"
)
_ABROAD = re.compile(
    rf"(?<![a-z0-9])({'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _ENGLISH)}|sept)\.?"
    rf"(?:[-/ ']*({_Y}))?(?![a-z0-9])"
)
_ISO = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)[-/.](1[0-2]|0?[1-9])(?![\d/.-]*\d)")
_MONTH_YEAR = re.compile(
    rf"(?<![\d/.-])(1[0-2]|0?[1-9])(?: ?[-/.] ?((?:19|20)\d\d)"
    rf"| ?[-/] ?({_SHORT_YEAR}))(?![\d/.-]*\d)"
)
_RANGE = re.compile(
    r"(?:thang|thg|t)[ .]*\d{1,2} ?(?:-|den|toi|\+|,|va) ?(?:thang |thg |t)?\d{1,2}(?!\d)"
    r"(?! ?/ ?\d)"
)
_BARE = re.compile(r"(1[0-2]|0?[1-9])")
_UNTIL = re.compile(
    r",? ?(?:so lieu )?(?:tinh )?(?:tu (?:ngay )?[\d/.-]+ )?(?:den|toi)(?: het)?(?: ngay)? "
    r"\d{1,2}(?:[/.-]\d{1,2}(?:[/.-]\d{2,4})?)?"
)
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
# The first of a month heads a month where a sheet of Excel was written out as text.
_FIRST_DAY = re.compile(r"0?1[/.](0?[1-9]|1[0-2])[/.]((?:19|20)\d\d)(?: 0?0:00(?::00)?)?")
_FIRST_DAY_ISO = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])-01(?:[ t]00:00(?::00)?)?")
_OLD_MONTH_ONE = "mot"


@dataclass(frozen=True, slots=True)
class MonthText:
    """A month as a text names it: what else the text says stands in `rest` and `remark`."""

    month: int
    year: int | None
    rest: str
    remark: str
    bare: bool = False
    word: str = ""


@lru_cache(maxsize=4096)
def read_month(text: str, *, below_month: bool = False) -> MonthText | None:
    """Return the one month a heading names, None where it names none or several.

    `below_month` says that "Tháng" stands above it, so that a number alone is a month.
    """
    key = search_key(text).strip("*: ")
    if first := _FIRST_DAY.fullmatch(key):
        return MonthText(int(first[1]), int(first[2]), "", "")
    if first := _FIRST_DAY_ISO.fullmatch(key):
        return MonthText(int(first[2]), int(first[1]), "", "")
    outside, remark = _apart(key)
    outside = _UNTIL.sub(" ", outside).strip()
    if not outside or _RANGE.search(outside):
        return None
    found = _find(outside)
    if found is None and below_month and (_BARE.fullmatch(outside) or outside in MONTH_WORDS):
        found = _find(f"thang {outside}")
    if found is None and _BARE.fullmatch(outside):
        return MonthText(int(outside), None, "", remark, bare=True)
    if found is None and outside in _BARE_WORDS:
        return MonthText(MONTH_WORDS[outside], None, "", remark, bare=True, word=outside)
    if found is None:
        return None
    month, year, rest, word = found
    if not 1 <= month <= 12:
        return None
    if _find(rest) is not None:
        return None
    year = year or _only_year(rest) or _year_of_remark(remark, month)
    rest = re.sub(r"\bnam ?(?=(?:19|20)\d\d)", " ", rest)
    return MonthText(month, year, " ".join(YEAR.sub(" ", rest).split()), remark, word=word)


def _apart(key: str) -> tuple[str, str]:
    """Return what stands outside and inside of brackets."""
    inside = re.findall(r"[(\[]([^)\]]*)[)\]]?", key)
    outside = re.sub(r"[(\[][^)\]]*[)\]]?", " ", key)
    if not _find(outside.strip()) and not _BARE.fullmatch(outside.strip()):
        return key, ""
    return " ".join(outside.split()), " ".join(inside)


def _find(key: str) -> tuple[int, int | None, str, str] | None:
    """Return month, year and the rest of the first month in a key."""
    for pattern in (_NAMED, _SPELLED, _ISO, _MONTH_YEAR, _ABROAD):
        found = pattern.search(key)
        if found is None:
            continue
        word = ""
        if pattern is _NAMED:
            month, year = int(found[1]), found[2]
        elif pattern is _SPELLED:
            month, year, word = MONTH_WORDS[found[1]], found[2], found[1]
        elif pattern is _ISO:
            month, year = int(found[2]), found[1]
        elif pattern is _MONTH_YEAR:
            month, year = int(found[1]), found[2] or found[3]
        else:
            month = next(n for n, name in enumerate(_ENGLISH, 1) if name[:3] == found[1][:3])
            year = found[2]
        rest = f"{key[: found.start()]} {key[found.end() :]}".strip()
        return month, _full_year(year), rest, word
    return None


def _full_year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _only_year(key: str) -> int | None:
    years = {int(year) for year in YEAR.findall(key)}
    return years.pop() if len(years) == 1 else None


def _year_of_remark(remark: str, month: int) -> int | None:
    """Return the year of the month in "15/12/2022-14/01/2023", or the only year in brackets."""
    dates = {int(y) for _, m, y in _DATE.findall(remark) if int(m) == month}
    if len(dates) == 1:
        return dates.pop()
    return None if _DATE.search(remark) else _only_year(remark)


def with_old_names(words: list[str], months: list[int]) -> list[int]:
    """Return the months, "tháng một" being the eleventh where "Giêng" is the first."""
    if "gieng" in words and _OLD_MONTH_ONE in words:
        return [
            11 if word == _OLD_MONTH_ONE else month
            for word, month in zip(words, months, strict=True)
        ]
    return months
