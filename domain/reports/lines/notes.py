"""What a line of /note says: a section of a report, and what to do with its sentences.

Period, verb and numbers may stand before the section's name or behind it ("bỏ câu 2 mục ưu điểm",
"ưu điểm bỏ 2"). A word that none of them explains is never passed over: the line is asked back.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.conversation.phrases import says_nothing
from domain.errors import InvalidField
from domain.text import clean_line, search_key, without_mark

MOST_PARAGRAPHS = 30
LONGEST_PARAGRAPH = 2000
# Names of sections without accents and punctuation.
_NAMES = {
    "directives": (
        "chi dao",
        "cong tac chi dao",
        "chi dao dieu hanh",
        "cong tac chi dao dieu hanh",
    ),
    "results": (
        "ket qua",
        "ket qua hoat dong",
        "tin bai",
        "ket qua tin bai",
        "tin bai dang tai",
        "theo don vi",
        "theo the loai",
        "the loai",
        "theo linh vuc",
        "results",
    ),
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
    "pages": (
        "trang thanh phan",
        "trang",
        "cac trang thanh phan",
        "trang thong tin dien tu thanh phan",
        "page",
    ),
    "money": ("kinh phi", "tien", "budget"),
    "strengths": ("uu diem", "ket qua noi bat", "mat duoc", "thuan loi", "strength"),
    "weaknesses": (
        "han che",
        "ton tai",
        "ton tai han che",
        "han che ton tai",
        "mat chua duoc",
        "khuyet diem",
        "nhuoc diem",
        "kho khan",
        "kho khan vuong mac",
        "kho khan han che",
        "ton tai han che va nguyen nhan",
        "nguyen nhan",
        "weakness",
    ),
    "tasks": (
        "nhiem vu",
        "phuong huong",
        "phuong huong nhiem vu",
        "nhiem vu giai phap",
        "nhiem vu trong tam",
        "giai phap",
        "task",
    ),
    "other": (
        "khac",
        "noi dung khac",
        "van de khac",
        "kien nghi",
        "de xuat",
        "kien nghi de xuat",
        "de xuat kien nghi",
    ),
}
_SECTION_OF = {name: code for code, names in _NAMES.items() for name in (code, *names)}
_VERBS = {
    "drop": (
        "bo",
        "bo di",
        "loai bo",
        "xoa",
        "xoa bo",
        "go",
        "go bo",
        "khong neu",
        "drop",
        "remove",
    ),
    "restore": ("khoi phuc", "phuc hoi", "lay lai", "neu lai", "restore"),
    "move": ("chuyen", "dua", "move"),
    "swap": ("doi cho", "hoan doi", "swap"),
    "order": ("thu tu", "doi thu tu", "sap xep", "sap xep lai", "xep lai", "order"),
    "edit": ("sua", "sua lai", "sua doi", "thay", "viet lai", "edit", "change"),
    "add": ("them", "them vao", "bo sung", "ghi", "ghi them", "viet", "viet them", "add"),
}
_VERB_OF = {words: verb for verb, names in _VERBS.items() for words in names}
_LONGEST_NAME = max(len(name.split()) for name in (*_SECTION_OF, *_VERB_OF))
_FILLERS = frozenset(
    {
        "muc",
        "phan",
        "cua",
        "trong",
        "cho",
        "o",
        "vao",
        "ky",
        "bao",
        "cao",
        "bang",
        "thanh",
        "section",
    }
)
_COUNTED = r"(?:cau|doan|so|dong|sentence)"
_NUMBERS = re.compile(
    rf"(?:{_COUNTED} )?[0-9]+(?:(?:[\s,;>–-]|va\b|voi\b|len\b|xuong\b|thanh\b|toi\b|den\b|to\b"
    rf"|and\b|{_COUNTED}\b)+[0-9]+)*"
)
_MOVED = re.compile(
    rf"(?:{_COUNTED} )?(?P<place>[0-9]{{1,2}})\s*(?:len|xuong|ve|ra|den|toi)?\s*"
    r"(?P<end>dau|dau tien|tren cung|cuoi|cuoi cung|duoi cung|first|last)"
)
_RANGE = re.compile(r"([0-9]{1,2})\s*(?:-|–|den\b|toi\b)\s*([0-9]{1,2})")
_PLACE = re.compile(r"[0-9]{1,2}")
_COUNTED_PLACE = re.compile(rf"{_COUNTED} ([0-9]{{1,2}})$")
_BEHIND = re.compile(r"(?P<numbers>.*?[0-9]) (?:cua|ky|cho|trong|bao cao) (?P<period>.+)")
# What may stand beside a section's name where a line begins another request: a period, a number.
_BESIDE = re.compile(r"[a-z]*[0-9][0-9a-z]*|quy|thang|nam|dau|cuoi|[ivx]+|cau|doan|so")
_TOPICS = re.compile(
    r"^(.*?)\s*(?:chon )?linh vuc(?: chua (?:duoc )?phan anh| chua co(?: tin bai)?)?$"
)
_NOTHING = frozenset(
    {"khong co gi", "ky nay khong co", "ky nay khong", "ky nay khong co gi", "none"}
)
# A place that stands for the last sentence, however many there are.
LAST = 99


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What a line of /note says.

    `period` is as typed, empty where none is named; `section` is None where the line names only a
    period; `place` counts from 1 and names the sentence to put others in place of. `verb` is
    "drop", "restore", "move", "swap" or "order" with the sentences' `numbers` (a move's second may
    be LAST), or "topics" with the names of topics as the only paragraph. `behind` is what stands
    behind the section's name and should be a period: the report's own, or the one its tasks are
    for.
    """

    period: str = ""
    section: str | None = None
    place: int | None = None
    paragraphs: tuple[str, ...] = ()
    verb: str = ""
    numbers: tuple[int, ...] = ()
    behind: str = ""


