"""The Bot API's HTML as the plain text that Zalo shows."""

from bot.channels.markup import parse_html

_UNIT = 2  # bytes of a UTF-16 unit, in which entities are placed


def plain_text(source: str) -> str:
    """Return an HTML text without its tags, a link's address in brackets behind its words.

    Raises ApiError 400 for HTML that Telegram refuses too.
    """
    parsed = parse_html(source)
    text = parsed.text.encode("utf-16-le")
    links = [entity for entity in parsed.entities if entity.get("url")]
    for link in sorted(links, key=lambda entity: -entity["offset"]):
        start = link["offset"] * _UNIT
        end = start + link["length"] * _UNIT
        if text[start:end].decode("utf-16-le") != link["url"]:
            text = text[:end] + f" ({link['url']})".encode("utf-16-le") + text[end:]
    return text.decode("utf-16-le")
