"""The entries of a portal's feed, RSS or Atom, however well it is formed.

Runs in a process of its own (services.pages.parsing), as pages do.
"""

import html
import io
import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from domain.portal.listing import FeedItem
from domain.text import clean_line
from services.pages.dates import read_stamp

_MAX_ITEMS = 1_000
_MAX_TITLE = 500
_MAX_OPENING = 1_500
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def read_items(
    content: bytes, *, link: str, content_type: str, zone: ZoneInfo
) -> tuple[FeedItem, ...] | None:
    """Return the feed's entries that have a link and a title, or None when it is no feed.

    A malformed feed gives what can be read of it. `link` is the feed's own, for relative links.
    """
    import feedparser

    # A stream, because a string might be taken for a link or a file name and opened.
    feed = feedparser.parse(
        io.BytesIO(content),
        response_headers={"content-type": content_type or "application/xml"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not feed.entries and not feed.get("version"):
        return None
    return tuple(_items(feed.entries[:_MAX_ITEMS], link, zone))


def _items(entries: Iterable[Any], base: str, zone: ZoneInfo) -> Iterable[FeedItem]:
    for entry in entries:
        title = _plain(entry.get("title", ""))
        try:
            link = urljoin(base, clean_line(entry.get("link", "")))
        except ValueError:
            continue
        if title and entry.get("link") and link.startswith(("http://", "https://")):
            yield FeedItem(
                link,
                title,
                _published_on(entry, zone),
                _plain(entry.get("author", "")),
                _plain(entry.get("summary", ""), _MAX_OPENING),
            )


def _published_on(entry: Any, zone: ZoneInfo) -> date | None:
    # Not feedparser's reading: it takes a time without an offset for UTC, and a month first.
    stamps = (read_stamp(entry.get(name, ""), zone) for name in ("published", "updated"))
    return next((day for day in stamps if day), None)


def _plain(text: str, limit: int = _MAX_TITLE) -> str:
    return clean_line(html.unescape(_TAG.sub(" ", text[: 4 * limit])))[:limit]
