"""What a text chooses from the buttons of a message: their place in it, or what one says."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from domain.conversation.replies import may_forbid
from domain.text import search_key

# Of several lists on show, the newest alone takes numbers.
ONE_LIST = frozenset({"zalo"})

# Later, what a person sees last may be a reminder that offers nothing.
LASTS = timedelta(hours=1)
# A reminder that offers articles is read when there is time for it.
REMINDER_LASTS = timedelta(days=1)

LABEL_LIMIT = 64  # longer than any label
_NUMBER = re.compile(
    r"\s*(?:(?:(?:dạ|da|em)[\s,]+)?(?:chọn|chon|bấm|bam|nút|nut)\s+(?:(?:số|so|nút|nut)\s+)?)?"
    r"([0-9]{1,3})\s*[.)]?(?:[\s,]+(?:ạ|a|nhé|nhe|nha|nhá))*[\s.!]*",
    re.IGNORECASE,
)


def typed_place(text: str) -> int | None:
    """Return the number that a text is: `2`, `2.`, `2)`, `2 ạ`, `chọn số 2`; else None."""
    match = _NUMBER.fullmatch(text)
    return int(match[1]) if match else None


def chose_question(text: str, typed: str, *, used: bool) -> bool:
    """Tell whether a number is the one that was `typed` to be asked what is asked now.

    So is (`used`) another of a list that was chosen from. With a zero before it, which no list has,
    it is an answer. `typed` is "" where no number was typed.
    """
    if not typed or text == typed:
        return bool(typed)
    return (used or typed_place(text) == typed_place(typed)) and not text.startswith("0")


def may_choose(text: str) -> bool:
    """Tell whether a text is short enough to name a button."""
    return len(text) <= LABEL_LIMIT and "\n" not in text


def chosen(text: str, labels: Sequence[str]) -> int | None:
    """Return which label a text means, from 0: by its place (from 1) or its words, accents aside.

    Words that several labels have choose none; "đừng" is no "Đúng", whose accents it has not.
    """
    place = typed_place(text)
    if place is not None:
        return place - 1 if 1 <= place <= len(labels) else None
    key = search_key(text)
    found = [number for number, label in enumerate(labels) if search_key(label) == key]
    found = [number for number in found if may_forbid(text) <= may_forbid(labels[number])]
    return found[0] if key and len(found) == 1 else None


# What politeness puts round a choice, on search keys.
_LEAD = re.compile(r"(?:(?:da|vang|em|minh|toi|cho|xin|muon|ghi|lay|chon|nhan)[\s,]+)+")
_TAIL = re.compile(
    r"(?:[\s,]+(?:a|ah|nhe|nha|di|thoi|luon|voi|gium|giup|em|anh|chi|ban|bot|nay|tren|do))+$"
)
_ALL = re.compile(r"(?:tat ca|toan bo)(?: cac)?(?: bai| tin)?")
# "Hết ạ" rather says that there is no more.
_WHOLE = re.compile(
    r"het(?: cac)?(?: bai)?(?: nay)?"
    r"|(?:(?:da|vang|em) )*(?:ghi |lay |chon )+het(?: cac)?(?: bai)?(?: nay)?(?: (?:a|nhe|nha|di))*"
)
_ALL_OF = re.compile(r"ca (hai|ba|bon|nam|sau|[2-9])(?: bai| tin)?")
_COUNTS = {"hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6}
_SOME = re.compile(
    r"(?:bai |so )*([0-9]{1,2}(?:(?:\s*[,;+&]\s*|\s+)(?:va |voi )?(?:bai |so )?[0-9]{1,2})+)"
)
_RANGE = re.compile(r"(?:bai |so |tu )*([0-9]{1,2})\s*(?:[-–]|den|toi)\s*(?:bai |so )?([0-9]{1,2})")
_ONE = re.compile(r"(?:(?:bai|tin|so|muc|cai) )*([0-9]{1,2})")
# "Thứ hai" alone is a Monday.
_ORDINAL = re.compile(
    r"(?:bai|tin|cai|muc) (?:thu ([0-9]|nhat|hai|ba|bon|tu|nam|sau)|(dau)(?: tien)?"
    r"|(cuoi)(?: cung)?)"
)
_ORDINALS = _COUNTS | {"nhat": 1, "tu": 4, "dau": 1}


def several(text: str, count: int) -> tuple[int, ...] | None:
    """Return the places (from 0) that a text names among `count`: "cả hai ạ", "1 và 3", "tất cả".

    None where it names no more than one; empty where what it names is not there.
    """
    key = _bare(text)
    if _ALL.fullmatch(key) or _WHOLE.fullmatch(search_key(text).strip(" .!")):
        return tuple(range(count))
    if found := _ALL_OF.fullmatch(key):
        wanted = _COUNTS.get(found[1]) or int(found[1])
        return tuple(range(count)) if wanted == count else ()
    if found := _SOME.fullmatch(key):
        return _among([int(number) for number in re.findall(r"[0-9]+", found[1])], count)
    return None


def on_show(text: str, count: int) -> tuple[int, ...] | None:
    """Return the places that a text names of a list of `count` which its person has before them.

    So may "1-2", "bài 1" and "bài thứ hai" then, beside what `several` takes. None also for a
    number that the list has not: it may be an article's.
    """
    key = _bare(text)
    if found := _RANGE.fullmatch(key):
        return _among(range(int(found[1]), int(found[2]) + 1), count)
    if found := _ONE.fullmatch(key):
        return _among([int(found[1])], count) or None
    if found := _ORDINAL.fullmatch(key):
        word = found[1] or found[2] or found[3]
        place = count if word == "cuoi" else _ORDINALS.get(word)
        return _among([place or int(word)], count)
    return several(text, count)


def _bare(text: str) -> str:
    """Return a text's search key without what politeness puts round it, "" of a long text."""
    if not may_choose(text):
        return ""
    key = search_key(text).strip(" .!")
    lead = _LEAD.match(key)
    return _TAIL.sub("", key[lead.end() :] if lead else key).strip(" .!,")


def _among(numbers: Iterable[int], count: int) -> tuple[int, ...]:
    """Return the places of numbers, empty where one is not among `count` or there is none."""
    places = tuple(dict.fromkeys(number - 1 for number in numbers))
    return places if all(0 <= place < count for place in places) else ()
