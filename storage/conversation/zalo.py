"""What the Zalo channel keeps: the numbers of ids, the lists on show, the month's messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, delete, func, insert, or_, select, update

from storage.engine.database import Transaction
from storage.engine.tables import zalo_ids, zalo_menus, zalo_use


@dataclass(frozen=True, slots=True)
class ZaloMenu:
    """A numbered list that was sent to a chat: `choices[0]` is the data behind number `first`.

    `used_by` is the update that chose from it, None while nothing was chosen; `sent_at` is when
    Zalo sent it, None where it did not say so.
    """

    slot: str
    message_id: int
    first: int
    choices: tuple[str, ...]
    used_by: int | None
    sent_at: datetime | None


async def find_number(tx: Transaction, kind: str, zalo_id: str) -> int | None:
    """Return the number of a Zalo id, None for a new one."""
    number: int | None = await tx.value(
        select(zalo_ids.c.id).where(zalo_ids.c.kind == kind, zalo_ids.c.zalo_id == zalo_id)
    )
    return number


async def add_number(tx: Transaction, kind: str, zalo_id: str) -> int:
    """Give a Zalo id a number unless it has one; return the number.

    A bot that was taken for a person, as older versions did, keeps its number.
    """
    if kind == "bot":
        await tx.execute(
            update(zalo_ids)
            .where(zalo_ids.c.kind == "user", zalo_ids.c.zalo_id == zalo_id)
            .values(kind=kind)
        )
    row = tx.insert(zalo_ids).values(kind=kind, zalo_id=zalo_id)
    await tx.execute(row.on_conflict_do_nothing(index_elements=["kind", "zalo_id"]))
    number: int = await tx.value(
        select(zalo_ids.c.id).where(zalo_ids.c.kind == kind, zalo_ids.c.zalo_id == zalo_id)
    )
    return number


async def find_zalo_id(tx: Transaction, kind: str, number: int) -> str | None:
    """Return the Zalo id behind a number, None for a number that was never given."""
    zalo_id: str | None = await tx.value(
        select(zalo_ids.c.zalo_id).where(zalo_ids.c.id == number, zalo_ids.c.kind == kind)
    )
    return zalo_id


async def forget_people(tx: Transaction, numbers: Sequence[int]) -> None:
    """Forget the Zalo ids and the lists of people; nobody else gets their numbers."""
    await tx.execute(
        update(zalo_ids)
        .where(zalo_ids.c.kind == "user", zalo_ids.c.id.in_(numbers))
        .values(zalo_id="forgotten " + cast(zalo_ids.c.id, String))
    )
    await tx.execute(delete(zalo_menus).where(zalo_menus.c.chat_id.in_(numbers)))


async def save_menu(
    tx: Transaction,
    chat_id: int,
    slot: str,
    message_id: int,
    first: int,
    choices: Sequence[str],
    sent_at: datetime | None,
) -> None:
    """Keep a list in place of the slot's earlier one; its new id makes it the chat's newest."""
    await tx.execute(
        delete(zalo_menus).where(zalo_menus.c.chat_id == chat_id, zalo_menus.c.slot == slot)
    )
    await tx.execute(
        insert(zalo_menus).values(
            chat_id=chat_id,
            slot=slot,
            message_id=message_id,
            first=first,
            choices=list(choices),
            sent_at=sent_at,
        )
    )


async def menus(tx: Transaction, chat_id: int) -> tuple[ZaloMenu, ...]:
    """Return a chat's lists, the newest first."""
    rows = await tx.all(
        select(
            zalo_menus.c.slot,
            zalo_menus.c.message_id,
            zalo_menus.c.first,
            zalo_menus.c.choices,
            zalo_menus.c.used_by,
            zalo_menus.c.sent_at,
        )
        .where(zalo_menus.c.chat_id == chat_id)
        .order_by(zalo_menus.c.id.desc())
    )
    return tuple(
        ZaloMenu(row.slot, row.message_id, row.first, tuple(row.choices), row.used_by, row.sent_at)
        for row in rows
    )


async def use_menu(tx: Transaction, chat_id: int, message_id: int, update_id: int) -> bool:
    """Mark a list as used by an update; False when it is gone or another update used it."""
    result = await tx.execute(
        update(zalo_menus)
        .where(
            zalo_menus.c.chat_id == chat_id,
            zalo_menus.c.message_id == message_id,
            or_(zalo_menus.c.used_by.is_(None), zalo_menus.c.used_by == update_id),
        )
        .values(used_by=update_id)
    )
    return result.rowcount > 0


async def count_people(tx: Transaction) -> int:
    """Return how many people have ever written to the bot."""
    count: int = await tx.value(
        select(func.count()).where(
            zalo_ids.c.kind == "user", zalo_ids.c.zalo_id.not_like("forgotten %")
        )
    )
    return count


async def count_sent(tx: Transaction, month: str) -> int:
    """Return how many messages were sent in a month (`YYYY-MM`)."""
    sent: int | None = await tx.value(select(zalo_use.c.sent).where(zalo_use.c.month == month))
    return sent or 0


async def add_sent(tx: Transaction, month: str) -> None:
    """Count one more message sent in a month."""
    row = tx.insert(zalo_use).values(month=month, sent=1)
    await tx.execute(
        row.on_conflict_do_update(index_elements=["month"], set_={"sent": zalo_use.c.sent + 1})
    )
