"""What a text chooses from the buttons of a message: their place in it, or what one says."""

import re
from collections.abc import Sequence
from datetime import timedelta

from domain.text import search_key

# Of several lists on show, the newest alone takes numbers.
ONE_LIST = frozenset({"zalo"})

# Later, what a person sees last may be a reminder, whose buttons are not kept.
LASTS = timedelta(hours=1)

LABEL_LIMIT = 64  # longer than any label
_NUMBER = re.compile(r"\s*([0-9]{1,3})\s*[.)]?\s*")


def typed_place(text: str) -> int | None:
    """Return the number that a text is, written `2`, `2.` or `2)`, else None."""
    match = _NUMBER.fullmatch(text)
    return int(match[1]) if match else None


def may_choose(text: str) -> bool:
    """Tell whether a text is short enough to name a button."""
    return len(text) <= LABEL_LIMIT and "\n" not in text


def chosen(text: str, labels: Sequence[str]) -> int | None:
    """Return which label a text means, from 0: by its place (from 1) or its words, accents aside.

    Words that several labels have choose none.
    """
    place = typed_place(text)
    if place is not None:
        return place - 1 if 1 <= place <= len(labels) else None
    key = search_key(text)
    found = [number for number, label in enumerate(labels) if search_key(label) == key]
    return found[0] if key and len(found) == 1 else None


_ALL = re.compile(r"(?:ghi |lay |chon )*(?:tat ca|toan bo|het)(?: cac)?(?: bai)?(?: nay)?")
_ALL_OF = re.compile(r"(?:ghi |lay |chon )*ca (hai|ba|bon|nam|sau|[2-9])(?: bai)?(?: nay)?")
_COUNTS = {"hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6}
_SOME = re.compile(
    r"(?:ghi |lay |chon )*(?:bai |so )*([0-9]{1,2}(?:(?:\s*[,;+&]\s*|\s+)"
    r"(?:va |voi )?(?:bai |so )?[0-9]{1,2})+)"
)


def several(text: str, count: int) -> tuple[int, ...] | None:
    """Return the places (from 0) that a text names among `count`: "cả hai", "1 và 3", "tất cả".

    None where it names no more than one; empty where what it names is not there.
    """
    if not may_choose(text):
        return None
    key = search_key(text).strip(" .!")
    if _ALL.fullmatch(key):
        return tuple(range(count))
    if found := _ALL_OF.fullmatch(key):
        wanted = _COUNTS.get(found[1]) or int(found[1])
        return tuple(range(count)) if wanted == count else ()
    if found := _SOME.fullmatch(key):
        places = dict.fromkeys(int(number) - 1 for number in re.findall(r"[0-9]+", found[1]))
        return tuple(places) if all(0 <= place < count for place in places) else ()
    return None
