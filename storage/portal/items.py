"""What the portal's feed listed, what of it is not logged, and how the checks went."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, delete, exists, func, or_, select, update

from domain.articles.records import LIVE
from domain.portal.listing import Miss, PortalItem
from domain.portal.whose import Published
from storage.engine.database import Transaction
from storage.engine.tables import articles, portal_checks, portal_items, portal_misses, units


@dataclass(frozen=True, slots=True)
class LastCheck:
    """A board's latest check: done, running or failed (with its error)."""

    day: date
    state: str
    error: str


@dataclass(frozen=True, slots=True)
class NewItem:
    """An entry of the feed; `dated` tells that the portal itself gave its date."""

    canonical_link: str
    link: str
    title: str
    published_on: date
    dated: bool
    ignored: bool = False
    byline: str = ""
    opening: str = ""
    page_read: bool = False


async def claim_check(
    tx: Transaction, board_id: int, day: date, now: datetime, again_at: datetime, most_tries: int
) -> bool:
    """Begin the check of a day, or again one that failed or was interrupted; False if not due."""
    row = tx.insert(portal_checks).values(
        board_id=board_id, day=day, state="running", tries=1, next_at=again_at
    )
    begun = await tx.value(
        row.on_conflict_do_nothing(index_elements=["board_id", "day"]).returning(portal_checks.c.id)
    )
    if begun is not None:
        return True
    result = await tx.execute(
        update(portal_checks)
        .where(
            portal_checks.c.board_id == board_id,
            portal_checks.c.day == day,
            portal_checks.c.next_at <= now,
            or_(portal_checks.c.state == "done", portal_checks.c.tries < most_tries),
        )
        .values(state="running", tries=portal_checks.c.tries + 1, next_at=again_at)
    )
    return result.rowcount == 1


async def settle_check(
    tx: Transaction,
    board_id: int,
    day: date,
    state: str,
    next_at: datetime,
    error: str | None = None,
) -> None:
    """Store how the check of a day went, whoever began it."""
    values = {"state": state, "next_at": next_at, "error": error}
    row = tx.insert(portal_checks).values(board_id=board_id, day=day, tries=1, **values)
    await tx.execute(row.on_conflict_do_update(index_elements=["board_id", "day"], set_=values))


async def is_due(tx: Transaction, board_id: int, day: date, now: datetime, most_tries: int) -> bool:
    """Tell whether the check of a day is still to be made now."""
    row = await tx.first(
        select(portal_checks.c.state, portal_checks.c.next_at, portal_checks.c.tries).where(
            portal_checks.c.board_id == board_id, portal_checks.c.day == day
        )
    )
    if row is None:
        return True
    return bool(row.next_at <= now and (row.state == "done" or row.tries < most_tries))


async def last_check(tx: Transaction, board_id: int, *, done: bool = False) -> LastCheck | None:
    """Return the latest check, or the latest that was done."""
    statement = (
        select(portal_checks.c.day, portal_checks.c.state, portal_checks.c.error)
        .where(portal_checks.c.board_id == board_id)
        .order_by(portal_checks.c.day.desc())
        .limit(1)
    )
    if done:
        statement = statement.where(portal_checks.c.state == "done")
    row = await tx.first(statement)
    return None if row is None else LastCheck(row.day, row.state, row.error or "")


async def keep_items(
    tx: Transaction, board_id: int, items: Sequence[NewItem], now: datetime
) -> None:
    """Store the feed's entries; a known one takes a new title, and a date where it has one."""
    for dated in (True, False):
        rows = [
            {
                "board_id": board_id,
                "canonical_link": item.canonical_link,
                "link": item.link,
                "title": item.title,
                "published_on": item.published_on,
                "dated": item.dated,
                "ignored": item.ignored,
                "told": False,
                "byline": item.byline,
                "opening": item.opening,
                "page_read": item.page_read,
                "found_at": now,
            }
            for item in items
            if item.dated is dated and item.title
        ]
        if not rows:
            continue
        row = tx.insert(portal_items)
        changed = {"title": row.excluded.title, "link": row.excluded.link}
        if dated:
            changed |= {"published_on": row.excluded.published_on, "dated": row.excluded.dated}
        await tx.execute(
            row.on_conflict_do_update(index_elements=["board_id", "canonical_link"], set_=changed),
            rows,
        )


