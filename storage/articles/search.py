"""Finding articles by words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, literal, or_, select

from domain.articles.records import Article, State
from storage.articles import rows as stored
from storage.engine.database import Transaction
from storage.engine.tables import articles

MOST = 1000


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a search with the units and topics that have it in a name."""

    word: str
    unit_ids: Collection[int]
    topic_ids: Collection[int]


async def search_articles(
    tx: Transaction,
    board_id: int,
    words: Sequence[Word],
    states: Sequence[State],
    limit: int,
    offset: int,
) -> tuple[tuple[Article, ...], int]:
    """Return a page of the articles that have every word, the newest first, and how many have.

    A word begins a word of the title, or stands in the name of the unit or of the topic. One pass
    over the board's rows finds both; it ends at `MOST` articles, so `MOST` may mean more.
    """
    title = literal(" ") + articles.c.title_key
    where = [
        articles.c.board_id == board_id,
        articles.c.state.in_([state.value for state in states]),
    ]
    for word in words:
        places = [title.contains(f" {word.word}", autoescape=True)]
        if word.unit_ids:
            places.append(articles.c.unit_id.in_(word.unit_ids))
        if word.topic_ids:
            places.append(articles.c.topic_id.in_(word.topic_ids))
        where.append(or_(*places))
    rows = await tx.all(
        select(articles.c.id)
        .where(and_(*where))
        .order_by(articles.c.published_on.desc(), articles.c.number.desc())
        .limit(MOST)
    )
    ids = [row.id for row in rows[offset : offset + limit]]
    if not ids:
        return (), len(rows)
    found = {article.id: article for article in await stored.find_by_ids(tx, board_id, ids)}
    return tuple(found[article_id] for article_id in ids if article_id in found), len(rows)
