"""The board's own words in a report: by section, carried over to the next period as a draft."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.boards import PeriodRule
from domain.errors import InvalidField
from domain.periods.spans import Period, previous_period
from domain.text import clean_line, search_key

SECTIONS = (
    "directives",
    "results",
    "documents",
    "pages",
    "money",
    "strengths",
    "weaknesses",
    "tasks",
    "other",
)
MOST_PARAGRAPHS = 30
LONGEST_PARAGRAPH = 2000
_PERIODS_BACK = 4
_NAMES = {
    "directives": (
        "chi dao",
        "cong tac chi dao",
        "chi dao dieu hanh",
        "cong tac chi dao dieu hanh",
    ),
    "results": ("ket qua", "tin bai", "ket qua tin bai", "tin bai dang tai", "results"),
    "documents": (
        "van ban",
        "chuyen muc",
        "chuyen muc van ban",
        "chuyen muc va van ban",
        "van ban va chuyen muc",
        "luot truy cap",
        "chuyen muc van ban va luot truy cap",
        "document",
    ),
    "pages": ("trang thanh phan", "trang", "cac trang thanh phan", "page"),
    "money": ("kinh phi", "tien", "budget"),
    "strengths": ("uu diem", "ket qua noi bat", "mat duoc", "strength"),
    "weaknesses": ("han che", "ton tai", "ton tai han che", "mat chua duoc", "weakness"),
    "tasks": ("nhiem vu", "phuong huong", "phuong huong nhiem vu", "task"),
    "other": ("khac", "noi dung khac", "van de khac"),
}
_SECTION_OF = {name: code for code, names in _NAMES.items() for name in (code, *names)}
_LONGEST_SECTION = 8
_PLACE = re.compile(r"[0-9]{1,2}")

Notes = Mapping[tuple[str, str], tuple[str, ...]]


def draft_periods(period: Period, rule: PeriodRule, closing_day: int) -> tuple[str, ...]:
    """Return the codes of the periods before this one whose notes may serve as drafts."""
    codes = []
    earlier = period
    for _place in range(_PERIODS_BACK):
        earlier = previous_period(earlier, rule, closing_day)
        codes.append(earlier.code)
    return tuple(codes)


def drafts(notes: Notes, period: str, earlier: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the paragraphs carried over into each section that the board has not settled yet.

    They come from the newest earlier period that has the section; one that was emptied carries
    nothing over.
    """
    found = {}
    for section in SECTIONS:
        if (period, section) in notes:
            continue
        before = next((notes[code, section] for code in earlier if (code, section) in notes), ())
        if before:
            found[section] = before
    return found


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What a line of /note says.

    `period` is as typed, empty where none is named; `section` is None where the line names only a
    period; `place` counts from 1 and names the paragraph to put others in place of.
    """

    period: str = ""
    section: str | None = None
    place: int | None = None
    paragraphs: tuple[str, ...] = ()


def read_note(text: str) -> NoteLine:
    """Read a line of /note: "[period] section [number]: paragraphs, one a line".

    Without a colon it names a period, a section or both. Raises InvalidField("bad_note") for a
    section that does not exist, and what `read_paragraphs` raises.
    """
    head, colon, body = text.partition(":")
    words = clean_line(head).split()
    place = None
    if colon and len(words) > 1 and _PLACE.fullmatch(words[-1]):
        place = int(words.pop())
    for count in range(min(len(words), _LONGEST_SECTION), 0, -1):
        section = _SECTION_OF.get(_key(words[-count:]))
        if section is not None:
            paragraphs = read_paragraphs(body) if colon else ()
            return NoteLine(" ".join(words[:-count]), section, place, paragraphs)
    if colon:
        raise InvalidField("bad_note", text=clean_line(head))
    return NoteLine(" ".join(words))


def read_paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, one a line.

    Raises InvalidField: "empty_note", "long_note" (length, limit) or "many_notes" (count, limit).
    """
    paragraphs = tuple(
        line for part in text.splitlines() if (line := clean_line(part).lstrip("-–•* "))
    )
    if not paragraphs:
        raise InvalidField("empty_note")
    longest = max(map(len, paragraphs))
    if longest > LONGEST_PARAGRAPH:
        raise InvalidField("long_note", length=longest, limit=LONGEST_PARAGRAPH)
    if len(paragraphs) > MOST_PARAGRAPHS:
        raise InvalidField("many_notes", count=len(paragraphs), limit=MOST_PARAGRAPHS)
    return paragraphs


def _key(words: Sequence[str]) -> str:
    return re.sub(r"[^a-z0-9]+", " ", search_key(" ".join(words))).strip()
