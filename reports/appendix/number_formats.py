"""What a number format of Excel shows of a value: the usual way to hide a cell is the format ;;;"""

import re
from dataclasses import dataclass
from functools import lru_cache

# Texts in quotes, an escaped character, a gap, a filling, a colour or a country in brackets.
_BESIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_CONDITION = re.compile(r"\[[<>=]")
_PLACES = re.compile(r"[0#?@]|general|[dmyhseabg]", re.IGNORECASE)
# A gap or a filling shows nothing: "_₫" only leaves the room that the sign would take.
_GAPS = re.compile(r"[_*].")
# A text that turns the number into another, or into money.
_TURNS = re.compile(r"[0-9%₫$€£¥]|\b(?:đ|đồng|vn[dđ])\b", re.IGNORECASE)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]')
_MONTH = re.compile(r"(?:tháng|thang|thg|t)[ .]*", re.IGNORECASE)
# A comma behind the last place of the whole part divides by a thousand.
_DIVIDES = re.compile(r"[0#?],+(?![,0#?])")


@dataclass(frozen=True, slots=True)
class ShownOtherwise:
    """A number that a cell's format shows as something else: 0.05 as 5%, 3000 as 3, 3 as 3 đ."""

    stored: int | float
    sign: str

    def __str__(self) -> str:
        return f"{self.stored * 100:g}%" if self.sign == "%" else f"{self.stored:.15g}"

    @property
    def is_money(self) -> bool:
        """Whether the format shows a sum of money."""
        return self.sign not in "%,0123456789"


def is_hidden(number_format: str, value: object) -> bool:
    """Tell whether the format shows nothing of a value that is no blank and no zero.

    A zero that a format hides is a zero all the same, as tables are printed without them. What
    shows a text of its own instead of the number ("-") hides it as well.
    """
    if not may_hide(number_format):
        return False
    sign = 0
    if isinstance(value, (int, float)):
        if not value:
            return False
        sign = 1 if value > 0 else -1
    return _hides(number_format, sign, is_text=isinstance(value, str))


@lru_cache(maxsize=1024)
def may_hide(number_format: str) -> bool:
    """Tell whether there are values of which a format shows nothing."""
    return ";" in number_format or _hides(number_format, 1, is_text=False)


@lru_cache(maxsize=1024)
def _hides(number_format: str, sign: int, *, is_text: bool) -> bool:
    if not number_format or _CONDITION.search(number_format):
        return False
    sections = _BESIDE.sub("", number_format).split(";")
    if is_text:
        return len(sections) > 3 and not _PLACES.search(sections[3])
    return not _PLACES.search(sections[1 if sign < 0 else 0])


def as_shown(number_format: str, value: object) -> object:
    """Return a number whose format shows another one as ShownOtherwise, a month's as its text."""
    if number_format == "General" or not value or type(value) is bool:
        return value
    if not isinstance(value, (int, float)):
        return value
    if words := month_words(number_format):
        return f"{words} {value:g}"
    sign = turns(number_format)
    return value if sign is None else ShownOtherwise(value, sign)


@lru_cache(maxsize=1024)
def month_words(number_format: str) -> str:
    """Return the words by which a format shows a number as a month ("Tháng "0), "" for none."""
    if '"' not in number_format:
        return ""
    words = "".join(filter(None, (found[1] for found in _LITERAL.finditer(number_format))))
    return words.strip() if _MONTH.fullmatch(words) else ""


@lru_cache(maxsize=1024)
def turns(number_format: str) -> str | None:
    """Return by which sign a format shows another number, None where it shows the number itself."""
    for section in _GAPS.sub("", number_format).split(";")[:2]:
        plain = _LITERAL.sub("", section)
        if "%" in plain:
            return "%"
        if _DIVIDES.search(plain):
            return ","
        for found in _LITERAL.finditer(section):
            if sign := _TURNS.search("".join(filter(None, found.groups()))):
                return sign[0]
        if sign := re.search("[₫$€£¥]", plain):
            return sign[0]
    return None
