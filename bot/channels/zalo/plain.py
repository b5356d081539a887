"""The Bot API's HTML as what Zalo shows: plain text, or the few tags that its own HTML has."""

import html

from bot.channels.markup import parse_html

_UNIT = 2  # bytes of a UTF-16 unit, in which entities are placed
# What Zalo's HTML is said to know; anything else is shown as plain text.
_TAGS = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s"}


def plain_text(source: str) -> str:
    """Return an HTML text without its tags, a link's address in brackets behind its words.

    Raises ApiError 400 for HTML that Telegram refuses too.
    """
    return html.unescape(_shown(source, tags={}))


def zalo_html(source: str) -> str:
    """Return an HTML text with Zalo's tags alone, a link's address in brackets behind its words.

    Raises ApiError 400 for HTML that Telegram refuses too.
    """
    return _shown(source, _TAGS)


def _shown(source: str, tags: dict[str, str]) -> str:
    """Return a text with some entities as tags, the rest escaped."""
    parsed = parse_html(source)
    units = parsed.text.encode("utf-16-le")
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    behind: dict[int, str] = {}
    for entity in parsed.entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if url := entity.get("url"):
            if units[start * _UNIT : end * _UNIT].decode("utf-16-le") != url:
                behind[end] = f" ({html.escape(url, quote=False)})"
        elif tag := tags.get(entity["type"]):
            # Entities come outermost first, so the innermost has to be closed first.
            opening.setdefault(start, []).append(f"<{tag}>")
            closing.setdefault(end, []).insert(0, f"</{tag}>")
    pieces: list[str] = []
    last = 0
    for place in sorted({*opening, *closing, *behind, len(units) // _UNIT}):
        text = units[last * _UNIT : place * _UNIT].decode("utf-16-le")
        pieces.append(html.escape(text, quote=False))
        pieces += closing.get(place, ())
        pieces.append(behind.get(place, ""))
        pieces += opening.get(place, ())
        last = place
    return "".join(pieces)
