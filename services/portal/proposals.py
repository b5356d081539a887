"""What editors make of the portal check: items are logged for a unit or set aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import TypeAdapter

from domain.articles.records import Article, Kind, State
from domain.calls import Call
from domain.errors import Conflict, InvalidField, NotFound
from domain.links import canonical_link
from domain.permissions import Action, require
from domain.portal.listing import Miss, PortalItem
from domain.text import search_key
from domain.units.records import Unit
from services.articles.editing import cancel_zero
from services.articles.topics import Topics
from services.conversation.effects import once
from services.portal.checking import PortalCheck
from storage.articles import rows as articles
from storage.articles.rows import NewArticle
from storage.engine.database import Database, IntegrityError, Transaction, unique_violation
from storage.portal import items as portal
from storage.units import rows as units
from storage.upkeep import audit

MOST_MISSES = 20


@dataclass(frozen=True, slots=True)
class PortalView:
    """The next item that nobody logged, with the board's units; likely ones of them come first.

    `state` is off (no feed), never, done or failed; `day` is that of the last check that was done.
    """

    state: str
    day: date | None = None
    item: PortalItem | None = None
    waiting: int = 0
    units: tuple[Unit, ...] = ()
    misses: tuple[Miss, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """An item was logged for a unit (`number`), or set aside."""

    title: str
    number: int | None = None
    unit: str = ""
    outcome: Literal["settled"] = "settled"


_SETTLED: TypeAdapter[Settled] = TypeAdapter(Settled)


class Portal:
    """What the check of a board found."""

    def __init__(self, database: Database, check: PortalCheck, topics: Topics) -> None:
        self._database = database
        self._check = check
        self._topics = topics

    async def check(self, call: Call) -> None:
        """Check the portal now; raise InvalidInput "feed_unreadable" when it cannot be read."""
        require(call, Action.REVIEW)
        if not call.board.portal_sources:
            raise Conflict("no_feed")
        await self._check.check(call.board, call.now, tell=False)

    async def view(self, call: Call, after: int = 0) -> PortalView:
        """Return the first item behind an id that nobody logged, beginning again at the end."""
        require(call, Action.REVIEW)
        board = call.board
        if not board.portal_sources:
            return PortalView("off")

        async def job(tx: Transaction) -> PortalView:
            last = await portal.last_check(tx, board.id)
            done = await portal.last_check(tx, board.id, done=True)
            found = await portal.unlogged(tx, board.id, 1, after)
            if not found and after:
                found = await portal.unlogged(tx, board.id, 1)
            item = found[0] if found else None
            known = await units.list_units(tx, board.id) if item else ()
            return PortalView(
                last.state if last else "never",
                done.day if done else None,
                item,
                await portal.count_unlogged(tx, board.id) if item else 0,
                likely_first(item, known) if item else (),
                await portal.misses_of(tx, board.id, MOST_MISSES),
                last.error if last else "",
            )

        return await self._database.read(job)

    async def assign(self, call: Call, item_id: int, unit_id: int) -> Settled:
        """Log a published item for a unit with the portal's date.

        Raise NotFound "portal_item" when somebody was faster, InvalidField "unit_closed" for a unit
        that did not exist on that day.
        """
        require(call, Action.REVIEW)

        async def job(tx: Transaction) -> Settled:
            item = await portal.find_item(tx, call.board.id, item_id)
            unit = await units.find_unit(tx, call.board.id, unit_id)
            if item is None or unit is None or not item.dated:
                raise NotFound("portal_item")
            day = item.published_on
            if not unit.exists_between(day, day):
                raise InvalidField("unit_closed", unit=unit.name, date=day.isoformat())
            article = await log_item(tx, call, item, unit, self._topics, State.LOGGED)
            return Settled(item.title, article.number, unit.name)

        try:
            return await once(self._database, call.origin, call.now, "portal.assign", _SETTLED, job)
        except IntegrityError as error:
            if unique_violation(error):
                raise NotFound("portal_item") from None
            raise

    async def ignore(self, call: Call, item_id: int) -> Settled:
        """Set an item aside: it is none of the board's articles and counts nowhere."""
        require(call, Action.REVIEW)

        async def job(tx: Transaction) -> Settled:
            item = await portal.find_item(tx, call.board.id, item_id)
            if item is None or not await portal.ignore_item(tx, call.board.id, item_id):
                raise NotFound("portal_item")
            before = {"title": item.title, "link": item.link}
            await audit.add_entry(tx, call, "ignore", "portal_item", item_id, before)
            return Settled(item.title)

        return await once(self._database, call.origin, call.now, "portal.ignore", _SETTLED, job)

    async def ignore_misses(self, call: Call) -> int:
        """Set all articles that the portal does not have aside; return how many."""
        require(call, Action.REVIEW)
        return await self._database.write(lambda tx: portal.ignore_misses(tx, call.board.id))


async def log_item(
    tx: Transaction, call: Call, item: PortalItem, unit: Unit, topics: Topics, state: State
) -> Article:
    """Store an item as an article of a unit; raise IntegrityError where its link is logged."""
    suggested = await topics.suggest(tx, call.board, item.title)
    article = await articles.add_article(
        tx,
        NewArticle(
            board_id=call.board.id,
            unit_id=unit.id,
            author_id=call.person.id,
            title=item.title,
            title_key=search_key(item.title),
            link=item.link,
            canonical_link=canonical_link(item.link),
            published_on=item.published_on,
            kind=Kind.NEWS,
            topic_id=suggested[0] if suggested else None,
            state=state,
            logged_at=call.now,
        ),
    )
    after = {"number": article.number}
    await audit.add_entry(tx, call, "log", "article", article.id, after=after)
    await cancel_zero(tx, call, article)
    return article


def likely_first(item: PortalItem, known: Sequence[Unit]) -> tuple[Unit, ...]:
    """Return the units that existed when an item was published, those its title names first."""
    key = f" {search_key(item.title)} "
    day = item.published_on
    living = [unit for unit in known if unit.exists_between(day, day)]
    return tuple(
        sorted(
            living,
            key=lambda unit: (
                not any(f" {search_key(name)} " in key for name in (unit.name, *unit.aliases))
            ),
        )
    )
