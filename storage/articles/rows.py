"""Articles."""

from collections.abc import Collection, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, func, insert, or_, select, update

from domain.articles.records import LIVE, Article, Kind, State
from storage.engine.counters import next_number
from storage.engine.database import Prepared, Transaction
from storage.engine.tables import articles, in_words, title_changes

_COLUMNS = (
    articles.c.id,
    articles.c.board_id,
    articles.c.number,
    articles.c.unit_id,
    articles.c.author_id,
    articles.c.title,
    articles.c.link,
    articles.c.published_on,
    articles.c.kind,
    articles.c.topic_id,
    articles.c.state,
    articles.c.logged_at,
    articles.c.duplicate_of,
)


@dataclass(frozen=True, slots=True)
class NewArticle:
    """What is stored of an article besides its number."""

    board_id: int
    unit_id: int
    author_id: int
    title: str
    title_key: str
    link: str
    canonical_link: str | None
    published_on: date
    kind: Kind
    topic_id: int | None
    state: State
    logged_at: datetime


_ADD = Prepared(insert(articles).returning(articles.c.id))


async def add_article(tx: Transaction, new: NewArticle) -> Article:
    """Store an article under the board's next number."""
    number = await next_number(tx, new.board_id, "article")
    row = await tx.first(
        _ADD,
        {
            "board_id": new.board_id,
            "number": number,
            "unit_id": new.unit_id,
            "author_id": new.author_id,
            "title": new.title,
            "title_key": new.title_key,
            "link": new.link,
            "canonical_link": new.canonical_link,
            "published_on": new.published_on,
            "kind": new.kind.value,
            "topic_id": new.topic_id,
            "state": new.state.value,
            "logged_at": new.logged_at,
        },
    )
    assert row is not None  # noqa: S101 - RETURNING of one inserted row
    return Article(
        row.id,
        new.board_id,
        number,
        new.unit_id,
        new.author_id,
        new.title,
        new.link,
        new.published_on,
        new.kind,
        new.topic_id,
        new.state,
        new.logged_at,
    )


async def find_by_number(tx: Transaction, board_id: int, number: int) -> Article | None:
    """Return the board's article of this number."""
    return await _one(
        tx,
        select(*_COLUMNS).where(articles.c.board_id == board_id, articles.c.number == number),
    )


async def find_by_id(tx: Transaction, board_id: int, article_id: int) -> Article | None:
    """Return the board's article of this id."""
    return await _one(
        tx,
        select(*_COLUMNS).where(articles.c.id == article_id, articles.c.board_id == board_id),
    )


async def find_by_ids(tx: Transaction, board_id: int, ids: Collection[int]) -> tuple[Article, ...]:
    """Return the board's articles of these ids, in no order."""
    rows = await tx.all(
        select(*_COLUMNS).where(articles.c.id.in_(ids), articles.c.board_id == board_id)
    )
    return tuple(_article(row) for row in rows)


# The live article of a canonical link (`board`, `its_link`).
HAS_LINK = and_(
    articles.c.board_id == bindparam("board"),
    articles.c.canonical_link == bindparam("its_link"),
    in_words(articles.c.state, *LIVE),
    articles.c.canonical_link.is_not(None),
)
_BY_LINK = Prepared(select(*_COLUMNS).where(HAS_LINK))


async def find_by_link(tx: Transaction, board_id: int, canonical_link: str) -> Article | None:
    """Return the board's live article of this canonical link."""
    row = await tx.first(_BY_LINK, {"board": board_id, "its_link": canonical_link})
    return None if row is None else _article(row)


async def newest_titled(
    tx: Transaction, board_id: int, author_id: int, title: str
) -> Article | None:
    """Return the newest article that a person logged under a title."""
    return await _one(
        tx,
        select(*_COLUMNS)
        .where(
            articles.c.board_id == board_id,
            articles.c.author_id == author_id,
            articles.c.title == title,
        )
        .order_by(articles.c.id.desc())
        .limit(1),
    )


async def known_links(tx: Transaction, board_id: int, links: Collection[str]) -> set[str]:
    """Return those of the canonical links that live articles of the board have."""
    rows = await tx.all(
        select(articles.c.canonical_link).where(
            articles.c.board_id == board_id,
            articles.c.canonical_link.in_(links),
            in_words(articles.c.state, *LIVE),
            articles.c.canonical_link.is_not(None),
        )
    )
    return {row[0] for row in rows}


