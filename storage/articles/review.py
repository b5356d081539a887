"""What waits for a reader of the board."""

from sqlalchemy import func, select

from domain.articles.records import State
from storage.engine.database import Transaction
from storage.engine.tables import articles


async def count_pending(tx: Transaction, board_id: int) -> int:
    """Return how many of a board's articles wait for approval."""
    count: int = await tx.value(
        select(func.count()).where(
            articles.c.board_id == board_id, articles.c.state == State.PENDING.value
        )
    )
    return count


async def next_pending(tx: Transaction, board_id: int, after: int) -> int | None:
    """Return the number of the first waiting article behind a number, else of the first of all."""
    number: int | None = await tx.value(
        select(articles.c.number)
        .where(articles.c.board_id == board_id, articles.c.state == State.PENDING.value)
        .order_by(articles.c.number <= after, articles.c.number)
        .limit(1)
    )
    return number
