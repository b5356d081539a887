"""Reads the parameters of a send or an edit, and refuses what Telegram refuses."""

import re
from collections.abc import Mapping
from typing import Any

from bot.channels.base import ApiError
from bot.channels.markup import ParsedText, parse_html, utf16_length
from bot.channels.web.messages import Button

# Telegram's limits, so that what is tried on a page works there: https://core.telegram.org/bots/api
MAX_TEXT = 4096  # UTF-16 units
MAX_CAPTION = 1024
MAX_ALERT = 200
MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_CALLBACK_DATA = 64  # bytes

_URL = re.compile(r"(?:https?|tg)://\S+")


def html_of(parameters: Mapping[str, Any], key: str) -> str | None:
    """Return the text as sent when it is HTML; raises ApiError for another parse mode."""
    parse_mode = parameters.get("parse_mode")
    if not parse_mode:
        return None
    if parse_mode != "HTML":
        raise ApiError(400, "Bad Request: unsupported parse_mode")
    return str(parameters.get(key) or "").strip()


def parsed_text(parameters: Mapping[str, Any], key: str, limit: int) -> ParsedText:
    """Return a text or caption without its tags; raises ApiError when it is over `limit` units."""
    html = html_of(parameters, key)
    if html is None:
        parsed = ParsedText(str(parameters.get(key) or "").strip(), ())
    else:
        parsed = parse_html(html)
    if utf16_length(parsed.text) > limit:
        raise ApiError(
            400, f"Bad Request: message {'caption ' if key == 'caption' else ''}is too long"
        )
    return parsed


def buttons_of(parameters: Mapping[str, Any]) -> tuple[tuple[Button, ...], ...]:
    """Return the rows of an inline keyboard; raises ApiError for a button that cannot work."""
    markup = parameters.get("reply_markup") or {}
    if "keyboard" in markup:
        raise ApiError(400, "Bad Request: a page shows inline keyboards only")
    return tuple(
        tuple(_button(item) for item in row) for row in markup.get("inline_keyboard", ()) if row
    )


def _button(item: Mapping[str, Any]) -> Button:
    label = str(item.get("text") or "").strip()
    if not label:
        raise ApiError(400, "Bad Request: can't parse inline keyboard button: no text")
    if url := item.get("url"):
        if not _URL.fullmatch(url):
            raise ApiError(400, f"Bad Request: inline keyboard button URL '{url}' is invalid")
        return Button(label, url=url)
    data = item.get("callback_data")
    if not data:
        raise ApiError(400, "Bad Request: can't parse inline keyboard button: it does nothing")
    if len(data.encode()) > MAX_CALLBACK_DATA:
        raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    return Button(label, data=data)
