"""The portal's own lists of what it published: feeds, sitemaps and listing pages, within robots."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser
from zoneinfo import ZoneInfo

from domain.errors import InvalidInput
from domain.portal.listing import FeedItem
from services.pages.fetching import Fetched, Fetcher, FetchError, Resolver
from services.pages.parsing import Listing, ParseError, parse_listing

TIMEOUT_S = 10.0
_AGENT = "tinbai"
_MOST_SITEMAPS = 3
_MOST_ROBOTS = 100_000


class Robots:
    """What the portal's robots.txt allows; one that cannot be had forbids nothing."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._known: dict[str, RobotFileParser] = {}

    async def allow(self, link: str) -> bool:
        """Tell whether a page may be read."""
        root = urljoin(link, "/robots.txt")
        if root not in self._known:
            rules = RobotFileParser()
            try:
                text = (await self._fetcher.fetch(root)).content[:_MOST_ROBOTS]
            except FetchError:
                text = b""
            rules.parse(text.decode("utf-8", errors="replace").splitlines())
            self._known[root] = rules
        return self._known[root].can_fetch(_AGENT, link)


@dataclass(frozen=True, slots=True)
class Source:
    """What an address turned out to be (feed, sitemap or page), and what it lists.

    `feeds` are the feeds that a page names.
    """

    kind: str
    items: tuple[FeedItem, ...]
    feeds: tuple[str, ...] = ()


async def read_source(
    url: str, zone: ZoneInfo, *, hosts: Collection[str], resolver: Resolver | None = None
) -> Source:
    """Return what the portal lists at an address, dates in the zone, in its order.

    Raises InvalidInput "feed_unreadable" (link, reason) when nothing can be read there.
    """
    fetcher = Fetcher(hosts, resolver=resolver, timeout_s=TIMEOUT_S)
    robots = Robots(fetcher)
    found = await _read(url, zone, fetcher, robots)
    items, feeds = list(found.items), found.more
    if found.kind == "index":
        feeds = ()
        for link in found.more[:_MOST_SITEMAPS]:
            if fetcher.covers(link):
                items += (await _read(link, zone, fetcher, robots)).items
    # A list may name pages of other sites: those are nobody's articles here.
    own = tuple(item for item in items if fetcher.covers(item.link))
    if not own:
        raise InvalidInput("feed_unreadable", link=url, reason="no_feed")
    return Source("sitemap" if found.kind == "index" else found.kind, own, feeds)


async def allowed(
    links: Collection[str], hosts: Collection[str], resolver: Resolver | None = None
) -> list[str]:
    """Return the links that the portal's robots.txt lets be read."""
    robots = Robots(Fetcher(hosts, resolver=resolver, timeout_s=TIMEOUT_S))
    return [link for link in links if await robots.allow(link)]


async def _read(url: str, zone: ZoneInfo, fetcher: Fetcher, robots: Robots) -> Listing:
    try:
        if not await robots.allow(url):
            raise FetchError("robots")
        fetched: Fetched = await fetcher.fetch(url)
        async with asyncio.timeout(TIMEOUT_S):
            listing = await parse_listing(
                fetched.content,
                link=fetched.link,
                content_type=fetched.content_type,
                charset=fetched.charset,
                zone=zone,
            )
    except FetchError as error:
        raise InvalidInput("feed_unreadable", link=url, reason=error.reason) from error
    except (ParseError, TimeoutError) as error:
        raise InvalidInput("feed_unreadable", link=url, reason="parser_stopped") from error
    if listing is None:
        raise InvalidInput("feed_unreadable", link=url, reason="no_feed")
    return listing


def host_of_source(url: str) -> str:
    """Return the host (and port) that a source itself is on."""
    return urlsplit(url).netloc
