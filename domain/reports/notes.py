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
_VERBS = {
    "bo": "drop",
    "xoa": "drop",
    "drop": "drop",
    "remove": "drop",
    "khoi phuc": "restore",
    "lay lai": "restore",
    "restore": "restore",
    "chuyen": "move",
    "move": "move",
    "thu tu": "order",
    "sap xep": "order",
    "order": "order",
}
_VERB = re.compile(rf"({'|'.join(_VERBS)}) ")
# The numbers at the end: "2", "3 1 2", "3 len 1".
_NUMBERS = re.compile(
    r"(?<= )(?:doan |cau )?[0-9]{1,2}(?:(?:[\s,;:]|len|xuong|thanh|to|doan|cau|so)*[0-9]{1,2})*$"
)
_TOPICS = re.compile(
    r"^(.*?)\s*(?:chon )?linh vuc(?: chua (?:duoc )?phan anh| chua co(?: tin bai)?)?$"
)

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
    period; `place` counts from 1 and names the sentence to put others in place of. `verb` is
    "drop", "restore", "move" or "order" with the sentences' `numbers`, or "topics" with the
    names of topics as the only paragraph.
    """

    period: str = ""
    section: str | None = None
    place: int | None = None
    paragraphs: tuple[str, ...] = ()
    verb: str = ""
    numbers: tuple[int, ...] = ()


def read_note(text: str) -> NoteLine:
    """Read a line of /note: "[period] section [number]: paragraphs, one a line".

    Without a colon it names a period, a section or both. A verb before it does something with
    sentences: "bỏ ưu điểm 2", "khôi phục ưu điểm 2", "chuyển ưu điểm 3 lên 1", "thứ tự ưu điểm 3 1
    2"; "lĩnh vực: …" picks topics. Raises InvalidField("bad_note") for a section that does not
    exist, "note_numbers" for a verb without numbers, and what `read_paragraphs` raises.
    """
    verb = _read_verb(text)
    if verb is not None:
        return verb
    head, colon, body = text.partition(":")
    words = clean_line(head).split()
    topics = _TOPICS.search(search_key(" ".join(words)))
    if topics and colon:
        period = " ".join(words[: len(topics[1].split())])
        return NoteLine(period, "weaknesses", None, (body.strip(),), "topics")
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


def _read_verb(text: str) -> NoteLine | None:
    key = search_key(text)
    match = _VERB.match(key)
    if match is None:
        return None
    verb = _VERBS[match[1]]
    rest = key[match.end() :]
    numbers = _NUMBERS.search(rest)
    words = (rest[: numbers.start()] if numbers else rest).replace(":", " ").split()
    for count in range(min(len(words), _LONGEST_SECTION), 0, -1):
        section = _SECTION_OF.get(_key(words[-count:]))
        if section is None:
            continue
        found = tuple(map(int, _PLACE.findall(numbers[0]))) if numbers else ()
        if not found or (verb == "move" and len(found) != 2):
            raise InvalidField("note_numbers", verb=verb)
        return NoteLine(" ".join(words[:-count]), section, None, (), verb, found)
    return None


def read_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of a text like "3 1 2" or "3, 1"; raise InvalidField("note_numbers")."""
    if not re.fullmatch(r"[0-9\s,;.>-]+", text.strip()) or not _PLACE.search(text):
        raise InvalidField("note_numbers", verb="order")
    return tuple(map(int, _PLACE.findall(text)))


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
