"""Whether a paragraph of the board says what a generated sentence says, so that it is said once."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from domain.text import search_key

# Two sentences as like as this say the same, whatever their figures.
SAME = 86
# Where a sentence is about one figure: its count, or the things it lists, tell it apart.
_OF_FIGURES = frozenset({"documents", "pages"})
# A figure of more digits than a year has.
_YEAR = 4
_SHORTEST_ITEM = 4
_SHARES = re.compile(r"(?<![0-9/])[0-9]+/[0-9]+(?![0-9/])")
_DIGITS = re.compile(r"[0-9][0-9.]*")
_COUNTED = re.compile(r"(?P<name>[^;,0-9]*)(?P<count>[0-9][0-9.]*)(?P<thing>(?: [a-z]+){0,2})")
_WORDS = (
    "mot",
    "hai",
    "ba",
    "bon",
    "nam",
    "sau",
    "bay",
    "tam",
    "chin",
    "muoi",
)
# What a board does with what is there already, other than to open it or put it on the site.
_OTHERWISE = re.compile(r"\b(?:duy tri|tiep tuc|dong|xoa|bo|go|dung|tam dung|nang cap|chinh sua)\b")


def says_the_same(section: str, note: str, text: str) -> bool:
    """Tell whether a paragraph of the board says what a section's generated sentence says."""
    one, other = search_key(note).strip(" .;"), search_key(text).strip(" .;")
    if one == other or fuzz.ratio(one, other) >= SAME or (len(other) > 20 and other in one):
        return True
    counted, listed = _counts_alike(one, other), _lists_alike(one, other)
    if counted and listed:
        return True
    if section in _OF_FIGURES and (listed or (counted and not _lists_others(one, other))):
        return True
    # Or it gives the same figures in other words: a large one, or a share as 17/17, says of itself
    # what it counts.
    given, written = set(figures(note)), set(figures(text))
    if not written or not written <= given:
        return False
    shares = set(_SHARES.findall(text))
    if any(len(re.sub(r"\D", "", number)) > _YEAR for number in written) or (
        shares and shares <= set(_SHARES.findall(note))
    ):
        return True
    words, others = _DIGITS.sub(" ", one), _DIGITS.sub(" ", other)
    return bool(fuzz.token_set_ratio(words, others) >= SAME)


def figures(text: str) -> list[str]:
    """Return the figures of a text without leading zeros, sorted."""
    return sorted(number.strip(".").lstrip("0") for number in _DIGITS.findall(text))


def _counts_alike(note: str, text: str) -> bool:
    """Tell whether the note has the count of a sentence beside the thing that it counts."""
    found = _COUNTED.match(text)
    if found is None or _SHARES.match(text, found.start("count")):
        return False
    count = found["count"].strip(".").lstrip("0")
    thing = found["thing"].strip() or found["name"].strip(" :")
    if not count or not thing:
        return False
    if _OTHERWISE.search(note) and not _OTHERWISE.search(text):
        return False
    number = rf"(?<![0-9.,/])0*{re.escape(count)}(?![0-9.,/]*[0-9/])"
    if count.isdigit() and int(count) <= len(_WORDS):
        number = rf"(?:{number}|\b{_WORDS[int(count) - 1]}\b)"
    named = re.escape(thing)
    return bool(
        re.search(rf"{number}(?: \([a-z ]+\))? {named}\b", note)
        or re.search(rf"\b{named}(?: [a-z]+){{0,2}}(?: \(|: ?| ){number}", note)
    )


def _lists_alike(note: str, text: str) -> bool:
    """Tell whether the note names every thing of several that a sentence lists."""
    items = _items(text)
    return len(items) > 1 and all(re.search(rf"\b{re.escape(item)}\b", note) for item in items)


def _lists_others(note: str, text: str) -> bool:
    """Tell whether both list things and the note has none of the sentence's."""
    items = _items(text)
    lists = any(char.isalpha() for char in note.partition(":")[2])
    return (
        lists
        and bool(items)
        and not any(re.search(rf"\b{re.escape(item)}\b", note) for item in items)
    )


def _items(text: str) -> Sequence[str]:
    """Return what stands behind a sentence's colon or dash, divided by ";"."""
    _head, _mark, listed = text.rpartition(" - ") if " - " in text else text.partition(":")
    items = [item.strip(" .\"'“”") for item in listed.split(";")]
    return [item for item in items if len(item) >= _SHORTEST_ITEM]
