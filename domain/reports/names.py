"""Names as a sentence of a report writes them: not in capitals, and without abbreviations."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from domain.abbreviations import default_abbreviations
from domain.syllables import is_syllable
from domain.text import clean_line, search_key

_ALWAYS = (
    "Ban Biên tập",
    "Khối Đảng",
    "Mặt trận Tổ quốc Việt Nam",
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
)
# "I. KHỐI PHÒNG BAN": a number of a table is no part of the name.
_NUMBERED = re.compile(
    r"^(?:[IVX]{1,5}|[A-E]|[0-9]{1,2})(?:\.[0-9]{1,2})*"
    r"(?:\s*[.)/:]\s*|\s*[-–]\s+|\s+[-–]\s*)(?=[^\W\d_]{2})"
)
# "P. Tư pháp": one letter and a point is short too.
_POINTED = re.compile(r"(?<!\w)([^\W\d_])\.")
_LETTERS = re.compile(r"[^\W\d_]+", re.UNICODE)


def without_number(name: str) -> str:
    """Return a group's name without the table's number in front of it, which it gets anew."""
    line = clean_line(name)
    return _NUMBERED.sub("", line) or line


def in_sentence(name: str, known: Iterable[str]) -> str:
    """Return a name without its capitals where all of it is in capitals.

    Abbreviations keep theirs, and so do the words of `known` names: "CÁC ĐƠN VỊ THUỘC BAN BIÊN TẬP"
    is "Các đơn vị thuộc Ban Biên tập".
    """
    name = without_number(name)
    letters = [char for char in name if char.isalpha()]
    if " " not in name or any(char.islower() for char in letters):
        return name
    return _lowered(name, tuple(dict.fromkeys((*known, *_ALWAYS))))


@lru_cache(maxsize=512)
def _lowered(name: str, known: tuple[str, ...]) -> str:
    words = [word if _is_short(word) else word.lower() for word in name.split()]
    spelt = [_cased(each) for each in known]
    place = 0
    while place < len(words):
        best: Sequence[str] = ()
        for phrase in (phrase for phrases in spelt for phrase in phrases):
            run = _shared(words[place:], phrase)
            if len(run) > max(len(best), 1):
                best = run
        words[place : place + len(best)] = best
        place += max(len(best), 1)
    line = " ".join(words)
    return line[:1].upper() + line[1:]


def written_out(name: str, aliases: Iterable[str]) -> str:
    """Return the alias that writes a name's abbreviations out, or the name itself."""
    found = _LETTERS.findall(name)
    pointed = set(_POINTED.findall(name))
    shorts = [word for word in found if word in pointed or _is_short(word)]
    if not shorts:
        return name
    first = search_key(found[0])
    begins_short = found[0] in shorts
    for alias in sorted(aliases, key=len, reverse=True):
        words = _LETTERS.findall(alias)
        if any(_is_short(word) for word in words) or not words:
            continue
        initials = "".join(search_key(word)[0] for word in words if search_key(word) != "va")
        begins = (initials, _initials(words)) if begins_short else (search_key(words[0]),)
        same = any(each.startswith(first) if begins_short else each == first for each in begins)
        if same and all(
            search_key(short) in initials or search_key(short) in _initials(words)
            for short in shorts
        ):
            return clean_line(alias)
    return name


def _initials(words: Iterable[str]) -> str:
    return "".join(search_key(word)[0] for word in words)


def _is_short(word: str) -> bool:
    letters = "".join(_LETTERS.findall(word))
    return (
        len(letters) > 1
        and letters.isupper()
        and (letters in default_abbreviations() or not is_syllable(search_key(letters)))
    )


def _cased(phrase: str) -> list[list[str]]:
    """Return what of a name begins with a capital and is no all-capital word."""
    words = clean_line(phrase).split()
    if not any(char.islower() for char in phrase):
        return []
    return [words[start:] for start, word in enumerate(words) if word[:1].isupper()]


def _shared(words: Sequence[str], phrase: Sequence[str]) -> Sequence[str]:
    count = 0
    for word, other in zip(words, phrase, strict=False):
        if word.lower() != other.lower():
            break
        count += 1
    return phrase[:count]
