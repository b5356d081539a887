"""Sending slots, shared by every process that sends, so that together they keep the limits."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from domain.reminders.paces import LONGEST_HOLD
from storage.engine.database import Transaction
from storage.engine.tables import chat_paces, paces


async def lock_pace(
    tx: Transaction, channel: str, chat_ids: Collection[int], now: datetime
) -> tuple[datetime | None, dict[int, datetime]]:
    """Return when a channel and some of its chats are free again, and hold the channel's row."""
    row = tx.insert(paces).values(channel=channel, next_at=now)
    await tx.execute(row.on_conflict_do_nothing(index_elements=["channel"]))
    next_at: datetime | None = await tx.value(
        select(paces.c.next_at).where(paces.c.channel == channel).with_for_update()
    )
    rows = await tx.all(
        select(chat_paces.c.chat_id, chat_paces.c.next_at).where(
            chat_paces.c.channel == channel, chat_paces.c.chat_id.in_(chat_ids)
        )
    )
    return next_at, {row.chat_id: row.next_at for row in rows}


async def keep_pace(tx: Transaction, channel: str, next_at: datetime) -> None:
    """Remember when a channel is free again."""
    row = tx.insert(paces).values(channel=channel, next_at=next_at)
    await tx.execute(
        row.on_conflict_do_update(index_elements=["channel"], set_={"next_at": next_at})
    )


async def keep_chat_paces(tx: Transaction, channel: str, chats: Mapping[int, datetime]) -> None:
    """Remember when chats are free again."""
    row = tx.insert(chat_paces)
    statement = row.on_conflict_do_update(
        index_elements=["channel", "chat_id"], set_={"next_at": row.excluded.next_at}
    )
    values = [
        {"channel": channel, "chat_id": chat_id, "next_at": next_at}
        for chat_id, next_at in sorted(chats.items())
    ]
    if values:
        await tx.execute(statement, values)


async def purge_chat_paces(tx: Transaction, now: datetime) -> None:
    """Forget chats that have been free for long."""
    before = now - LONGEST_HOLD - timedelta(hours=1)
    await tx.execute(delete(chat_paces).where(chat_paces.c.next_at < before))
