"""The counts behind a report: one pass over the board's index."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from domain.articles import Kind, State
from domain.periods import ReportingMonth
from storage.database import Transaction
from storage.tables import articles, units


@dataclass(frozen=True, slots=True)
class CountRow:
    """Articles of one unit, topic and kind; `months` is parallel to the months asked for."""

    unit_id: int
    topic_id: int | None
    kind: Kind
    months: tuple[int, ...]


async def count_articles(
    tx: Transaction, board_id: int, months: Sequence[ReportingMonth]
) -> tuple[CountRow, ...]:
    """Count logged articles by unit, topic, kind and month."""
    sums = [
        func.sum(case((articles.c.published_on.between(month.first, month.last), 1), else_=0))
        for month in months
    ]
    rows = await tx.all(
        select(articles.c.unit_id, articles.c.topic_id, articles.c.kind, *sums)
        .where(
            articles.c.board_id == board_id,
            articles.c.state == State.LOGGED.value,
            articles.c.published_on.between(months[0].first, months[-1].last),
        )
        .group_by(articles.c.unit_id, articles.c.topic_id, articles.c.kind)
    )
    return tuple(CountRow(row[0], row[1], Kind(row[2]), tuple(row[3:])) for row in rows)


@dataclass(frozen=True, slots=True)
class TracedArticle:
    """An article behind a count."""

    number: int
    title: str
    link: str
    published_on: date
    unit: str


async def traced_articles(
    tx: Transaction,
    board_id: int,
    unit_ids: Collection[int] | None,
    first: date,
    last: date,
    limit: int,
    offset: int,
) -> tuple[tuple[TracedArticle, ...], int]:
    """Return a page of the articles that are counted in first..last, and how many there are.

    `unit_ids` None means every unit. The newest comes first.
    """
    where = [
        articles.c.board_id == board_id,
        articles.c.state == State.LOGGED.value,
        articles.c.published_on.between(first, last),
    ]
    if unit_ids is not None:
        where.append(articles.c.unit_id.in_(unit_ids))
    total = await tx.value(select(func.count()).where(*where))
    rows = await tx.all(
        select(
            articles.c.number,
            articles.c.title,
            articles.c.link,
            articles.c.published_on,
            units.c.name,
        )
        .join(units, units.c.id == articles.c.unit_id)
        .where(*where)
        .order_by(articles.c.published_on.desc(), articles.c.number.desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(TracedArticle(*row) for row in rows), total
