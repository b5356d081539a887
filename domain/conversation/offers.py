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
