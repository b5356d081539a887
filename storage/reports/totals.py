"""The counts behind a report: one pass over the board's index."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Date, bindparam, case, exists, func, select

from domain.articles.records import Kind, State
from domain.people.records import Role
from domain.periods.spans import ReportingMonth
from storage.engine.database import Prepared, Transaction
from storage.engine.tables import accounts, articles, memberships, units


@dataclass(frozen=True, slots=True)
class CountRow:
    """Articles of one unit, topic and kind; `months` is parallel to the months asked for."""

    unit_id: int
    topic_id: int | None
    kind: Kind
    months: tuple[int, ...]


# Statements are built once: building one takes longer than running it.
_COUNTED = (
    articles.c.board_id == bindparam("board"),
    articles.c.state == State.LOGGED.value,
    articles.c.published_on.between(bindparam("first", type_=Date), bindparam("last", type_=Date)),
)
_KINDS = {kind.value: kind for kind in Kind}


@cache
def _counts_of_months(number: int) -> Prepared:
    """Return the statement that counts in so many months; each has its own first and last day."""
    sums = [
        func.sum(
            case(
                (
                    articles.c.published_on.between(
                        bindparam(f"first_{place}", type_=Date),
                        bindparam(f"last_{place}", type_=Date),
                    ),
                    1,
                ),
                else_=0,
            )
        )
        for place in range(number)
    ]
    return Prepared(
        select(articles.c.unit_id, articles.c.topic_id, articles.c.kind, *sums)
        .where(*_COUNTED)
        .group_by(articles.c.unit_id, articles.c.topic_id, articles.c.kind)
    )


async def count_articles(
    tx: Transaction, board_id: int, months: Sequence[ReportingMonth]
) -> tuple[CountRow, ...]:
    """Count logged articles by unit, topic, kind and month."""
    values = {"board": board_id, "first": months[0].first, "last": months[-1].last}
    for place, month in enumerate(months):
        values[f"first_{place}"], values[f"last_{place}"] = month.first, month.last
    rows = await tx.all(_counts_of_months(len(months)), values)
    return tuple(
        CountRow(unit, topic, _KINDS[kind], tuple(counts)) for unit, topic, kind, *counts in rows
    )


_TOTALS = Prepared(
    select(articles.c.unit_id, func.count()).where(*_COUNTED).group_by(articles.c.unit_id)
)


async def unit_totals(tx: Transaction, board_id: int, first: date, last: date) -> dict[int, int]:
    """Count each unit's logged articles in first..last (inclusive)."""
    rows = await tx.all(_TOTALS, {"board": board_id, "first": first, "last": last})
    return {row[0]: row[1] for row in rows}


_COVERED = Prepared(
    select(memberships.c.unit_id)
    .where(
        memberships.c.board_id == bindparam("board"),
        memberships.c.role == Role.CORRESPONDENT.value,
        memberships.c.ended_at.is_(None),
        exists().where(accounts.c.person_id == memberships.c.person_id, accounts.c.active),
    )
    .distinct()
)


async def covered_units(tx: Transaction, board_id: int) -> frozenset[int]:
    """Return the ids of the units that have a lasting correspondent who can be written to."""
    return frozenset(row[0] for row in await tx.all(_COVERED, {"board": board_id}))


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
