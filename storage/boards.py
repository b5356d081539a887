"""Boards and their topics."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update

from domain.boards import Topic
from domain.text import search_key
from storage.engine.database import Transaction
from storage.engine.tables import boards, topics


async def find_board_id(tx: Transaction, slug: str) -> int | None:
    """Return the id of the board of this slug."""
    board_id: int | None = await tx.value(select(boards.c.id).where(boards.c.slug == slug))
    return board_id


async def began_at(tx: Transaction, board_ids: Collection[int]) -> dict[int, datetime]:
    """Return when each board was created."""
    statement = select(boards.c.id, boards.c.created_at).where(boards.c.id.in_(board_ids))
    return {row[0]: row[1] for row in await tx.all(statement)}


async def known_boards(tx: Transaction) -> dict[str, tuple[int, str, tuple[Topic, ...]]]:
    """Return every board's id, name and active topics in their order, by its slug."""
    found: dict[int, list[Topic]] = {}
    for row in await tx.all(
        select(topics.c.id, topics.c.name, topics.c.board_id)
        .where(topics.c.active)
        .order_by(topics.c.board_id, topics.c.position)
    ):
        found.setdefault(row.board_id, []).append(Topic(row.id, row.name))
    rows = await tx.all(select(boards.c.id, boards.c.slug, boards.c.name))
    return {row.slug: (row.id, row.name, tuple(found.get(row.id, ()))) for row in rows}


async def keep_board(tx: Transaction, slug: str, name: str, now: datetime) -> int:
    """Create the board or bring its name up to date; return its id."""
    row = tx.insert(boards).values(slug=slug, name=name, created_at=now)
    statement = row.on_conflict_do_update(index_elements=["slug"], set_={"name": name})
    board_id: int = await tx.value(statement.returning(boards.c.id))
    return board_id


async def keep_topics(tx: Transaction, board_id: int, names: Sequence[str]) -> tuple[Topic, ...]:
    """Make the board's topics these, in this order; one that is gone stays behind its articles."""
    if names:
        row = tx.insert(topics)
        statement = row.on_conflict_do_update(
            index_elements=["board_id", "key"],
            set_={
                "name": row.excluded.name,
                "position": row.excluded.position,
                "active": True,
            },
        )
        values = [
            {
                "board_id": board_id,
                "name": name,
                "key": search_key(name),
                "position": position,
                "active": True,
            }
            for position, name in enumerate(names)
        ]
        await tx.execute(statement, values)
    keys = [search_key(name) for name in names]
    await tx.execute(
        update(topics)
        .where(topics.c.board_id == board_id, topics.c.key.not_in(keys), topics.c.active)
        .values(active=False)
    )
    return await topics_of(tx, board_id)


async def topics_of(tx: Transaction, board_id: int) -> tuple[Topic, ...]:
    """Return a board's active topics in their order."""
    rows = await tx.all(
        select(topics.c.id, topics.c.name)
        .where(topics.c.board_id == board_id, topics.c.active)
        .order_by(topics.c.position)
    )
    return tuple(Topic(row.id, row.name) for row in rows)
