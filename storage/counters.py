"""Running numbers: no gap and no repeat, because they are taken in the caller's transaction."""

from functools import cache
from typing import Any

from sqlalchemy.sql.dml import ReturningInsert

from storage.database import Transaction
from storage.tables import counters
from storage.transaction import insert_into


@cache
def _next(dialect: str) -> ReturningInsert[Any]:
    return (
        insert_into(counters, dialect)
        .on_conflict_do_update(
            index_elements=["board_id", "name"], set_={"value": counters.c.value + 1}
        )
        .returning(counters.c.value)
    )


async def next_number(tx: Transaction, board_id: int, name: str) -> int:
    """Take the next number of a board's series (the first is 1)."""
    statement = _next(tx.dialect)
    number: int = await tx.value(statement, {"board_id": board_id, "name": name, "value": 1})
    return number
