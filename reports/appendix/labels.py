"""The words by which the columns and rows of such tables are known.

All patterns but those for totals match search keys: lower case, marks off.
"""

import re
from dataclasses import dataclass

from domain.text import clean_line, search_key

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NUMBER = {"stt", "s.tt", "tt", "so tt", "so thu tu", "thu tu", "no", "no.", "#"}
_GROUP = {"group", "nhom", "ten nhom", "nhom don vi", "phan nhom", "khoi"}
_UNIT = re.compile(
    r"unit|ten|(?:ten |danh sach )?(?:cac )?(?:co quan|don vi|phong,? ban|to chuc|tac gia"
    r"|cong tac vien|ho (?:va )?ten)(?:[ ,/;(&-].{0,60})?"
)
_TOTAL = re.compile(r"(?:tong|cong|total|ca nam|\d+ thang)(?:[ :,/(].*)?")
_OF_MONEY = re.compile(r"\b(?:tien|nhuan but|kinh phi|diem|xep loai)\b")
# Columns that speak of months and hold no month's count.
_NOT_A_MONTH = re.compile(
    r"luy ke|so voi|cung ky|\bden\b|ty le|%|\btang\b|\bgiam\b|\btong\b|\bcong\b|\bquy\b"
)
_MONTH = re.compile(
    r"(?<![a-z0-9])(?:thang|thg|month|t)[ .]*0?(\d{1,2})"
    r"(?!\d| ?- ?(?:thang |t)?(?:1[0-2]|0?[1-9])(?!\d))"
)
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](1[0-2]|0?[1-9])(?!\d)")
_MONTH_YEAR = re.compile(r"(?<!\d)(1[0-2]|0?[1-9]) ?[-/.] ?((?:19|20)\d\d)(?!\d)")
_BARE = re.compile(r"1[0-2]|0?[1-9]")
_WORDS = (
    "mot",
    "hai",
    "ba",
    "tu",
    "nam",
    "sau",
    "bay",
    "tam",
    "chin",
    "muoi",
    "muoi mot",
    "muoi hai",
)
_WORD_MONTHS = {f"thang {word}": number for number, word in enumerate(_WORDS, 1)}
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_MONTHS = {f"thang {roman}": number for number, roman in enumerate(_ROMANS, 1)}


@dataclass(frozen=True, slots=True)
class MonthLabel:
    """A month as a heading names it; `bare` when only its number stands there."""

    month: int
    year: int | None
    bare: bool = False


def is_number_label(text: str) -> bool:
    """Tell whether the heading is that of the row numbers."""
    return search_key(text) in _NUMBER


def is_group_label(text: str) -> bool:
    """Tell whether the heading is that of the units' groups."""
    return search_key(text) in _GROUP


def is_unit_label(text: str) -> bool:
    """Tell whether the heading is that of the units' names (and not "Đơn vị tính")."""
    if not 2 < len(text) < 80:
        return False
    key = search_key(text)
    return _UNIT.fullmatch(key) is not None and not key.startswith("don vi tinh")


def is_total_label(text: str) -> bool:
    """Tell whether the heading is that of the rows' totals (and not of money)."""
    key = search_key(text)
    return _TOTAL.fullmatch(key) is not None and _OF_MONEY.search(key) is None


def read_month_label(parents: str, label: str) -> MonthLabel | None:
    """Return the month of a heading; `parents` are the headings above it, on one line."""
    key = search_key(label)
    above = search_key(parents)
    if not key or _NOT_A_MONTH.search(key):
        return None
    if found := _ISO.search(key):
        return MonthLabel(int(found[2]), int(found[1]))
    if found := _MONTH_YEAR.search(key):
        return MonthLabel(int(found[1]), int(found[2]))
    year = _only_year(key) or _only_year(above)
    month = _month_number(key)
    if month is None and _BARE.fullmatch(key):
        return MonthLabel(int(key), year, bare=re.search(r"\b(thang|month)\b", above) is None)
    if month is None and re.search(r"\bthang\b", above):
        month = _month_number(f"thang {key}")
    if month is None and not _NOT_A_MONTH.search(above):
        month = _month_number(above)
    return MonthLabel(month, year) if month else None