def read_note(text: str) -> NoteLine:
    """Read a line of /note: "[period] section [number]: paragraphs, one a line".

    Without a colon it names a period, a section or both. A verb does something with sentences: "bỏ
    ưu điểm 2", "khôi phục ưu điểm 2", "chuyển ưu điểm 3 lên 1", "thứ tự ưu điểm 3 1 2"; "lĩnh vực:
    …" picks topics. Raises InvalidField("bad_note") for a section that does not exist,
    "note_numbers" for a verb without numbers, "note_words" (text) for words that say nothing known,
    "several_notes" where a line behind the first begins another section or sentence, and what
    `read_paragraphs` raises.
    """
    first, line_end, others = without_mark(text.strip()).partition("\n")
    head, colon, body = first.partition(":")
    if line_end:
        # The section stands on a line of its own, or its first paragraph beside it.
        colon, body = ":", f"{body}\n{others}"
    words = clean_line(head).split()
    topics = _TOPICS.search(search_key(" ".join(words)))
    if topics and colon:
        period = " ".join(words[: len(topics[1].split())])
        return NoteLine(period, "weaknesses", None, (body.strip(),), "topics")
    where = _section_in(words)
    if where is None:
        if colon:
            raise InvalidField("bad_note", text=clean_line(head))
        return NoteLine(" ".join(words))
    section, start, end = where
    before, verb = _without_verb(words[:start])
    behind, second = _without_verb(words[end:])
    if verb and second:
        raise InvalidField("note_words", text=clean_line(head))
    verb = verb or second
    _check_alone(others, section, _key(words[start:end]), verb)
    before, place = _counted_place(before)
    line = NoteLine(_period(before), section, place)
    if verb in {"drop", "restore", "move", "swap", "order"}:
        return _with_numbers(line, verb, clean_line(f"{' '.join(behind)} {body}"))
    return _with_text(line, verb, behind, body if colon else None)


