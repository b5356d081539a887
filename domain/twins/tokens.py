"""Titles cut into words and numbers, before anything is known about what they mean."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from domain.syllables import is_syllable
from domain.text import clean_line

_TOKEN = re.compile(
    r"""
    (?P<date>(?<![0-9/.-])[0-9]{1,2}\s?[/.-]\s?[0-9]{1,2}(?:\s?[/.-]\s?[0-9]{4})?
      (?![0-9/%-]|[.,][0-9]|\s*(?:th[aá]ng|tu[oổ]i|km|ha|m)\b))
  | (?P<range>(?<![0-9])(?:19|20)[0-9][0-9]\s?[-–—/]\s?(?:(?:19|20)[0-9][0-9])(?![0-9]))
  | (?P<month>(?<![0-9])[0-9]{1,2}/(?:19|20)[0-9][0-9](?![0-9]))
  | (?P<number>[0-9]{1,3}(?:[.,][0-9]{3})+(?![0-9])|[0-9]+(?:[.,][0-9]+)?)
  | (?P<percent>%)
  | (?P<short>(?:[a-zđư]{1,6},\s?)?[a-zđư]{1,6}
      (?:\s?&\s?[a-zđư]{1,6}|[-.][a-zđư]{1,6})+(?![^\W\d_]))
  | (?P<word>m[2²³3](?!\w)|[^\W\d_]+(?:['’][^\W\d_]+)?)
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
    r"|tin vắn|tin nhanh|tin mới|có video|có clip|cập nhật"
    r"|hỏi\s?[-–&]?\s?đáp|emagazine|podcast|audio|thông tin báo chí|góc ảnh)"
)
_GENRE = re.compile(
    rf"^\s*{_KIND}\s*[:|–—-]\s+|[\[(]{_KIND}[^\])]{{0,20}}[\])]",
    re.IGNORECASE,
)
# What a text says behind this is no title; it bounds the work that one title can make.
MOST_TOKENS = 100
_MOST_CHARACTERS = 400
_CURRENCY = frozenset({"đ", "vnđ", "vnd"})
_JOINERS = re.compile(r"[^\w']+")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number of a title.

    `what` is date, range, month, number, percent, short (gd&đt) or word; `opens` tells that it
    begins the title or a part of it.
    """

    text: str
    what: str
    opens: bool


def drop_source(title: str) -> str:
    """Return the title without a portal's name behind it."""
    shorter = _SOURCE.sub("", title)
    return shorter if len(shorter.split()) >= 3 else title


def tokenize(title: str) -> list[Token]:
    """Return the title's words and numbers in their order, in small letters.

    Case says nothing here: people paste titles in capitals, with a capital on each word, and typed
    without any, and a title must be judged the same however it is written.
    """
    tokens: list[Token] = []
    opens = True
    for found in _TOKEN.finditer(unicodedata.normalize("NFC", title.lower())):
        what = found.lastgroup or "word"
        text = found.group()
        if what == "break":
            # The point of "tp." ends no sentence.
            opens = not (text == "." and tokens and not is_syllable(tokens[-1].text))
            continue
        if what == "date":
            text = "/".join(str(int(part)) for part in re.findall("[0-9]+", text))
        if what == "word":
            text = text.replace("'", "").replace("’", "")
            if text in _CURRENCY and tokens and tokens[-1].what == "number":
                text = "đồng"
        tokens.append(Token(text, what, opens))
        opens = False
    return tokens


def split_short(token: Token) -> list[Token]:
    """Return the words of what is joined like an abbreviation and is none: "quy-nhon"."""
    return [
        Token(part, "word", token.opens and place == 0)
        for place, part in enumerate(_JOINERS.sub(" ", token.text).split())
    ]


@lru_cache(maxsize=256)  # a title is compared and learnt from, by readers of their own
def read_title(title: str) -> tuple[Token, ...]:
    """Return the words and numbers of a title as people paste it."""
    line = clean_line(title[: 10 * _MOST_CHARACTERS])[:_MOST_CHARACTERS]
    return tuple(tokenize(drop_source(_GENRE.sub(" ", line)))[:MOST_TOKENS])
