"""The daily comparison of the portal with the log; what it finds is a row before it is told."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import structlog

from domain.articles.records import Article, State
from domain.boards import Board
from domain.errors import InvalidInput
from domain.links import canonical_link
from domain.people.records import Role
from domain.periods.spans import Period
from domain.portal.listing import FeedComparison, FeedItem, PortalItem, compare, whole_title
from domain.reminders.rules import waking_moment
from domain.reports.dataset import Completeness
from services.articles.pasting import Pages, Pasting
from services.boards import Boards
from services.isolation import BoardFaults
from services.pages.listings import allowed, host_of_source, read_source
from storage.articles import rows as articles
from storage.engine.database import Database, Transaction
from storage.people import rows as people
from storage.portal import items as portal
from storage.portal.items import NewItem
from storage.reminders import outbox

log = structlog.get_logger(__name__)

NOT_BEFORE = time(6, 30)
AGAIN_AFTER = timedelta(hours=1)
MOST_TRIES = 6
CHECK_WITHIN_S = 90.0
MOST_READ = 10
MOST_NAMED = 5
# Pages of newly listed articles that are read in an hour, for their authors and dates.
MOST_PAGES = 10
PAGE_TRIES = 3
# So long an article waits for its unit before the editors hear of it.
UNCLAIMED_FOR = timedelta(days=1)


class PortalCheck:
    """The check of every board that has a feed."""

    def __init__(
        self,
        database: Database,
        boards: Boards,
        pasting: Pasting,
        read: Callable[..., Any] = read_source,
    ) -> None:
        self._database = database
        self._boards = boards
        self._pasting = pasting
        self._read = read
        self._next: dict[int, datetime] = {}
        # Pages without an article, which no row remembers, are not read again.
        self._seen: dict[int, set[str]] = {}
        self._tries: dict[int, Counter[str]] = {}

    async def run_due(self, now: datetime, faults: BoardFaults) -> int:
        """Check every board that has a portal and was not in the last hour; return how many were.

        A check that fails is tried again an hour later; what else fails for a board is left in
        `faults`.
        """

        async def one(board: Board) -> bool:
            with faults.of(board, "portal"):
                return await self._is_due(board, now) and await self._check_claimed(board, now)
            return False

        return sum(await asyncio.gather(*(one(board) for board in self._boards)))

    async def check(self, board: Board, now: datetime, *, tell: bool) -> None:
        """Compare a board's portal with its log.

        `tell` writes to the editors about what nobody claimed for some days. Raise InvalidInput
        "feed_unreadable" when none of its addresses can be read.
        """
        today = now.astimezone(board.zone).date()
        listed = await self._listed(board)
        items, pages = await self._with_pages(board, listed)
        items = [item for item in items if (item.published_on or today) <= today]
        oldest = min((item.published_on or today for item in items), default=today)
        known = await self._database.read(
            lambda tx: articles.with_links(
                tx, board.id, oldest, [canonical_link(item.link) for item in items]
            )
        )
        found = compare(items, known)
        again = await self._database.read(lambda tx: portal.last_check(tx, board.id, done=True))
        first = again is None or again.day != today or not tell
        # Pages of logged articles are looked up once a day; the lists are read every hour.
        misses = await self._misses(board, found) if first else []
        settled = {
            canonical_link(article.link)
            for article in known
            if article.state not in (State.LOGGED, State.PENDING)
        }
        new = {
            canonical_link(item.link): NewItem(
                canonical_link(item.link),
                item.link,
                item.title,
                item.published_on or today,
                item.published_on is not None,
                canonical_link(item.link) in settled,
                item.byline,
                item.opening,
            )
            for item in items
        }
        looked_at = [replace(item, page_read=True) for link, item in new.items() if link in pages]

        async def job(tx: Transaction) -> None:
            await portal.keep_items(tx, board.id, list(new.values()), now)
            await portal.keep_pages(tx, board.id, looked_at)
            if first:
                await portal.keep_misses(tx, board.id, misses)
            await portal.settle_check(tx, board.id, today, "done", now + AGAIN_AFTER)
            fresh = await portal.untold(tx, board.id, today - UNCLAIMED_FOR)
            if fresh:
                await portal.mark_told(tx, [item.id for item in fresh])
            if tell and fresh:
                await self._tell(tx, board, now, fresh, len(misses))

        await self._database.write(job)
        log.info("portal_checked", board=board.slug, items=len(new), misses=len(misses))

    async def _is_due(self, board: Board, now: datetime) -> bool:
        local = now.astimezone(board.zone)
        day = local.date()
        if not board.portal_sources or local.time() < NOT_BEFORE:
            return False
        if now < self._next.get(board.id, now):
            return False
        return await self._database.read(
            lambda tx: portal.is_due(tx, board.id, day, now, MOST_TRIES)
        )

    async def _check_claimed(self, board: Board, now: datetime) -> bool:
        day = now.astimezone(board.zone).date()
        claimed = await self._database.write(
            lambda tx: portal.claim_check(tx, board.id, day, now, now + AGAIN_AFTER, MOST_TRIES)
        )
        if not claimed:
            return False
        try:
            async with asyncio.timeout(CHECK_WITHIN_S):
                await self.check(board, now, tell=True)
        except (InvalidInput, TimeoutError) as error:
            reason = str(error.values["reason"]) if isinstance(error, InvalidInput) else "too_slow"
            log.warning("portal_check_failed", board=board.slug, reason=reason)
            await self._database.write(
                lambda tx: portal.settle_check(
                    tx, board.id, day, "failed", now + AGAIN_AFTER, reason
                )
            )
            return False
        self._next[board.id] = now + AGAIN_AFTER
        return True

    async def _listed(self, board: Board) -> list[FeedItem]:
        """Return what the addresses list that can be read; raise where none can."""
        hosts = [*map(host_of_source, board.portal_sources), *board.site_hosts]
        items: dict[str, FeedItem] = {}
        problem: InvalidInput | None = None
        read = 0
        for url in board.portal_sources:
            try:
                source = await self._read(url, board.zone, hosts=hosts)
            except InvalidInput as error:
                log.warning(
                    "portal_source_unreadable", board=board.slug, reason=error.values["reason"]
                )
                problem = error
                continue
            read += 1
            for item in source.items:
                items.setdefault(canonical_link(item.link), item)
        if problem is not None and not read:
            raise problem
        return list(items.values())

    async def _with_pages(
        self, board: Board, listed: Sequence[FeedItem]
    ) -> tuple[list[FeedItem], set[str]]:
        """Return the items with what their own pages say, and the links of the pages looked at.

        A list without titles, such as a sitemap, names other pages too: only one with a title and
        a date of its own is an article.
        """
        links = {canonical_link(item.link): item for item in listed}
        known = await self._database.read(lambda tx: portal.pages_read(tx, board.id, list(links)))
        seen = self._seen.setdefault(board.id, set())
        asked = [
            (link, item)
            for link, item in links.items()
            if link not in known and link not in seen and self._pasting.covers(board, item.link)
        ][:MOST_PAGES]
        may_read = await allowed([item.link for _link, item in asked], board.site_hosts)
        pages = await self._pasting.read(board, may_read, patient=True)
        looked_at = self._looked_at(board, [link for link, _item in asked], may_read, pages)
        seen |= looked_at
        items = []
        for link, item in links.items():
            page = pages.get(link)
            if page is not None:
                item = replace(
                    item,
                    title=whole_title(item.title, page.title)
                    or (page.title if page.published_on else ""),
                    published_on=item.published_on or page.published_on,
                    byline=page.byline or item.byline,
                    opening=page.opening or item.opening,
                )
            if item.title:
                items.append(item)
        return items, looked_at

    def _looked_at(
        self, board: Board, asked: Sequence[str], may_read: Collection[str], pages: Pages
    ) -> set[str]:
        """Return the links of pages that need not be asked for again.

        One that was too slow or failed may be readable an hour later.
        """
        readable = {canonical_link(link) for link in may_read}
        tries = self._tries.setdefault(board.id, Counter())
        tries.update(asked)
        settled = {
            link
            for link in asked
            if link in pages or link not in readable or tries[link] >= PAGE_TRIES
        }
        for link in settled:
            del tries[link]
        return settled

    async def _misses(self, board: Board, found: FeedComparison) -> list[tuple[int, str, str]]:
        """Return (article id, reason, title there); a page that still is there is no miss."""
        misses = [(article.id, "title", item.title) for item, article in found.other_title]
        asked = [
            article
            for article in found.logged_not_found
            if self._pasting.covers(board, article.link)
        ][-MOST_READ:]
        pages = await self._pasting.read(board, [article.link for article in asked], patient=True)
        for article in asked:
            page = pages.get(canonical_link(article.link))
            if page is None:
                misses.append((article.id, "dead", ""))
            elif _differs(article, page.title):
                misses.append((article.id, "title", page.title))
        return misses

    async def _tell(
        self,
        tx: Transaction,
        board: Board,
        now: datetime,
        fresh: Sequence[PortalItem],
        misses: int,
    ) -> None:
        """Write to each editor once, or to the chairs of a board without editors."""
        reachable = [
            member for member in await people.members(tx, board.id, now) if member.reachable
        ]
        readers = {member.person.id for member in reachable if member.role is Role.EDITOR}
        readers = readers or {m.person.id for m in reachable if m.role is Role.CHAIR}
        payload = {
            "board": board.name,
            "count": len(fresh),
            "titles": [item.title for item in fresh[:MOST_NAMED]],
            "misses": misses,
        }
        due_at = waking_moment(board, now)
        for person_id in sorted(readers):
            await outbox.add_message(tx, board.id, "portal", person_id, payload, now, due_at)


async def completeness(tx: Transaction, board: Board, period: Period) -> Completeness | None:
    """Return how much of what the portal published in a period is logged, None if unchecked."""
    if not board.portal_sources:
        return None
    checked = await portal.last_check(tx, board.id, done=True)
    if checked is None:
        return None
    published, logged = await portal.count_between(tx, board.id, period.first, period.last)
    return Completeness(published, logged, checked.day) if published else None


def _differs(article: Article, title: str) -> bool:
    item = FeedItem(article.link, title)
    return bool(compare([item], [replace(article, state=State.LOGGED)]).other_title)
