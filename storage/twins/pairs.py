"""Titles to compare, and pairs of articles that are likely one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
    union_all,
    update,
)

from domain.articles.records import LIVE
from domain.twins.pairs import Pair, Side
from storage.engine.database import Prepared, Transaction
from storage.engine.tables import (
    articles,
    boards,
    counters,
    people,
    title_changes,
    twin_pairs,
    units,
)

_LOGS = (articles, title_changes)
_MARKS = ("twins:article", "twins:change")


@dataclass(frozen=True, slots=True)
class TitleRow:
    """An article's title as it is now; `change_id` is that of the change that told of it."""

    article_id: int
    title: str
    logged_at: datetime
    change_id: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A live article that may be a twin."""

    id: int
    number: int
    title: str
    published_on: date
    unit: str


@dataclass(frozen=True, slots=True)
class NewPair:
    """A pair to store; with `decided_by` it is decided at once as kept."""

    article_id: int
    other_id: int
    score: float
    claim: str | None = None
    claimed_by: int | None = None
    decided_by: int | None = None


async def newest_ids(tx: Transaction, board_id: int) -> tuple[int, int]:
    """Return the highest article id and the highest change id of a board (0 without any)."""
    found = []
    for table in _LOGS:
        statement = select(table.c.id).where(table.c.board_id == board_id)
        found.append(await tx.value(statement.order_by(table.c.id.desc()).limit(1)) or 0)
    return found[0], found[1]


async def titles_below(
    tx: Transaction, board_id: int, below_id: int, since: datetime, limit: int
) -> tuple[TitleRow, ...]:
    """Return live titles with ids below `below_id`, logged since an instant, newest first."""
    rows = await tx.all(
        select(articles.c.id, articles.c.title, articles.c.logged_at)
        .where(
            articles.c.board_id == board_id,
            articles.c.id < below_id,
            articles.c.logged_at >= since,
            articles.c.state.in_(LIVE),
        )
        .order_by(articles.c.id.desc())
        .limit(limit)
    )
    return tuple(TitleRow(*row) for row in rows)


_NEW = select(
    articles.c.id, articles.c.title, articles.c.logged_at, literal(0).label("change_id")
).where(articles.c.board_id == bindparam("board"), articles.c.id > bindparam("above_article"))
_CHANGED = (
    select(articles.c.id, articles.c.title, articles.c.logged_at, title_changes.c.id)
    .join(articles, articles.c.id == title_changes.c.article_id)
    .where(
        title_changes.c.board_id == bindparam("board"),
        title_changes.c.id > bindparam("above_change"),
    )
)
_ABOVE = Prepared(union_all(_NEW, _CHANGED).order_by("change_id", "id"))


async def titles_above(
    tx: Transaction, board_id: int, article_id: int, change_id: int
) -> tuple[TitleRow, ...]:
    """Return what was logged or changed after these ids: new articles by id, then the changes."""
    values = {"board": board_id, "above_article": article_id, "above_change": change_id}
    return tuple(TitleRow(*row) for row in await tx.all(_ABOVE, values))


async def live_candidates(
    tx: Transaction, board_id: int, ids: Collection[int], since: datetime
) -> dict[int, Candidate]:
    """Return those of the articles that are live and were logged since an instant, by id."""
    rows = await tx.all(
        select(
            articles.c.id,
            articles.c.number,
            articles.c.title,
            articles.c.published_on,
            units.c.name,
        )
        .join(units, units.c.id == articles.c.unit_id)
        .where(
            articles.c.board_id == board_id,
            articles.c.id.in_(ids),
            articles.c.state.in_(LIVE),
            articles.c.logged_at >= since,
        )
    )
    return {row.id: Candidate(*row) for row in rows}


async def add_pairs(
    tx: Transaction, board_id: int, pairs: Sequence[NewPair], now: datetime
) -> None:
    """Store pairs; one that is known stays as it is."""
    if not pairs:
        return
    row = tx.insert(twin_pairs)
    statement = row.on_conflict_do_nothing(index_elements=["article_id", "other_id"])
    await tx.execute(
        statement,
        [
            {
                "board_id": board_id,
                "article_id": pair.article_id,
                "other_id": pair.other_id,
                "score": pair.score,
                "claim": pair.claim,
                "claimed_by": pair.claimed_by,
                "created_at": now,
                "decision": None if pair.decided_by is None else "kept",
                "decided_by": pair.decided_by,
                "decided_at": None if pair.decided_by is None else now,
            }
            for pair in pairs
        ],
    )


async def forget_unclaimed(tx: Transaction, article_ids: Collection[int]) -> None:
    """Drop undecided pairs nobody spoke about, of articles whose titles have changed."""
    await tx.execute(
        delete(twin_pairs).where(
            twin_pairs.c.decision.is_(None),
            twin_pairs.c.claim.is_(None),
            or_(twin_pairs.c.article_id.in_(article_ids), twin_pairs.c.other_id.in_(article_ids)),
        )
    )


async def swept_to(tx: Transaction, board_id: int) -> tuple[int, int] | None:
    """Return the article id and change id up to which pairs were looked for, None before that."""
    rows = await tx.all(
        select(counters.c.name, counters.c.value).where(
            counters.c.board_id == board_id, counters.c.name.in_(_MARKS)
        )
    )
    found = {row.name: row.value for row in rows}
    return (found[_MARKS[0]], found[_MARKS[1]]) if len(found) == len(_MARKS) else None


def _newest(table: Table) -> ColumnElement[int]:
    newest = select(table.c.id).where(table.c.board_id == boards.c.id)
    return func.coalesce(newest.order_by(table.c.id.desc()).limit(1).scalar_subquery(), 0)


def _swept(mark: str) -> ColumnElement[int]:
    of_board = and_(counters.c.board_id == boards.c.id, counters.c.name == mark)
    return func.coalesce(select(counters.c.value).where(of_board).scalar_subquery(), 0)


_UNSWEPT = Prepared(
    select(boards.c.id).where(
        or_(*(_newest(table) > _swept(mark) for table, mark in zip(_LOGS, _MARKS, strict=True)))
    )
)


async def unswept_boards(tx: Transaction) -> frozenset[int]:
    """Return the boards with titles that pairs were not looked for since."""
    return frozenset(row[0] for row in await tx.all(_UNSWEPT))


async def mark_swept(tx: Transaction, board_id: int, article_id: int, change_id: int) -> None:
    """Store up to which ids pairs were looked for."""
    row = tx.insert(counters)
    statement = row.on_conflict_do_update(
        index_elements=["board_id", "name"], set_={"value": row.excluded.value}
    )
    values = zip(_MARKS, (article_id, change_id), strict=True)
    await tx.execute(
        statement, [{"board_id": board_id, "name": name, "value": value} for name, value in values]
    )


async def open_pairs(
    tx: Transaction, board_id: int, limit: int, after_id: int = 0
) -> tuple[Pair, ...]:
    """Return a board's undecided pairs of live articles, the oldest first."""
    statement = (
        _pairs(board_id)
        .where(twin_pairs.c.decision.is_(None), twin_pairs.c.id > after_id)
        .order_by(twin_pairs.c.id)
        .limit(limit)
    )
    return tuple(_pair(row) for row in await tx.all(statement))


