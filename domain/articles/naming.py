"""How people name an article that is logged, and what they want done to it."""

import re

from domain.text import search_key

_ARTICLE = r"(?:#|(?:tin|bai|article)(?: so)? ?#?)\s*(?P<number>[0-9]{1,9})"
_NUMBER = re.compile(rf"(?:(?:sua|xem|mo|edit|show) )?{_ARTICLE}")
# What is to become of an article is chosen below it: "xoá bài 57", "/sua 57 13/6".
_DEEDS = "sua(?: lai)?|doi|chinh(?: sua)?|xoa|rut|huy|go|thu hoi|edit|delete|withdraw"
_FIELDS = "tieu de|ten|ngay(?: dang)?|link|lien ket|chuyen muc|chu de|don vi|loai|title|date"
_DEED = re.compile(
    rf"(?:(?:da|em|chi|cho|xin|nho|giup|vui long)\s+)*(?:{_DEEDS})"
    rf"(?: (?:giup|ho|gium|em|toi|minh|cho))*(?: (?:{_FIELDS}))?(?: (?:cua|of))?"
    rf"\s*{_ARTICLE}(?![0-9/]).*"
)
_EDIT_COMMAND = re.compile(
    rf"/ ?(?:{_DEEDS})(?: ?(?:tin|bai))?\s*#?\s*(?:(?P<number>[0-9]{{1,9}})(?![0-9/-]).*)?"
)
_THING = re.compile(r"(?:b[àa]i(?: vi[ếe]t)?|tin b[àa]i)[\s:]+(?=https?:|www\.)", re.IGNORECASE)


def article_number(text: str) -> int | None:
    """Return the number of a text that only names an article: "#57", "xem bài 57"."""
    found = _NUMBER.fullmatch(search_key(text))
    return int(found["number"]) if found else None


def number_in_deed(text: str) -> int | None:
    """Return the number of the article that a text wants changed: "xoá bài 57", "/sua 57 13/6"."""
    key = search_key(text)
    found = _DEED.fullmatch(key) or _EDIT_COMMAND.fullmatch(key)
    return int(found["number"]) if found and found["number"] else None


def is_edit_command(text: str) -> bool:
    """Tell whether a text is a made-up command to change an article: "/sua", "/xoa bai 57"."""
    return _EDIT_COMMAND.fullmatch(search_key(text)) is not None


def without_thing(line: str) -> str:
    """Return a line without "bài" before its link: "nộp bài https://…" tells of no kind."""
    return _THING.sub("", line, count=1)
