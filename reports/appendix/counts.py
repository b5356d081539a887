"""Which cells are a whole number, which are blank, and which are neither."""

import re
import unicodedata

from domain.text import clean_line

# More articles a month than any board has; it keeps a phone number or a sum of money out.
MAX_COUNT = 1_000_000
_DASHES = re.compile(r"[-–—−‐‑‒―]{1,3}")
_WHOLE = re.compile(r"([0-9]{1,9})(?:[.,]0{1,2})?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+)")


class NotACountError(ValueError):
    """The cell holds something that is no whole number ≥ 0 and not blank."""


def read_count(value: object) -> int | None:
    """Return the number of a cell, None for a blank one (or a dash).

    A text may have spaces round it, leading zeros, full-width digits, thousands grouped by points
    or spaces ("1.234"), or an empty decimal part ("7.0"). Raises NotACountError.
    """
    if value is None:
        return None
    if isinstance(value, bool):
        raise NotACountError
    if isinstance(value, int):
        return _checked(value)
    if isinstance(value, float):
        if not value.is_integer():
            raise NotACountError
        return _checked(int(value))
    if not isinstance(value, str):
        raise NotACountError
    if not value:
        return None
    text = clean_line(unicodedata.normalize("NFKC", value))
    if not text or _DASHES.fullmatch(text):
        return None
    if whole := _WHOLE.fullmatch(text):
        return _checked(int(whole[1]))
    if len(text) < 16 and _GROUPED.fullmatch(text):
        return _checked(int(text.replace(".", "").replace(" ", "")))
    raise NotACountError


def _checked(count: int) -> int:
    if not 0 <= count <= MAX_COUNT:
        raise NotACountError
    return count
