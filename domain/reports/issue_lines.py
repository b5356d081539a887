"""A line of /issue: "2021-H1 số 05 ngày 28/7/2021 người ký Nguyễn Văn Mẫu", its parts in any order.

What stands before the parts is the period, which may have a "ngày" of its own ("từ ngày …").
"""

import re
from dataclasses import dataclass
from datetime import date

from domain.dates import parse_date
from domain.errors import InvalidField
from domain.text import clean_line, search_key

MOST_NUMBER = 99_999
_KEYWORDS = {
    "number": r"so(?: hieu| van ban)?|number|no\.?",
    "date": r"(?:ky |de )?ngay(?: ky| ban hanh)?|dated?|signed on",
    "signer": r"nguoi ky|nguoi ki|do|signer|signed by",
}
_KEYWORD = re.compile(
    "|".join(
        rf"(?P<{name}>(?<!\S)(?:{words}))(?=[\s:]|$)\s*:?\s*" for name, words in _KEYWORDS.items()
    )
)
# "từ ngày … đến ngày …" is a period's, not the day of signing.
_OF_PERIOD = re.compile(r"(?:tu|den|toi|het|from|to|until|-|–)\s*$")
_NUMBER = re.compile(r"0*([0-9]{1,7})(?:\s*/\s*(\S+))?")


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


def read_issue_line(text: str, today: date) -> IssueLine:
    """Read a line of /issue.

    Raises InvalidField: "issue_part" (text) for a part named twice or left empty, and what
    `read_issue_number` and dates raise.
    """
    line = clean_line(text)
    key = _keyed(line)
    found = [
        match
        for match in _KEYWORD.finditer(key)
        if match.lastgroup and not _OF_PERIOD.search(key[: match.start()])
    ]
    parts: dict[str, str] = {}
    for match, following in zip(found, [*found[1:], None], strict=False):
        name = str(match.lastgroup)
        end = following.start() if following else len(line)
        value = line[match.end() : end].strip(" ,;.|")
        if not value or name in parts:
            raise InvalidField("issue_part", text=line[match.start() : end].strip())
        parts[name] = value
    number, suffix = read_issue_number(parts["number"]) if "number" in parts else (None, "")
    return IssueLine(
        line[: found[0].start()].strip(" ,;.|") if found else line,
        number,
        suffix,
        parse_date(parts["date"], today) if "date" in parts else None,
        parts.get("signer"),
    )


def read_issue_number(text: str) -> tuple[int, str]:
    """Return a number and what stands behind it: "5", "05" or "05/BC-BBT".

    Raises InvalidField("issued_number", text=) for anything else.
    """
    match = _NUMBER.fullmatch(clean_line(text).lstrip("#"))
    if match is None or not 0 < int(match[1]) <= MOST_NUMBER:
        raise InvalidField("issued_number", text=clean_line(text))
    return int(match[1]), match[2] or ""


def _keyed(line: str) -> str:
    """Return the line without accents, every character in its place."""
    key = "".join((search_key(char) or char)[:1] if not char.isspace() else char for char in line)
    return key if len(key) == len(line) else line.lower()
