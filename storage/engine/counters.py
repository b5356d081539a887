"""Running numbers: no gap and no repeat, because they are taken in the caller's transaction."""

from typing import Any

from sqlalchemy import case
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


def _reach(dialect: str) -> ReturningInsert[Any]:
    row = insert_into(counters, dialect)
    reached = case(
        (counters.c.value < row.excluded.value, row.excluded.value), else_=counters.c.value
    )
    return row.on_conflict_do_update(
        index_elements=["board_id", "name"], set_={"value": reached}
    ).returning(counters.c.value)


_REACH = Prepared(_reach)


async def reach_number(tx: Transaction, board_id: int, name: str, number: int) -> None:
    """Bring a board's series up to a number; whoever else takes from it waits for this commit."""
    await tx.value(_REACH, {"board_id": board_id, "name": name, "value": number})
