"""A board's row and all that hangs from it: counted, renamed, removed."""

from datetime import datetime

from sqlalchemy import Select, delete, func, select, update

from storage.engine.database import Transaction
from storage.engine.tables import boards, memberships, metadata, people
from storage.upkeep.export import forget_person, of_board

# What every board has from its first start on, whoever works with it or not.
_OF_ITSELF = frozenset({"topics", "unit_groups", "counters", "stage_runs", "portal_checks"})


async def count_rows(tx: Transaction, board_id: int) -> dict[str, int]:
    """Return how many rows of its own a board has in each table that holds any."""
    found = {}
    for table in metadata.sorted_tables:
        condition = of_board(table, board_id)
        if condition is None or table.name in _OF_ITSELF:
            continue
        statement: Select[int] = select(func.count()).select_from(table).where(condition)
        count = int(await tx.value(statement))
        if count:
            found[table.name] = count
    return found


async def rename(tx: Transaction, board_id: int, slug: str) -> None:
    """Give a board another slug."""
    await tx.execute(update(boards).where(boards.c.id == board_id).values(slug=slug))


async def remove(tx: Transaction, board_id: int, now: datetime) -> None:
    """Remove a board with everything of its own; who was on no other board is forgotten."""
    elsewhere = select(memberships.c.person_id).where(memberships.c.board_id != board_id)
    alone = await tx.all(
        select(memberships.c.person_id)
        .where(memberships.c.board_id == board_id, memberships.c.person_id.not_in(elsewhere))
        .distinct()
    )
    for row in alone:
        await forget_person(tx, row.person_id, now)
    await tx.execute(
        update(people).where(people.c.current_board_id == board_id).values(current_board_id=None)
    )
    for table in reversed(metadata.sorted_tables):
        condition = of_board(table, board_id)
        if condition is not None:
            await tx.execute(delete(table).where(condition))
    await tx.execute(delete(boards).where(boards.c.id == board_id))
