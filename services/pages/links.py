"""What a pasted link says of itself, so that a correspondent need not type it.

Nothing here may cost the correspondent anything: a page that cannot be read is simply not read.
"""

import asyncio
from collections.abc import Collection
from zoneinfo import ZoneInfo

import httpx
import structlog

from domain.portal.listing import PageFacts
from services.pages.fetching import MAX_BYTES, TIMEOUT_S, Fetched, Fetcher, FetchError, Resolver
from services.pages.hosts import host_of
from services.pages.parsing import ParseError, parse_page

_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_AT_ONCE = 4

log = structlog.get_logger()


class PageReader:
    """Reads pages of the board's own sites (`site_hosts`; see services.pages.hosts)."""

    def __init__(
        self,
        hosts: Collection[str],
        zone: ZoneInfo,
        *,
        resolver: Resolver | None = None,
        timeout_s: float = TIMEOUT_S,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._fetcher = Fetcher(hosts, resolver=resolver, timeout_s=timeout_s, max_bytes=max_bytes)
        self._zone = zone
        self._timeout_s = timeout_s
        self._room = asyncio.Semaphore(_AT_ONCE)

    def covers(self, link: str) -> bool:
        """Say whether the link is on a listed host, without reading it."""
        return self._fetcher.covers(link)

    async def read(self, link: str) -> PageFacts | None:
        """Return what the page says of itself, or None when it cannot be read; never raises.

        Takes at most `timeout_s` from the moment it is this page's turn.
        """
        async with self._room:
            try:
                async with asyncio.timeout(self._timeout_s):
                    return await self._read(link)
            except (FetchError, ParseError, TimeoutError) as error:
                log.debug("page_unreadable", host=_host(link), reason=_reason(error))
                return None

    async def _read(self, link: str) -> PageFacts | None:
        fetched = await self._fetcher.fetch(link, types=_TYPES)
        if _is_home(fetched):
            # Portals answer for a page that is gone with their front page.
            raise FetchError("home_page")
        facts = await parse_page(
            fetched.content, link=fetched.link, charset=fetched.charset, zone=self._zone
        )
        if facts is None:
            raise FetchError("no_title")
        return facts


def _is_home(fetched: Fetched) -> bool:
    url = httpx.URL(fetched.link)
    return url.path in ("", "/") and not url.query


def _host(link: str) -> str:
    # Of a wrong link only the host is worth a line in the log: the rest may hold a password.
    try:
        return host_of(httpx.URL(link))
    except httpx.InvalidURL:
        return ""


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "too_slow"
    return str(error)
