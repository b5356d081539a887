"""What a correspondent is offered from the portal: articles to log without typing anything."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from pydantic import TypeAdapter

from domain.articles.records import State
from domain.boards import Board
from domain.calls import Call
from domain.errors import NotFound
from domain.permissions import Action, require
from domain.portal.listing import PortalItem
from domain.portal.whose import Reason, by_author, guesses, likely_unit
from services.articles.topics import Topics
from services.conversation.effects import once
from services.portal.proposals import log_item
from storage.engine.database import Database, IntegrityError, Transaction, unique_violation
from storage.portal import items as portal
from storage.units import rows as units

# How far back an article is still offered, and how many at a time.
OFFERED_FOR = timedelta(days=45)
MOST_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item; `unit_id` is the unit whose it seems to be, with what speaks for that."""

    item: PortalItem
    unit_id: int | None = None
    reasons: tuple[Reason, ...] = ()

    def is_of(self, first: date, last: date) -> bool:
        """Tell whether the portal says that the item was published in first..last."""
        return self.item.dated and first <= self.item.published_on <= last


@dataclass(frozen=True, slots=True)
class PortalOffer:
    """What somebody may log, the likeliest first; `left` are more that are not shown."""

    likely: tuple[Proposal, ...] = ()
    others: tuple[Proposal, ...] = ()
    left: int = 0

    @property
    def all(self) -> tuple[Proposal, ...]:
        """The items in the order in which they are numbered."""
        return (*self.likely, *self.others)


@dataclass(frozen=True, slots=True)
class Line:
    """An article that was logged from the portal."""

    number: int
    title: str
    published_on: date
    unit: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """What was logged; `gone` were logged or set aside before."""

    lines: tuple[Line, ...] = ()
    gone: int = 0
    pending: bool = False
    outcome: Literal["claimed"] = field(default="claimed")


_CLAIMED: TypeAdapter[Claimed] = TypeAdapter(Claimed)


class PortalOffers:
    """Offers what the portal has and the log has not, and logs what a person picks."""

    def __init__(self, database: Database, topics: Topics) -> None:
        self._database = database
        self._topics = topics

    async def offer(self, call: Call) -> PortalOffer:
        """Return what the person may log now; nothing for somebody who logs for no unit."""
        if not call.unit_ids or not call.board.portal_sources:
            return PortalOffer()

        async def job(tx: Transaction) -> PortalOffer:
            found = await proposals(tx, call.board, call.today)
            likely = [each for each in found if each.unit_id in call.unit_ids]
            others = [each for each in found if each.unit_id is None]
            shown = likely[:MOST_OFFERED]
            rest = others[: MOST_OFFERED - len(shown)]
            left = len(likely) + len(others) - len(shown) - len(rest)
            return PortalOffer(tuple(shown), tuple(rest), left)

        return await self._database.read(job)

    async def claim(self, call: Call, item_ids: Sequence[int], unit_id: int = 0) -> Claimed:
        """Log the items that the person picked and that have a day, for the unit they seem of.

        `unit_id` decides for somebody of several units. Raise NotFound "portal_item" when all were
        logged before.
        """
        require(call, Action.LOG_ARTICLE)
        if not call.unit_ids:
            raise NotFound("portal_item")

        async def job(tx: Transaction) -> Claimed:
            lines, gone = [], 0
            known = {unit.id: unit for unit in await units.list_units(tx, call.board.id)}
            state = State.PENDING if call.board.review_required else State.LOGGED
            guessed = {p.item.id: p.unit_id for p in await proposals(tx, call.board, call.today)}
            for item_id in dict.fromkeys(item_ids):
                item = await portal.find_item(tx, call.board.id, item_id)
                if item is not None and not item.dated:
                    continue
                of = _unit_for(call.unit_ids, unit_id or guessed.get(item_id))
                unit = known.get(of)
                if item is None or unit is None:
                    gone += 1
                    continue
                day = item.published_on
                if not unit.exists_between(day, day):
                    gone += 1
                    continue
                article = await log_item(tx, call, item, unit, self._topics, state)
                lines.append(Line(article.number, item.title, day, unit.name))
            if not lines:
                raise NotFound("portal_item")
            return Claimed(tuple(lines), gone, state is State.PENDING)

        try:
            return await once(self._database, call.origin, call.now, "portal.claim", _CLAIMED, job)
        except IntegrityError as error:
            if unique_violation(error):
                raise NotFound("portal_item") from None
            raise

    async def undated(self, call: Call, item_ids: Sequence[int]) -> tuple[Proposal, ...]:
        """Return those of the items whose day the portal does not say: it has to be asked for."""
        require(call, Action.LOG_ARTICLE)

        async def job(tx: Transaction) -> tuple[Proposal, ...]:
            found = [
                await portal.find_item(tx, call.board.id, each) for each in dict.fromkeys(item_ids)
            ]
            undated = [item for item in found if item and not item.dated]
            if not undated:
                return ()
            guessed = {p.item.id: p.unit_id for p in await proposals(tx, call.board, call.today)}
            return tuple(Proposal(item, guessed.get(item.id)) for item in undated)

        return await self._database.read(job)

    async def needs_unit(self, call: Call, item_ids: Sequence[int]) -> bool:
        """Tell whether somebody of several units has to say for which the items are."""
        if len(call.unit_ids) < 2:
            return False
        found = await self._database.read(lambda tx: proposals(tx, call.board, call.today))
        own = {each.item.id for each in found if each.unit_id in call.unit_ids}
        return not set(item_ids) <= own

    async def unit_names(self, call: Call) -> list[tuple[int, str]]:
        """Return the person's units."""
        known = await self._database.read(lambda tx: units.list_units(tx, call.board.id))
        return [(unit.id, unit.name) for unit in known if unit.id in call.unit_ids]


async def proposals(tx: Transaction, board: Board, today: date) -> list[Proposal]:
    """Return the board's unlogged items of the last weeks, each with its likely unit."""
    if not board.portal_sources:
        return []
    found = await portal.unclaimed(tx, board.id, today - OFFERED_FOR, today)
    if not found:
        return []
    known = await units.list_units(tx, board.id)
    authors = by_author(await portal.given_to(tx, board.id))
    made = []
    for item, published in found:
        guessed = guesses(published, known, authors)
        unit_id = likely_unit(guessed)
        made.append(Proposal(item, unit_id, guessed[0].reasons if unit_id else ()))
    return made


async def published_of(
    tx: Transaction, board: Board, today: date, first: date, last: date, unit_ids: Collection[int]
) -> list[tuple[int, str]]:
    """Return (item id, title) of what seems to be of some units and was published in a month."""
    return [
        (each.item.id, each.item.title)
        for each in await proposals(tx, board, today)
        if each.unit_id in unit_ids and each.is_of(first, last)
    ]


def _unit_for(own: Sequence[int], wanted: int | None) -> int:
    """Return the unit an item is logged for; 0 for somebody of several who did not say which."""
    if wanted in own:
        return wanted or 0
    return own[0] if len(own) == 1 else 0
