"""The portal's own list of what it published."""

import asyncio
from collections.abc import Collection
from zoneinfo import ZoneInfo

from domain.errors import InvalidInput
from domain.portal.listing import FeedItem
from services.pages.fetching import MAX_BYTES, TIMEOUT_S, Fetcher, FetchError, Resolver
from services.pages.parsing import ParseError, parse_feed


async def read_feed(
    url: str,
    zone: ZoneInfo,
    *,
    hosts: Collection[str],
    resolver: Resolver | None = None,
    timeout_s: float = TIMEOUT_S,
    max_bytes: int = MAX_BYTES,
) -> tuple[FeedItem, ...]:
    """Return the entries of an RSS or Atom feed, dates in the zone, in the feed's order.

    Only a feed on one of `hosts` is read, as safely as a page. Fetching takes at most `timeout_s`,
    parsing as much again. Raises InvalidInput "feed_unreadable" (link, reason) when nothing can be
    read; a malformed feed gives what can be.
    """
    fetcher = Fetcher(hosts, resolver=resolver, timeout_s=timeout_s, max_bytes=max_bytes)
    try:
        fetched = await fetcher.fetch(url)
        async with asyncio.timeout(timeout_s):
            items = await parse_feed(
                fetched.content, link=fetched.link, content_type=fetched.content_type, zone=zone
            )
    except FetchError as error:
        raise InvalidInput("feed_unreadable", link=url, reason=error.reason) from error
    except (ParseError, TimeoutError) as error:
        raise InvalidInput("feed_unreadable", link=url, reason="parser_stopped") from error
    if items is None:
        raise InvalidInput("feed_unreadable", link=url, reason="no_feed")
    return items