def read_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of a text like "3 1 2" or "3, 1"; raise InvalidField("note_numbers")."""
    if not re.fullmatch(r"[0-9\s,;.>-]+", text.strip()) or not _PLACE.search(text):
        raise InvalidField("note_numbers", verb="order")
    return tuple(map(int, _PLACE.findall(text)))


def read_paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, one a line, without the marks of a list.

    Raises InvalidField: "empty_note", "long_note" (length, limit) or "many_notes" (count, limit).
    """
    paragraphs = tuple(
        line for part in text.splitlines() if (line := without_mark(clean_line(part)))
    )
    if not paragraphs:
        raise InvalidField("empty_note")
    longest = max(map(len, paragraphs))
    if longest > LONGEST_PARAGRAPH:
        raise InvalidField("long_note", length=longest, limit=LONGEST_PARAGRAPH)
    if len(paragraphs) > MOST_PARAGRAPHS:
        raise InvalidField("many_notes", count=len(paragraphs), limit=MOST_PARAGRAPHS)
    return paragraphs


def read_answer(text: str, section: str) -> tuple[str, ...]:
    """Return the paragraphs of an answer, as `read_paragraphs` does.

    Raises InvalidField("several_notes") where one of several lines begins another section.
    """
    paragraphs = read_paragraphs(text)
    if len(paragraphs) > 1:
        _check_alone(text, section)
    return paragraphs


def says_none(paragraphs: Sequence[str]) -> bool:
    """Tell whether paragraphs only say that there is nothing this period: "Không có."."""
    if len(paragraphs) != 1:
        return False
    return says_nothing(paragraphs[0]) or search_key(paragraphs[0]).strip(" .") in _NOTHING


def _check_alone(text: str, section: str, name: str = "", verb: str = "") -> None:
    """Raise InvalidField("several_notes") where a line begins what is no paragraph of a section.

    That is another section's name, the `name` that was typed for this one, or a verb with a number.
    "Bổ sung chuyên mục: Du lịch" is a paragraph unless a `verb` was typed before the first name.
    """
    for line in text.splitlines():
        head, colon, _body = without_mark(clean_line(line)).partition(":")
        words = head.split()
        topics = _TOPICS.search(search_key(head))
        where = _section_in(words)
        if topics and colon and not topics[1]:
            raise InvalidField("several_notes")
        if where is None:
            continue
        found, start, end = where
        beside, said = _without_verb([*words[:start], *words[end:]])
        key = _key(_bare(beside))
        if not all(map(_BESIDE.fullmatch, key.split())):
            continue
        if (said == "add" and not (verb and colon)) or (said == "edit" and not colon):
            continue
        numbered = re.search(r"[0-9]", key) is not None
        if said and not (verb or numbered):
            continue
        if said or numbered or found != section or _key(words[start:end]) == name:
            raise InvalidField("several_notes")


def _section_in(words: Sequence[str]) -> tuple[str, int, int] | None:
    """Return the longest name of a section among the words, with its place."""
    return _longest(words, _SECTION_OF)


def _without_verb(words: Sequence[str]) -> tuple[list[str], str]:
    """Return the words without a verb among them, and the verb, "" where there is none."""
    best = _longest(words, _VERB_OF)
    if best is None:
        return list(words), ""
    return [*words[: best[1]], *words[best[2] :]], best[0]


def _longest(words: Sequence[str], names: Mapping[str, str]) -> tuple[str, int, int] | None:
    """Return what the longest name among the words means, with its place.

    What has no letters ("–") is no part of a name and goes with the word before it. No more words
    are put together than the longest name has, so that a line costs no more than its length.
    """
    kept = [(place, key) for place, word in enumerate(words) if (key := _key([word]))]
    best: tuple[str, int, int] | None = None
    for first, (start, _word) in enumerate(kept):
        for last in range(first + 1, min(len(kept), first + _LONGEST_NAME) + 1):
            found = names.get(" ".join(key for _place, key in kept[first:last]))
            end = kept[last][0] if last < len(kept) else len(words)
            if found and (best is None or end - start > best[2] - best[1]):
                best = found, start, end
    return best


def _counted_place(words: list[str]) -> tuple[list[str], int | None]:
    """Take "câu 2" before the section's name off; a bare number may be a period's."""
    words = _bare(words)
    match = _COUNTED_PLACE.search(_key(words))
    if match is None:
        return words, None
    return words[:-2], int(match[1])


