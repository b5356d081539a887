"""Titles cut into words and numbers, before anything is known about what they mean."""

import re
import unicodedata
from dataclasses import dataclass

from domain.text import clean_line

_TOKEN = re.compile(
    r"""
    (?P<date>(?<![0-9/.-])[0-9]{1,2}\s?[/.-]\s?[0-9]{1,2}(?:\s?[/.-]\s?[0-9]{4})?(?![0-9/%-]|[.,][0-9]))
  | (?P<range>(?<![0-9])(?:19|20)[0-9][0-9]\s?[-–—/]\s?(?:(?:19|20)[0-9][0-9])(?![0-9]))
  | (?P<month>(?<![0-9])[0-9]{1,2}/(?:19|20)[0-9][0-9](?![0-9]))
  | (?P<number>[0-9]{1,3}(?:[.,][0-9]{3})+(?![0-9])|[0-9]+(?:[.,][0-9]+)?)
  | (?P<percent>%)
  | (?P<short>(?:[A-ZĐƯ]{1,6},\s)?[A-ZĐƯ]{1,6}(?:\s?&\s?[A-ZĐƯ]{1,6}|[-.][A-ZĐƯ]{1,6})+(?![^\W\d_]))
  | (?P<word>[mM][2²³3](?!\w)|[^\W\d_]+(?:['’][^\W\d_]+)?)
  | (?P<break>[:;.!?|"“”«»()\[\]–—])
    """,
    re.VERBOSE,
)
# The name of the portal that people copy along with the title.
_SOURCE = re.compile(
    r"\s+[-–—|]\s+(?:cổng|trang|báo|đài|website|cong|bao|dai)\s[^-–—|]{3,80}$"
    r"|\s+[-–—|]\s+[\w.-]+\.(?:vn|com|net|org)(?:\.vn)?$",
    re.IGNORECASE,
)
# What kind of item it is, in front or in brackets: "[Video]", "Tin ảnh:", "(cập nhật)".
_KIND = (
    r"(?:tin|bài|tin ảnh|ảnh|chùm ảnh|phóng sự(?: ảnh)?|video(?: clip)?|clip|infographic|tin nóng"
    r"|tin vắn|tin nhanh|tin mới|có video|có clip|cập nhật)"
)
_GENRE = re.compile(
    rf"^\s*{_KIND}\s*[:|–—-]\s+|[\[(]{_KIND}[^\])]{{0,20}}[\])]",
    re.IGNORECASE,
)
_MOST_CAPITALS = 0.7


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number of a title.

    `what` is date, range, month, number, percent, short (GD&ĐT) or word; `opens` tells that it
    begins the title or a part of it, where a capital says nothing.
    """

    text: str
    what: str
    capital: bool
    opens: bool


def drop_source(title: str) -> str:
    """Return the title without a portal's name behind it."""
    shorter = _SOURCE.sub("", title)
    return shorter if len(shorter.split()) >= 3 else title


def tokenize(title: str) -> list[Token]:
    """Return the title's words and numbers in their order."""
    tokens: list[Token] = []
    opens = True
    for found in _TOKEN.finditer(unicodedata.normalize("NFC", title)):
        what = found.lastgroup or "word"
        text = found.group()
        if what == "break":
            # The point of "TP." ends no sentence.
            opens = not (text == "." and tokens and tokens[-1].text.isupper())
            continue
        if what == "date":
            text = re.sub(r"\s", "", text).replace("-", "/").replace(".", "/")
        if what == "word":
            text = text.replace("'", "").replace("’", "")
        tokens.append(Token(text, what, text[0].isupper(), opens))
        opens = False
    return tokens


def has_case(tokens: list[Token]) -> bool:
    """Tell whether capitals mean anything: not in a title typed in one case or All In Capitals."""
    words = [token for token in tokens if token.what == "word"]
    capitals = sum(token.capital for token in words)
    beginning = sum(token.opens and token.capital for token in words[:1])
    return capitals > beginning and capitals <= _MOST_CAPITALS * len(words)


def read_title(title: str) -> list[Token]:
    """Return the words and numbers of a title as people paste it."""
    return tokenize(drop_source(_GENRE.sub(" ", clean_line(title))))