def _month_number(key: str) -> int | None:
    if found := _MONTH.search(key):
        number = int(found[1])
        return number if 1 <= number <= 12 else None
    return _WORD_MONTHS.get(key) or _ROMAN_MONTHS.get(key)


def _only_year(key: str) -> int | None:
    years = {int(year) for year in YEAR.findall(key)}
    return years.pop() if len(years) == 1 else None


_TOTAL_EXACT = {"tong", "tong cong", "tong so", "cong", "cong nhom", "cong chung", "total"}
_TOTAL_ROW = re.compile(
    r"(?:tổng cộng|tổng số|grand total)\b.*"
    r"|(?:tổng|cộng) *[:(.+].*"
    r"|(?:tổng|cộng) (?:[ivx]+|[a-h]|nhóm|các|mục|phần|chung|toàn|tin|bài|số)\b.*"
    r"|toàn (?:huyện|tỉnh|xã|phường|thành phố|ngành)"
)
_TOTAL_ROW_UNMARKED = re.compile(
    r"(?:tong cong|tong so)(?: *[:(.+].*| (?:[ivx]+|[a-h]|nhom|cac|chung|toan|tin|bai)\b.*)"
)


def is_total_row(name: str) -> bool:
    """Tell whether a row's name is that of a sum ("Cộng nhóm I"), not of a Tổng công ty.

    Only the marks tell "cộng" from "công", so they count wherever the file has them.
    """
    key = search_key(name).rstrip(" :.")
    if key in _TOTAL_EXACT:
        return True
    lowered = clean_line(name).lower()
    if lowered.isascii():
        return _TOTAL_ROW_UNMARKED.fullmatch(lowered) is not None
    return _TOTAL_ROW.fullmatch(lowered) is not None


_OF_GROUP = re.compile(r".*\b(?:nhom|muc|phan)\b.*|(?:tong|cong)[a-z ]*[ (]+(?:[ivx]+|[a-h])\)?")


def is_group_total(name: str) -> bool:
    """Tell whether the sum's name says that it is one group's ("Cộng nhóm", "Cộng (I)")."""
    return _OF_GROUP.fullmatch(search_key(name)) is not None


_HEADING_MARK = re.compile(r"(?:[IVX]{1,5}|[A-Z])")
_HEADING = re.compile(r"((?:[IVX]{1,5}|[A-Z]|[0-9]{1,2}) *[./):–-]+|[IVX]{2,5}(?= )|I(?= )) *(.+)")
_ROMAN_HEADING = re.compile(r"[IVX]{1,5} *[./):–-]+ *\S.*")
_LISTED = re.compile(r"([0-9]{1,4}) *[.)] +(.+)")


def is_heading_mark(number: str) -> bool:
    """Tell whether a row "number" is a group's: a Roman numeral or a capital letter."""
    return _HEADING_MARK.fullmatch(number.strip(" ./):-")) is not None


def has_heading_mark(name: str, *, roman: bool = False) -> bool:
    """Tell whether a name begins with a group's numeral or letter ("I/ …"), or with a Roman one."""
    if roman:
        return _ROMAN_HEADING.fullmatch(name) is not None
    found = _HEADING.fullmatch(name)
    return found is not None and not found[1][0].isdigit()


def group_name(text: str) -> str:
    """Return a group's name without its numeral and colon."""
    line = clean_line(text).rstrip(" :")
    found = _HEADING.fullmatch(line)
    return found[2].rstrip(" :") if found else line


def split_listed(name: str) -> tuple[int | None, str]:
    """Return the number before a unit's name, if any, and the name without it or a bullet."""
    line = clean_line(name)
    if found := _LISTED.fullmatch(line):
        return int(found[1]), found[2]
    return None, line.lstrip("-–+•*· ") or line
