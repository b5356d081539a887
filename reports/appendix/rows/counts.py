"""Which cells are a whole number, which are blank, and which are neither."""

import re
import unicodedata

from domain.text import clean_line, search_key

# More articles a month than any board has; it keeps a phone number or a sum of money out.
MAX_COUNT = 1_000_000
_LONGEST_IN_WORDS = 40
_BEGINS_WORDS = frozenset("0123456789kK")
_DASHES = re.compile(r"[-–—−‐‑‒―]{1,3}")
_WHOLE = re.compile(r"([0-9]{1,9})(?:[.,]0{1,2})?")
# A footnote's mark typed behind the number is no digit of it.
_MARKS = "[⁰¹²³⁴-⁹₀-₉①-⓿❶-➓]+"
_FOOTNOTE = re.compile(f"(?<=[0-9]){_MARKS}$")
# "3 tin", "2 tin, 1 bài": how many of each kind.
_KIND = r"(?:tin(?: ?[,/]| va|, va)? ?bai|tin|bai|anh|video|clip|phong su)(?: viet)?"
_OF_KINDS = re.compile(rf"\d{{1,4}} ?{_KIND}(?:(?: ?[,;+&/] ?| va | )\d{{1,4}} ?{_KIND})*\.?")
_NONE = re.compile(r"(?:khong|ko)(?: co)?(?: (?:tin|bai|tin,? ?bai))?")
_TICK = re.compile(r"[xv×✓✔√☑☒+]", re.IGNORECASE)
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+)")


class NotACountError(ValueError):
    """The cell holds something that is no whole number ≥ 0 and not blank."""


def read_count(value: object) -> int | None:
    """Return the number of a cell, None for a blank one (or a dash).

    A text may have spaces round it, leading zeros, full-width digits, thousands grouped by points
    or spaces ("1.234"), or an empty decimal part ("7.0"); a footnote's mark alone is no number.
    "2 tin, 1 bài" are 3, and "Không" is 0. Raises NotACountError.
    """
    if value is None:
        return None
    if type(value) is int:
        return _checked(value)
    if isinstance(value, bool):
        raise NotACountError
    if isinstance(value, float):
        if not value.is_integer():
            raise NotACountError
        return _checked(int(value))
    if not isinstance(value, str):
        raise NotACountError
    if not value:
        return None
    marked = clean_line(value)
    if _FOOTNOTE.search(marked):
        marked = _FOOTNOTE.sub("", marked)
    elif re.fullmatch(_MARKS, marked):
        raise NotACountError
    text = clean_line(unicodedata.normalize("NFKC", marked))
    if not text or _DASHES.fullmatch(text):
        return None
    if whole := _WHOLE.fullmatch(text):
        return _checked(int(whole[1]))
    if len(text) < 16 and _GROUPED.fullmatch(text):
        return _checked(int(text.replace(".", "").replace(" ", "")))
    if len(text) < _LONGEST_IN_WORDS and text[0] in _BEGINS_WORDS:
        told = _read_words(search_key(text))
        if told is not None:
            return _checked(told)
    raise NotACountError


def _read_words(key: str) -> int | None:
    """Return what a count written with its kinds comes to, None for other words."""
    if _OF_KINDS.fullmatch(key):
        return sum(map(int, re.findall(r"\d+", key)))
    return 0 if _NONE.fullmatch(key) else None


def kinds_told(text: str) -> set[str]:
    """Return the keys of the kinds that a count is written with ("3 tin"): {"tin"}."""
    key = search_key(text)
    return set(re.findall(r"[a-z]+", key)) if _OF_KINDS.fullmatch(key) else set()


def is_mark(text: str) -> bool:
    """Tell whether a text only ticks a cell off, and counts nothing."""
    return _TICK.fullmatch(text) is not None


def footnote_mark(text: str) -> str:
    """Return the footnote's mark typed behind a number, "" where there is none."""
    found = _FOOTNOTE.search(text)
    return found[0] if found else ""


def _checked(count: int) -> int:
    if not 0 <= count <= MAX_COUNT:
        raise NotACountError
    return count


def is_count_or_blank(value: object) -> bool:
    """Tell whether a cell's value is a count, a blank or a dash."""
    try:
        read_count(value)
    except NotACountError:
        return False
    return True
