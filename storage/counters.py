"""Running numbers: no gap and no repeat, because they are taken in the caller's transaction."""

from storage.database import Transaction
from storage.tables import counters


async def next_number(tx: Transaction, board_id: int, name: str) -> int:
    """Take the next number of a board's series (the first is 1)."""
    row = tx.insert(counters).values(board_id=board_id, name=name, value=1)
    number: int = await tx.value(
        row.on_conflict_do_update(
            index_elements=["board_id", "name"], set_={"value": counters.c.value + 1}
        ).returning(counters.c.value)
    )
    return number
