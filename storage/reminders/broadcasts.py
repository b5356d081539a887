"""Broadcasts: a chair's text to everybody of a board, kept from the preview to the sending."""

from datetime import datetime

from sqlalchemy import delete, insert, update

from storage.engine.database import Transaction
from storage.engine.tables import broadcasts


async def add_broadcast(
    tx: Transaction, board_id: int, person_id: int, text: str, now: datetime
) -> int:
    """Store a text that is not sent yet; return its id."""
    row = insert(broadcasts).values(
        board_id=board_id, person_id=person_id, text=text, created_at=now
    )
    broadcast_id: int = await tx.value(row.returning(broadcasts.c.id))
    return broadcast_id


async def take_broadcast(
    tx: Transaction, board_id: int, person_id: int, broadcast_id: int, now: datetime
) -> str | None:
    """Mark a person's unsent broadcast as sent and return its text, None without such a one."""
    text: str | None = await tx.value(
        update(broadcasts)
        .where(
            broadcasts.c.id == broadcast_id,
            broadcasts.c.board_id == board_id,
            broadcasts.c.person_id == person_id,
            broadcasts.c.sent_at.is_(None),
        )
        .values(sent_at=now)
        .returning(broadcasts.c.text)
    )
    return text


async def drop_broadcast(tx: Transaction, board_id: int, person_id: int, broadcast_id: int) -> None:
    """Forget a person's unsent broadcast."""
    await tx.execute(
        delete(broadcasts).where(
            broadcasts.c.id == broadcast_id,
            broadcasts.c.board_id == board_id,
            broadcasts.c.person_id == person_id,
            broadcasts.c.sent_at.is_(None),
        )
    )