async def keep_misses(
    tx: Transaction, board_id: int, misses: Sequence[tuple[int, str, str]]
) -> None:
    """Make these the board's misses as (article id, reason, portal's title).

    One that an editor has set aside stays so.
    """
    await tx.execute(
        delete(portal_misses).where(
            portal_misses.c.board_id == board_id, portal_misses.c.ignored.is_(False)
        )
    )
    if not misses:
        return
    row = tx.insert(portal_misses)
    await tx.execute(
        row.on_conflict_do_nothing(index_elements=["article_id"]),
        [
            {
                "board_id": board_id,
                "article_id": article_id,
                "reason": reason,
                "title": title,
                "ignored": False,
            }
            for article_id, reason, title in misses
        ],
    )


async def unlogged(
    tx: Transaction, board_id: int, limit: int, after_id: int = 0
) -> tuple[PortalItem, ...]:
    """Return published items that nobody has logged, the first found first."""
    rows = await tx.all(
        _unlogged(board_id)
        .where(portal_items.c.id > after_id)
        .order_by(portal_items.c.id)
        .limit(limit)
    )
    return tuple(_item(row) for row in rows)


async def count_unlogged(tx: Transaction, board_id: int) -> int:
    """Return how many published items nobody has logged."""
    counted: int = await tx.value(select(func.count()).select_from(_unlogged(board_id).subquery()))
    return counted


async def keep_pages(tx: Transaction, board_id: int, items: Sequence[NewItem]) -> None:
    """Store what the pages of listed items said: whose they are, and a date where there is one."""
    for item in items:
        values = {"byline": item.byline, "opening": item.opening, "page_read": True}
        dated = {"published_on": item.published_on, "dated": True} if item.dated else {}
        await tx.execute(
            update(portal_items)
            .where(
                portal_items.c.board_id == board_id,
                portal_items.c.canonical_link == item.canonical_link,
            )
            .values(**values, **dated)
        )


async def pages_read(tx: Transaction, board_id: int, links: Collection[str]) -> set[str]:
    """Return those of the canonical links that are listed and whose pages have been read."""
    rows = await tx.all(
        select(portal_items.c.canonical_link).where(
            portal_items.c.board_id == board_id,
            portal_items.c.page_read.is_(True),
            portal_items.c.canonical_link.in_(links),
        )
    )
    return {row.canonical_link for row in rows}


async def unclaimed(
    tx: Transaction, board_id: int, first: date, last: date
) -> tuple[tuple[PortalItem, Published], ...]:
    """Return what was published in first..last and nobody logged, the newest first."""
    rows = await tx.all(
        _unlogged(board_id)
        .add_columns(portal_items.c.byline, portal_items.c.opening)
        .where(portal_items.c.published_on.between(first, last))
        .order_by(portal_items.c.published_on.desc(), portal_items.c.id.desc())
    )
    return tuple(
        (
            _item(row),
            Published(row.title, row.published_on, row.byline, row.opening),
        )
        for row in rows
    )


async def given_to(tx: Transaction, board_id: int) -> tuple[tuple[str, int, int], ...]:
    """Return (byline, unit id, articles): to whom the articles of each author were given."""
    rows = await tx.all(
        select(portal_items.c.byline, articles.c.unit_id, func.count())
        .join(
            articles,
            and_(
                articles.c.board_id == portal_items.c.board_id,
                articles.c.canonical_link == portal_items.c.canonical_link,
                articles.c.state.in_(LIVE),
            ),
        )
        .where(portal_items.c.board_id == board_id, portal_items.c.byline != "")
        .group_by(portal_items.c.byline, articles.c.unit_id)
    )
    return tuple((row[0], row[1], row[2]) for row in rows)


