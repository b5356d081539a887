"""What a number format of Excel shows of a value: the usual way to hide a cell is the format ;;;"""

import re
from functools import lru_cache

# Texts in quotes, an escaped character, a gap, a filling, a colour or a country in brackets.
_BESIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_CONDITION = re.compile(r"\[[<>=]")
_PLACES = re.compile(r"[0#?@]|general|[dmyhseabg]", re.IGNORECASE)


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
