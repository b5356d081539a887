"""What lines of figures and of payments share: what they say, plain words, and the day in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.amounts import is_grouped, is_money
from domain.boards import FigureDefinition
from domain.conversation.replies import may_forbid
from domain.dates import looks_like_date, names_month, parse_date
from domain.errors import InvalidField
from domain.reports.figures import Entry
from domain.text import clean_line, search_key, without_mark

LONGEST_NAME = 200
_SURE = frozenset({"dung", "dung roi", "van ghi", "sure", "yes"})
_POLITE = frozenset({"ạ", "a", "ah", "nhé", "nhe", "nha", "nhen", "nhá"})
_ADDRESSED = frozenset({"em", "anh", "chị", "chi", "bạn", "ban", "giúp", "giup", "với", "voi"})
_GLUED = re.compile(r"(?<=[^\W\d_])\s*([:|｜=])\s*")
_SHARE = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")
MOST_DAY_WORDS = 6
_LONGEST_DAY = 60  # characters


@dataclass(frozen=True, slots=True)
class FigureLine:
    """What a line says: the figure, its entries, and whether the writer insists ("… đúng").

    `dated` tells whether a day was given; without one it is today. `unit` and `payee` are a
    payment's as they were typed, `others` what may be either.
    """

    definition: FigureDefinition
    entries: tuple[Entry, ...]
    sure: bool = False
    dated: bool = True
    unit: str = ""
    payee: str = ""
    others: tuple[str, ...] = ()


def plain(line: str) -> str:
    """Return a line without a list's mark, and politeness at its end; colons have a blank."""
    bare = without_mark(clean_line(line).lstrip("+ "))
    if "://" not in bare:
        bare = _GLUED.sub(r" \1 ", bare).replace(" : ", ": ")
    words = bare.split()
    polite = len(words)
    while polite and words[polite - 1].strip(",.!") in _POLITE:
        polite -= 1
        while polite and words[polite - 1].strip(",.!") in _ADDRESSED:
            polite -= 1
    return " ".join(words[: polite or None]).rstrip(" .,;!/")


def insisting(line: str) -> tuple[list[str], bool]:
    words = line.split()
    for count in (2, 1):
        last = " ".join(words[-count:])
        if len(words) > count and search_key(last).strip(".!") in _SURE and not may_forbid(last):
            return words[:-count], True
    return words, False


def take_day(
    words: Sequence[str], today: date, *, bare: bool, counted: FigureDefinition | None = None
) -> tuple[str, date, bool]:
    """Split the day at the end from the value, and tell whether there is one.

    With `bare` there may be no value before it. Of something `counted`, "17/17" is no day.
    """
    is_share = counted is not None and _ends_in_share(words, counted)
    for start in range(0 if bare else 1, len(words)):
        tail = " ".join(words[start:])
        if is_day(tail) and not is_share:
            day = past_day(tail, today)
            return " ".join(words[:start]).rstrip(" ,;"), day, True
        amount = words[start - 1 : start], words[max(0, start - 2) : start]
        if start and names_month(tail) and any(is_money(" ".join(each)) for each in amount):
            raise InvalidField("vague_date", text=tail)
    return " ".join(words), today, False


def past_day(text: str, today: date) -> date:
    day = parse_date(text, today)
    if day > today:
        raise InvalidField("future_day", date=day.isoformat())
    return day


def is_sure_day(text: str, today: date) -> bool:
    """Tell whether words are one day; "đầu năm" may be several, and part of a category."""
    try:
        return is_day(text) and bool(parse_date(text, today))
    except InvalidField as error:
        return error.code != "vague_date"


def is_day(tail: str) -> bool:
    """Tell whether the words are about a day; "bài 1.800.000" and "-500.000" are not."""
    last = tail.rsplit(" ", 1)[-1].lstrip("-–+")
    if len(tail) > _LONGEST_DAY or tail.isdigit() or is_grouped(last):
        return False
    return looks_like_date(tail)


def _ends_in_share(words: Sequence[str], definition: FigureDefinition) -> bool:
    """Tell whether words that begin with no number end in a part of a whole: "xã 17/17"."""
    share = _SHARE.fullmatch(words[-1]) if words else None
    if share is None or (len(words) > 1 and words[0][0].isdigit()):
        return False
    part, whole = int(share[1]), int(share[2])
    of_whole = definition.of is not None or definition.code == "commune_pages"
    return whole > 12 or (of_whole and part <= whole)


def check_length(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise InvalidField("long_figure_name", length=len(name), limit=LONGEST_NAME)