async def with_links(
    tx: Transaction, board_id: int, since: date, links: Collection[str]
) -> tuple[Article, ...]:
    """Return articles in any state that have one of the canonical links or a link and a later day.

    `since` is the first day of those.
    """
    rows = await tx.all(
        select(*_COLUMNS).where(
            articles.c.board_id == board_id,
            articles.c.canonical_link.is_not(None),
            or_(articles.c.published_on >= since, articles.c.canonical_link.in_(links)),
        )
    )
    return tuple(_article(row) for row in rows)


async def find_twin_by_link(tx: Transaction, article: Article) -> Article | None:
    """Return another live article of the same canonical link."""
    canonical = select(articles.c.canonical_link).where(articles.c.id == article.id)
    return await _one(
        tx,
        select(*_COLUMNS).where(
            articles.c.board_id == article.board_id,
            articles.c.canonical_link == canonical.scalar_subquery(),
            articles.c.state.in_(LIVE),
            articles.c.id != article.id,
        ),
    )


async def update_article(tx: Transaction, article_id: int, **values: Any) -> None:
    """Change columns of an article; a title that is new or counts again is noted for the index."""
    await tx.execute(update(articles).where(articles.c.id == article_id).values(**values))
    if "title" in values or values.get("state") in LIVE:
        changed = select(articles.c.board_id, articles.c.id).where(articles.c.id == article_id)
        await tx.execute(insert(title_changes).from_select(["board_id", "article_id"], changed))


async def list_articles(
    tx: Transaction,
    board_id: int,
    unit_ids: Collection[int] | None,
    states: Sequence[State],
    limit: int,
    offset: int = 0,
) -> tuple[tuple[Article, ...], int]:
    """Return a page of articles, the newest first, and how many there are in all."""
    where = [
        articles.c.board_id == board_id,
        articles.c.state.in_([state.value for state in states]),
    ]
    if unit_ids is not None:
        where.append(articles.c.unit_id.in_(unit_ids))
    total = await tx.value(select(func.count()).where(and_(*where)))
    rows = await tx.all(
        select(*_COLUMNS)
        .where(and_(*where))
        .order_by(articles.c.published_on.desc(), articles.c.number.desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(_article(row) for row in rows), total


_BETWEEN = Prepared(
    select(*_COLUMNS)
    .where(
        articles.c.board_id == bindparam("board"),
        articles.c.state == bindparam("in_state"),
        articles.c.published_on.between(
            bindparam("first", type_=Date), bindparam("last", type_=Date)
        ),
    )
    .order_by(articles.c.published_on, articles.c.number)
)


async def between(
    tx: Transaction, board_id: int, state: State, first: date, last: date
) -> tuple[Article, ...]:
    """Return the articles of a state published in first..last (inclusive), the earliest first."""
    return await within(tx, board_id, state, [(first, last)])


async def within(
    tx: Transaction, board_id: int, state: State, spans: Sequence[tuple[date, date]]
) -> tuple[Article, ...]:
    """Return the articles of a state published within spans of days, span by span.

    A large board's are better read in many spans: one long read would hold the event loop.
    """
    values = [
        {"board": board_id, "in_state": state.value, "first": first, "last": last}
        for first, last in spans
    ]
    async with aclosing(tx.each(_BETWEEN, values)) as pieces:
        return tuple([_article(row) async for rows in pieces for row in rows])


async def last_unit(tx: Transaction, board_id: int, author_id: int) -> int | None:
    """Return the unit that a person logged an article for last."""
    found: int | None = await tx.value(
        select(articles.c.unit_id)
        .where(articles.c.board_id == board_id, articles.c.author_id == author_id)
        .order_by(articles.c.id.desc())
        .limit(1)
    )
    return found


async def units_with_articles(
    tx: Transaction, board_id: int, first: date, last: date
) -> dict[int, int]:
    """Return how many articles each unit has in first..last (inclusive); pending ones speak too."""
    rows = await tx.all(
        select(articles.c.unit_id, func.count())
        .where(
            articles.c.board_id == board_id,
            articles.c.state.in_(LIVE),
            articles.c.published_on.between(first, last),
        )
        .group_by(articles.c.unit_id)
    )
    return {row[0]: row[1] for row in rows}


async def _one(tx: Transaction, statement: Select[Any]) -> Article | None:
    row = await tx.first(statement)
    return None if row is None else _article(row)


_KINDS = {kind.value: kind for kind in Kind}
_STATES = {state.value: state for state in State}


def _article(row: Any) -> Article:
    # By place and without asking the enumerations: a large report has tens of thousands of rows.
    return Article(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        row[5],
        row[6],
        row[7],
        _KINDS[row[8]],
        row[9],
        _STATES[row[10]],
        row[11],
        row[12],
    )
