"""Logged articles: the unit's list, one article with what may be done with it, its history."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.articles.edits import Field
from domain.articles.records import Article, State
from domain.calls import Call
from domain.errors import NotAllowed, NotFound
from domain.permissions import Action, may, require, require_unit
from storage.articles import rows as articles
from storage.engine.database import Database, Transaction
from storage.people import rows as people
from storage.units import rows as units
from storage.upkeep import audit
from storage.upkeep.audit import AuditEntry

PAGE = 8
SHOWN = (State.LOGGED, State.PENDING, State.REJECTED, State.DUPLICATE, State.WITHDRAWN)
EDITABLE = (State.LOGGED, State.PENDING, State.REJECTED)


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """A page of articles, the newest first; `page` counts from 0."""

    articles: tuple[Article, ...]
    unit_names: dict[int, str]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """One article with the names behind its ids and what this person may do with it.

    `fields` may be edited; `actions` are of withdraw, restore, resubmit, approve, reject.
    """

    article: Article
    unit: str
    author: str
    fields: tuple[Field, ...] = ()
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """An article's changes, the oldest first, with the names behind the ids in them."""

    card: ArticleCard
    entries: tuple[AuditEntry, ...]
    unit_names: dict[int, str]


class Articles:
    """A board's articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, call: Call, page: int = 0) -> ArticlePage:
        """Return a page of the person's units' articles (of the whole board for an editor)."""
        require(call, Action.SEE_UNIT)
        ids: Sequence[int] | None = call.seen_unit_ids
        if not ids:
            if not may(call, Action.SEE_BOARD):
                raise NotAllowed("person_without_unit")
            ids = None

        async def job(tx: Transaction) -> ArticlePage:
            found, total = await articles.list_articles(
                tx, call.board.id, ids, SHOWN, PAGE, page * PAGE
            )
            names = await unit_names(tx, call, {a.unit_id for a in found})
            return ArticlePage(found, names, page, max(1, -(-total // PAGE)), total)

        return await self._database.read(job)

    async def show(self, call: Call, number: int) -> ArticleCard:
        """Return one article; raise NotFound, or NotAllowed for one of another unit."""
        return await self._database.read(lambda tx: card_of(tx, call, number))

    async def history(self, call: Call, number: int) -> History:
        """Return an article's changes; raise NotFound, or NotAllowed for one of another unit."""

        async def job(tx: Transaction) -> History:
            card = await card_of(tx, call, number)
            entries = await audit.entries_of(tx, call.board.id, "article", card.article.id)
            ids = {
                int(values["unit_id"])
                for entry in entries
                for values in (entry.before, entry.after)
                if values and values.get("unit_id") is not None
            }
            return History(card, entries, await unit_names(tx, call, ids))

        return await self._database.read(job)


async def unit_names(tx: Transaction, call: Call, ids: set[int]) -> dict[int, str]:
    """Return the names of some of the board's units by id."""
    return {unit.id: unit.name for unit in await units.list_units(tx, call.board.id, ids)}


async def found(tx: Transaction, call: Call, number: int, action: Action) -> Article:
    """Return the board's article of a number; raise NotFound or NotAllowed."""
    article = await articles.find_by_number(tx, call.board.id, number)
    if article is None:
        raise NotFound("article", number=number)
    require_unit(call, article.unit_id, action)
    return article


async def card_of(tx: Transaction, call: Call, number: int) -> ArticleCard:
    """Return an article's card for whoever may see it; raise NotFound or NotAllowed."""
    article = await found(tx, call, number, Action.SEE_UNIT)
    names = await unit_names(tx, call, {article.unit_id})
    authors = await people.names_of(tx, [article.author_id])
    return ArticleCard(
        article,
        names.get(article.unit_id, ""),
        authors.get(article.author_id, ""),
        _fields(call, article),
        _actions(call, article),
    )


def _keeps(call: Call, article: Article) -> bool:
    """Tell whether the person may change the article."""
    if not may(call, Action.LOG_ARTICLE):
        return False
    return may(call, Action.LOG_FOR_ANY_UNIT) or article.unit_id in call.unit_ids


def _fields(call: Call, article: Article) -> tuple[Field, ...]:
    if not _keeps(call, article) or article.state not in EDITABLE:
        return ()
    several = may(call, Action.LOG_FOR_ANY_UNIT) or len(call.unit_ids) > 1
    return tuple(
        field
        for field in Field
        if (field is not Field.TOPIC or call.board.topics) and (field is not Field.UNIT or several)
    )


def _actions(call: Call, article: Article) -> tuple[str, ...]:
    if not _keeps(call, article):
        return ()
    reviews = may(call, Action.REVIEW)
    match article.state:
        case State.PENDING:
            return ("approve", "reject", "withdraw") if reviews else ("withdraw",)
        case State.LOGGED:
            return ("withdraw",)
        case State.WITHDRAWN:
            return ("restore",)
        case State.REJECTED if reviews:
            return ("approve",)
        case State.REJECTED if call.board.review_required:
            return ("resubmit",)
        case _:
            return ()