async def untold(tx: Transaction, board_id: int, before: date) -> tuple[PortalItem, ...]:
    """Return the items published before a day that nobody logged and no digest named yet."""
    rows = await tx.all(
        _unlogged(board_id).where(
            portal_items.c.told.is_(False), portal_items.c.published_on < before
        )
    )
    return tuple(_item(row) for row in rows)


async def mark_told(tx: Transaction, ids: Collection[int]) -> None:
    """Note that a digest named these items."""
    await tx.execute(update(portal_items).where(portal_items.c.id.in_(ids)).values(told=True))


async def find_item(tx: Transaction, board_id: int, item_id: int) -> PortalItem | None:
    """Return the board's unlogged item of this id."""
    row = await tx.first(_unlogged(board_id).where(portal_items.c.id == item_id))
    return None if row is None else _item(row)


async def ignore_item(tx: Transaction, board_id: int, item_id: int) -> bool:
    """Set an item aside as none of the board's articles; False when it is not there."""
    result = await tx.execute(
        update(portal_items)
        .where(
            portal_items.c.board_id == board_id,
            portal_items.c.id == item_id,
            portal_items.c.ignored.is_(False),
        )
        .values(ignored=True)
    )
    return result.rowcount == 1


async def misses_of(tx: Transaction, board_id: int, limit: int) -> tuple[Miss, ...]:
    """Return logged articles that the portal does not have, the newest first."""
    rows = await tx.all(
        select(
            articles.c.number,
            articles.c.title,
            articles.c.link,
            units.c.name,
            portal_misses.c.reason,
            portal_misses.c.title,
        )
        .join(
            articles,
            and_(articles.c.id == portal_misses.c.article_id, articles.c.state.in_(LIVE)),
        )
        .join(units, units.c.id == articles.c.unit_id)
        .where(portal_misses.c.board_id == board_id, portal_misses.c.ignored.is_(False))
        .order_by(articles.c.number.desc())
        .limit(limit)
    )
    return tuple(Miss(*row) for row in rows)


async def ignore_misses(tx: Transaction, board_id: int) -> int:
    """Set all misses of a board aside; return how many."""
    result = await tx.execute(
        update(portal_misses)
        .where(portal_misses.c.board_id == board_id, portal_misses.c.ignored.is_(False))
        .values(ignored=True)
    )
    return result.rowcount


async def count_between(tx: Transaction, board_id: int, first: date, last: date) -> tuple[int, int]:
    """Return how many items were published in first..last (inclusive) and how many are logged.

    Those without a day are in no period.
    """
    of_period = and_(
        portal_items.c.board_id == board_id,
        portal_items.c.published_on.between(first, last),
        portal_items.c.dated.is_(True),
        or_(portal_items.c.ignored.is_(False), _is_logged()),
    )
    published: int = await tx.value(select(func.count()).where(of_period))
    logged: int = await tx.value(select(func.count()).where(of_period, _is_logged()))
    return published, logged


def _is_logged() -> Any:
    return exists(
        select(articles.c.id).where(
            articles.c.board_id == portal_items.c.board_id,
            articles.c.canonical_link == portal_items.c.canonical_link,
            articles.c.canonical_link.is_not(None),
            articles.c.state.in_(LIVE),
        )
    )


def _item(row: Any) -> PortalItem:
    return PortalItem(row.id, row.link, row.title, row.published_on, row.dated)


def _unlogged(board_id: int) -> Select[Any]:
    return select(
        portal_items.c.id,
        portal_items.c.link,
        portal_items.c.title,
        portal_items.c.published_on,
        portal_items.c.dated,
    ).where(
        portal_items.c.board_id == board_id,
        portal_items.c.ignored.is_(False),
        ~_is_logged(),
    )
