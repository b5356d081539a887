"""Which HTML Telegram takes, and the text that remains (Bot API, "HTML style")."""

import html
import re

from tests.fakes.bot_api.world import ApiError

TAGS = frozenset(
    ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler")
) | frozenset(("a", "code", "pre", "blockquote", "tg-emoji"))
_PIECE = re.compile(r"<(?P<end>/?)(?P<tag>[a-zA-Z0-9-]*)(?P<rest>[^<>]*)>?|&(?P<entity>#?\w+);")
_NAMED = frozenset(("lt", "gt", "amp", "quot"))


def plain_text(source: str) -> str:
    """Return the text of a message in HTML; raise the 400 that Telegram answers to a bad one."""
    text: list[str] = []
    tags: list[str] = []
    position = 0
    for piece in _PIECE.finditer(source):
        text.append(source[position : piece.start()])
        position = piece.end()
        entity = piece["entity"]
        offset = len(source[: piece.start()].encode())
        if entity:
            known = entity.startswith("#") or entity in _NAMED
            text.append(html.unescape(piece[0]) if known else piece[0])
        elif not piece[0].endswith(">"):
            raise _bad(f"Unclosed start tag at byte offset {offset}")
        elif piece["end"]:
            _close(tags, piece["tag"].lower(), offset)
        elif piece["tag"].lower() not in TAGS:
            raise _bad(f'Unsupported start tag "{piece["tag"]}" at byte offset {offset}')
        else:
            tags.append(piece["tag"].lower())
    if tags:
        raise _bad(f'Can\'t find end tag corresponding to start tag "{tags[-1]}"')
    text.append(source[position:])
    return "".join(text)


def length(text: str) -> int:
    """Return a text's length as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _close(tags: list[str], tag: str, offset: int) -> None:
    if not tags:
        raise _bad(f"Unexpected end tag at byte offset {offset}")
    opened = tags.pop()
    if tag and tag != opened:
        raise _bad(
            f'Unmatched end tag at byte offset {offset}, expected "</{opened}>", found "</{tag}>"'
        )


def _bad(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: can't parse entities: {reason}")
