"""Running numbers: no gap and no repeat, because they are taken in the caller's transaction."""

from typing import Any

from sqlalchemy.sql.dml import ReturningInsert

from storage.engine.database import Prepared, Transaction
from storage.engine.tables import counters
from storage.engine.transaction import insert_into


def _next(dialect: str) -> ReturningInsert[Any]:
    return (
        insert_into(counters, dialect)
        .on_conflict_do_update(
            index_elements=["board_id", "name"], set_={"value": counters.c.value + 1}
        )
        .returning(counters.c.value)
    )


_NEXT = Prepared(_next)


async def next_number(tx: Transaction, board_id: int, name: str) -> int:
    """Take the next number of a board's series (the first is 1)."""
    number: int = await tx.value(_NEXT, {"board_id": board_id, "name": name, "value": 1})
    return number