def _bare(words: Sequence[str]) -> list[str]:
    """Return the words without those at the edges that only lead to others."""
    kept = list(words)
    while kept and _key(kept[-1:]) in {*_FILLERS, ""}:
        kept.pop()
    while kept and _key(kept[:1]) in {*_FILLERS, ""}:
        kept.pop(0)
    return kept


def _period(words: Sequence[str]) -> str:
    return " ".join(_bare(words)).strip(" ,;.")


def _with_numbers(line: NoteLine, verb: str, text: str) -> NoteLine:
    """Read which sentences a verb means."""
    key = _spaced(text)
    found = _BEHIND.fullmatch(key)
    if found is not None:
        line = replace(line, behind=found["period"])
        key = found["numbers"]
    line = replace(line, verb=verb, place=None) if line.place is None else _placed(line, verb)
    moved = _MOVED.fullmatch(key)
    if verb == "swap" and (moved or re.search(r">|\b(?:len|xuong|ve|ra|den|toi)\b", key)):
        verb = "move"  # "đổi chỗ ưu điểm 3 lên 1"
        line = replace(line, verb=verb)
    if verb == "move" and moved is not None:
        to = LAST if moved["end"].startswith(("cuoi", "duoi", "last")) else 1
        return replace(line, numbers=(*line.numbers, int(moved["place"]), to))
    if verb in {"move", "swap"} and line.numbers and key:
        # "chuyển câu 3 ưu điểm lên đầu": the number stood before the section.
        return _with_numbers(replace(line, numbers=()), verb, f"{line.numbers[0]} {key}")
    if key and not _NUMBERS.fullmatch(key):
        raise InvalidField("note_numbers", verb="move" if verb == "swap" else verb)
    numbers = (*line.numbers, *_spread(key, spread=verb in {"drop", "restore"}))
    if not numbers or (verb in {"move", "swap"} and len(numbers) != 2):
        raise InvalidField("note_numbers", verb="move" if verb == "swap" else verb)
    return replace(line, numbers=numbers)


def _placed(line: NoteLine, verb: str) -> NoteLine:
    return replace(line, verb=verb, place=None, numbers=(line.place or 0,))


def _spread(key: str, *, spread: bool) -> tuple[int, ...]:
    """Return the numbers of a text; where a run may be meant, "1-3" is 1, 2 and 3."""
    numbers: list[int] = []
    place = 0
    for match in _RANGE.finditer(key) if spread else ():
        numbers += map(int, _PLACE.findall(key[place : match.start()]))
        numbers += range(int(match[1]), int(match[2]) + 1)
        place = match.end()
    return (*numbers, *map(int, _PLACE.findall(key[place:])))


def _with_text(line: NoteLine, verb: str, behind: list[str], body: str | None) -> NoteLine:
    """Read the sentence's number, the text, and the period behind the section's name."""
    key = _spaced(" ".join(_bare(behind)))
    numbers = re.fullmatch(rf"(?:{_COUNTED} )?([0-9]{{1,2}})", key)
    if numbers and line.place is None:
        line = replace(line, place=int(numbers[1]))
    elif key:
        line = replace(line, behind=" ".join(_bare(behind)).strip(" ,;."))
    if body is None:
        if verb or line.place is not None:
            raise InvalidField("note_numbers", verb="edit" if line.place is not None else "add")
        return line
    if verb == "edit" and line.place is None:
        raise InvalidField("note_numbers", verb="edit")
    if verb == "add" and line.place is not None:
        raise InvalidField("note_numbers", verb="add")
    return replace(line, paragraphs=read_paragraphs(body))


def _spaced(text: str) -> str:
    return re.sub(r"[^a-z0-9,;>–-]+", " ", search_key(text)).strip(" ,;")


def _key(words: Sequence[str]) -> str:
    return re.sub(r"[^a-z0-9]+", " ", search_key(" ".join(words))).strip()