async def count_open(tx: Transaction, board_id: int) -> int:
    """Return how many pairs wait for a decision."""
    found = _pairs(board_id).where(twin_pairs.c.decision.is_(None)).subquery()
    counted: int = await tx.value(select(func.count()).select_from(found))
    return counted


async def find_open_pair(tx: Transaction, board_id: int, pair_id: int) -> Pair | None:
    """Return the board's undecided pair of this id."""
    row = await tx.first(
        _pairs(board_id).where(twin_pairs.c.id == pair_id, twin_pairs.c.decision.is_(None))
    )
    return None if row is None else _pair(row)


async def decide(
    tx: Transaction, pair_id: int, decision: str, person_id: int, now: datetime
) -> None:
    """Store an editor's decision."""
    await tx.execute(
        update(twin_pairs)
        .where(twin_pairs.c.id == pair_id)
        .values(decision=decision, decided_by=person_id, decided_at=now)
    )


def _pairs(board_id: int) -> Select[tuple[object, ...]]:
    first, second = articles.alias("article"), articles.alias("other")
    first_unit, second_unit = units.alias("article_unit"), units.alias("other_unit")
    author, other_author = people.alias("author"), people.alias("other_author")
    claimer = people.alias("claimer")
    columns = [
        column
        for article, unit, person in (
            (first, first_unit, author),
            (second, second_unit, other_author),
        )
        for column in (
            article.c.id,
            article.c.number,
            article.c.title,
            article.c.link,
            article.c.published_on,
            unit.c.name,
            person.c.name,
            person.c.id,
        )
    ]
    return (
        select(twin_pairs.c.id, twin_pairs.c.score, twin_pairs.c.claim, claimer.c.name, *columns)
        .join(first, and_(first.c.id == twin_pairs.c.article_id, first.c.state.in_(LIVE)))
        .join(second, and_(second.c.id == twin_pairs.c.other_id, second.c.state.in_(LIVE)))
        .join(first_unit, first_unit.c.id == first.c.unit_id)
        .join(second_unit, second_unit.c.id == second.c.unit_id)
        .join(author, author.c.id == first.c.author_id)
        .join(other_author, other_author.c.id == second.c.author_id)
        .outerjoin(claimer, claimer.c.id == twin_pairs.c.claimed_by)
        .where(twin_pairs.c.board_id == board_id)
    )


def _pair(row: Sequence[object]) -> Pair:
    pair_id, score, claim, claimer, *sides = row
    return Pair(
        pair_id,  # type: ignore[arg-type]
        score,  # type: ignore[arg-type]
        claim,  # type: ignore[arg-type]
        claimer or "",  # type: ignore[arg-type]
        Side(*sides[:8]),  # type: ignore[arg-type]
        Side(*sides[8:]),  # type: ignore[arg-type]
    )
