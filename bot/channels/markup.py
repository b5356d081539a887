"""The Bot API's HTML, so that a text Telegram would refuse is refused here and caught by a test.

The tags are those of https://core.telegram.org/bots/api#html-style.
"""

import html
import re
from dataclasses import dataclass
from typing import Any

from bot.channels.base import ApiError

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}

_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z-]*)"
    r"(?P<attributes>(?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*>"
    r"|(?P<stray><)"
    r"|(?P<text>[^<]+)"
)
_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
_CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#[xX][0-9a-fA-F]+);")


@dataclass(frozen=True, slots=True)
class ParsedText:
    """A text without its tags, and its entities as the Bot API's JSON values."""

    text: str
    entities: tuple[dict[str, Any], ...]


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, in which the Bot API counts."""
    return len(text.encode("utf-16-le")) // 2


def unescape(text: str) -> str:
    """Replace the four named entities the Bot API knows, and numeric ones."""
    return _CHARACTER.sub(lambda match: html.unescape(match[0]), text)


def parse_html(source: str) -> ParsedText:
    """Return the plain text and entities of an HTML text, white space round it removed.

    Raises ApiError 400 "can't parse entities" for an unknown, stray or unbalanced tag.
    """
    pieces: list[str] = []
    length = 0
    entities: list[dict[str, Any]] = []
    opened: list[tuple[str, dict[str, Any]]] = []
    for match in _TOKEN.finditer(source.strip()):
        if match["text"] is not None:
            piece = unescape(match["text"])
            pieces.append(piece)
            length += utf16_length(piece)
            continue
        tag = (match["tag"] or "").lower()
        offset = len(source[: match.start()].encode())
        if match["end"]:
            _close(tag, offset, opened, length, entities)
        elif tag in TAGS:
            entity = {"type": TAGS[tag], "offset": length}
            if tag == "a" and (href := _HREF.search(match["attributes"])):
                entity["url"] = unescape(href[1] or href[2] or href[3] or "")
            opened.append((tag, entity))
        else:
            raise _unreadable(f'unsupported start tag "{tag}" at byte offset {offset}')
    if opened:
        raise _unreadable(f'can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return ParsedText("".join(pieces), tuple(entities))


def _close(
    tag: str,
    offset: int,
    opened: list[tuple[str, dict[str, Any]]],
    length: int,
    entities: list[dict[str, Any]],
) -> None:
    if not opened:
        raise _unreadable(f'unexpected end tag "{tag}" at byte offset {offset}')
    expected, entity = opened.pop()
    if tag != expected:
        raise _unreadable(
            f'unmatched end tag at byte offset {offset}, expected "</{expected}>", found "</{tag}>"'
        )
    entity["length"] = length - entity["offset"]
    if entity["length"]:
        entities.append(entity)


def _unreadable(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: can't parse entities: {reason}")
