"""The daily comparison of the portal with the log; what it finds is a row before it is told."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog

from domain.articles.records import Article, State
from domain.boards import Board
from domain.errors import InvalidInput
from domain.links import canonical_link
from domain.people.records import Role
from domain.periods.spans import Period
from domain.portal.listing import FeedComparison, FeedItem, PortalItem, compare
from domain.reminders.rules import waking_moment
from domain.reports.dataset import Completeness
from services.articles.pasting import Pasting
from services.boards import Boards
from services.isolation import BoardFaults
from services.pages.feeds import read_feed
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
CHECK_WITHIN_S = 40.0
MOST_READ = 10
MOST_NAMED = 5


class PortalCheck:
    """The check of every board that has a feed."""

    def __init__(
        self,
        database: Database,
        boards: Boards,
        pasting: Pasting,
        read: Callable[..., Any] = read_feed,
    ) -> None:
        self._database = database
        self._boards = boards
        self._pasting = pasting
        self._read = read
        self._done: dict[int, date] = {}

    async def run_due(self, now: datetime, faults: BoardFaults) -> int:
        """Check every board that has a feed and was not checked today; return how many were.

        A check that fails is tried again an hour later; what else fails for a board is left in
        `faults`.
        """

        async def one(board: Board) -> bool:
            with faults.of(board, "portal"):
                return await self._is_due(board, now) and await self._check_claimed(board, now)
            return False

        return sum(await asyncio.gather(*(one(board) for board in self._boards)))

    async def check(self, board: Board, now: datetime, *, tell: bool) -> None:
        """Compare a board's feed with its log; `tell` writes to the editors about what is new.

        Raise InvalidInput "feed_unreadable" when the feed cannot be read.
        """
        today = now.astimezone(board.zone).date()
        host = urlsplit(board.feed_url).netloc
        items: Sequence[FeedItem] = await self._read(
            board.feed_url, board.zone, hosts=[host, *board.site_hosts]
        )
        items = [item for item in items if (item.published_on or today) <= today]
        oldest = min((item.published_on or today for item in items), default=today)
        known = await self._database.read(
            lambda tx: articles.with_links(
                tx, board.id, oldest, [canonical_link(item.link) for item in items]
            )
        )
        found = compare(items, known)
        misses = await self._misses(board, found)
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
            )
            for item in items
        }

        async def job(tx: Transaction) -> None:
            await portal.keep_items(tx, board.id, list(new.values()))
            await portal.keep_misses(tx, board.id, misses)
            await portal.settle_check(tx, board.id, today, "done", now)
            fresh = await portal.untold(tx, board.id)
            if fresh:
                await portal.mark_told(tx, [item.id for item in fresh])
            if tell and fresh:
                await self._tell(tx, board, now, fresh, len(misses))

        await self._database.write(job)
        log.info("portal_checked", board=board.slug, items=len(new), misses=len(misses))

    async def _is_due(self, board: Board, now: datetime) -> bool:
        local = now.astimezone(board.zone)
        day = local.date()
        if not board.feed_url or local.time() < NOT_BEFORE or self._done.get(board.id) == day:
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
        self._done[board.id] = day
        return True

    async def _misses(self, board: Board, found: FeedComparison) -> list[tuple[int, str, str]]:
        """Return (article id, reason, title there); a page that still is there is no miss."""
        misses = [(article.id, "title", item.title) for item, article in found.other_title]
        asked = [
            article
            for article in found.logged_not_found
            if self._pasting.covers(board, article.link)
        ][-MOST_READ:]
        pages = await self._pasting.read(board, [article.link for article in asked])
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
    if not board.feed_url:
        return None
    checked = await portal.last_check(tx, board.id, done=True)
    if checked is None:
        return None
    published, logged = await portal.count_between(tx, board.id, period.first, period.last)
    return Completeness(published, logged, checked.day) if published else None


def _differs(article: Article, title: str) -> bool:
    item = FeedItem(article.link, title)
    return bool(compare([item], [replace(article, state=State.LOGGED)]).other_title)
