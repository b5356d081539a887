"""A line of /issue: "2021-H1 số 05 ngày 28/7/2021 người ký Nguyễn Văn Mẫu", its parts in any order.

What stands before the parts or is left over of them is the period, which may have a "ngày" of its
own ("từ ngày …"). A number with what stands behind it (05/BC-BBT) needs no word before it.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from domain.dates import parse_date
from domain.errors import InvalidField
from domain.text import clean_line, search_key

MOST_NUMBER = 99_999
_KEYWORDS = {
    "number": r"so(?: hieu| van ban)?|number|no\.?",
    "date": r"(?:ky |de )?ngay(?: ky| ban hanh)?|dated?|signed on",
    "signer": r"nguoi (?:ky|ki)(?: thay)?|(?:ky|ki) thay|do|signer|signed by|ky(?= [^\W\d])",
    # A signer that is named by the line above the post: "KT. Trưởng ban Nguyễn Văn Mẫu".
    "behalf": r"(?:kt|tm|tl|tuq)\.",
    "period": r"ky bao cao|bao cao ky|ky(?= \d)|period",
}
_KEYWORD = re.compile(
    "|".join(
        rf"(?P<{name}>(?<!\S)(?:{words}))(?=[\s:]|$)\s*:?\s*" for name, words in _KEYWORDS.items()
    )
)
# "từ ngày … đến ngày …" is a period's, not the day of signing.
_OF_PERIOD = re.compile(r"(?:tu|den|toi|het|from|to|until|-|–)\s*$")
# "kỳ" is a period's word and "ký" a signer's: without their marks they are one.
_PERIOD_WORD = re.compile(r"k[yỳ]\s", re.IGNORECASE)
_PERIOD_START = re.compile(
    r"\d|thang\b|quy\b|nam\b|tu\b|nua\b|sau\b|chin\b|dau\b|cuoi\b|truoc\b|nay\b"
)
_NUMBER = re.compile(r"0*([0-9]{1,7})(?:\s*/\s*(\S+))?")
_NUMBER_AHEAD = re.compile(r"#?0*([0-9]{1,7})(?:\s*/\s*([^\s,;]*[^\W\d][^\s,;.]*))?(?=[\s,;.|]|$)")
_BARE_NUMBER = re.compile(r"(?<!\S)0*([0-9]{1,7})/([^\W\d_][\w&.]*-[\w&.-]*)(?=[\s,;]|$)")
_DAY_LAST = re.compile(r"(?<!\S)(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|hom nay|hom qua)$")
_MARKS = " ,;.|"


@dataclass(frozen=True, slots=True)
class IssueLine:
    """What a line says; a part that it does not name is None, a period "".

    `suffix` is what stands behind the number ("BC-BBT"), "" where nothing does.
    """

    period: str = ""
    number: int | None = None
    suffix: str = ""
    signed_on: date | None = None
    signer: str | None = None


@dataclass(slots=True)
class _Reading:
    """What was found so far; `rest` are the pieces that no part has explained."""

    found: IssueLine
    rest: list[str] = field(default_factory=list)


def read_issue_line(text: str, today: date) -> IssueLine:
    """Read a line of /issue.

    Raises InvalidField: "issue_part" (text) for a part named twice, left empty or not understood,
    and what `read_issue_number` and dates raise.
    """
    line = clean_line(text)
    key = _keyed(line)
    found = [match for match in _KEYWORD.finditer(key) if _is_part(match, line, key)]
    reading = _Reading(IssueLine())
    named: set[str] = set()
    for match, following in zip(found, [*found[1:], None], strict=False):
        name = _name(match, line, key)
        end = following.start() if following else len(line)
        start = match.start() if match.lastgroup == "behalf" else match.end()
        value = line[start:end].strip(_MARKS)
        if not value or name in named:
            raise InvalidField("issue_part", text=line[match.start() : end].strip())
        named.add(name)
        _read_part(reading, name, value, today)
    head = line[: found[0].start()].strip(_MARKS) if found else line
    _read_rest(reading, head, today)
    return reading.found


def read_issue_number(text: str) -> tuple[int, str]:
    """Return a number and what stands behind it: "5", "05" or "05/BC-BBT".

    Raises InvalidField("issued_number", text=) for anything else.
    """
    match = _NUMBER.fullmatch(clean_line(text).lstrip("#"))
    if match is None or not 0 < int(match[1]) <= MOST_NUMBER:
        raise InvalidField("issued_number", text=clean_line(text))
    return int(match[1]), match[2] or ""


def _is_part(match: re.Match[str], line: str, key: str) -> bool:
    if match.lastgroup in {"number", "date"}:
        return not _OF_PERIOD.search(key[: match.start()])
    return True


def _name(match: re.Match[str], line: str, key: str) -> str:
    """Return which part a word begins; "kỳ" and "ký" are told apart by mark or what follows."""
    name = str(match.lastgroup)
    if name == "behalf":
        return "signer"
    if name == "signer" and match[name] == "ky" and _PERIOD_WORD.match(line, match.start()):
        plain = line[match.start() + 1] in "yY"
        if not plain or _PERIOD_START.match(key, match.end()):
            return "period"
    return name


def _read_part(reading: _Reading, name: str, value: str, today: date) -> None:
    left = ""
    if name == "number":
        ahead = _NUMBER_AHEAD.match(value)
        number, suffix = read_issue_number(ahead[0] if ahead else value)
        left = value[ahead.end() :] if ahead else ""
        reading.found = replace(reading.found, number=number, suffix=suffix)
    elif name == "date":
        day, left = _day_ahead(value, today)
        reading.found = replace(reading.found, signed_on=day)
    elif name == "signer":
        words = value.split()
        if len(words) > 1 and search_key(words[-1]) == "ky":
            words.pop()
        reading.found = replace(reading.found, signer=" ".join(words))
    else:
        left = value
    if left.strip(_MARKS):
        reading.rest.append(left.strip(_MARKS))


def _read_rest(reading: _Reading, head: str, today: date) -> None:
    """Read what no word began: a number with its suffix, a day behind a number, the period."""
    pieces = [head, *reading.rest] if head else reading.rest
    periods = []
    for piece in pieces:
        bare = _BARE_NUMBER.search(piece)
        if bare is not None and reading.found.number is None:
            number, suffix = read_issue_number(bare[0])
            reading.found = replace(reading.found, number=number, suffix=suffix)
            piece = f"{piece[: bare.start()]} {piece[bare.end() :]}"
        piece = clean_line(piece).strip(_MARKS)
        if reading.found.number is not None and reading.found.signed_on is None:
            piece = _without_day(reading, piece, today)
        if piece:
            periods.append(piece)
    if len(periods) > 1:
        raise InvalidField("issue_part", text=periods[1])
    reading.found = replace(reading.found, period=periods[0] if periods else "")


def _without_day(reading: _Reading, piece: str, today: date) -> str:
    """Take a day at the end of what is left for the day of signing."""
    match = _DAY_LAST.search(_keyed(piece))
    before = piece[: match.start()] if match else ""
    if match is None or _OF_PERIOD.search(_keyed(before)):
        return piece
    reading.found = replace(reading.found, signed_on=parse_date(match[0], today))
    return before.strip(_MARKS)


def _day_ahead(value: str, today: date) -> tuple[date, str]:
    """Return the day that a text begins with, and what comes behind it."""
    words = value.split()
    for count in range(len(words), 0, -1):
        ahead = " ".join(words[:count]).strip(_MARKS)
        try:
            return parse_date(ahead, today), " ".join(words[count:])
        except InvalidField:
            if count == 1:
                break
    return parse_date(value, today), ""


def _keyed(line: str) -> str:
    """Return the line without accents, every character in its place."""
    key = "".join((search_key(char) or char)[:1] if not char.isspace() else char for char in line)
    return key if len(key) == len(line) else line.lower()
