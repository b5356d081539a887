"""Accounts: the chats that people write from, and whether they can be written to."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select, update

from domain.people.records import Account
from storage.engine.database import Transaction
from storage.engine.tables import accounts
from storage.people import page_access

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


async def add_account(
    tx: Transaction,
    person_id: int,
    channel: str,
    chat_id: int,
    now: datetime,
    *,
    used: bool = True,
) -> int:
    """Store a person's account, or make an inactive one active again; return the id.

    One that is not `used` is for writing from later: the account the person wrote from last stays
    the first to be written to.
    """
    row = tx.insert(accounts).values(
        person_id=person_id,
        channel=channel,
        chat_id=chat_id,
        active=True,
        created_at=now,
        last_used_at=now if used else NEVER,
    )
    again = {"active": True, "person_id": person_id, "closed_at": None}
    account_id: int = await tx.value(
        row.on_conflict_do_update(
            index_elements=["channel", "chat_id"],
            set_=again | ({"last_used_at": now} if used else {}),
        ).returning(accounts.c.id)
    )
    return account_id


async def close_accounts(tx: Transaction, person_id: int, kept: int, now: datetime) -> int:
    """Close a person's accounts besides one: whoever writes from them is a stranger then.

    Browsers that the person's page is open in are let in no more.
    """
    await page_access.end_all(tx, person_id)
    result = await tx.execute(
        update(accounts)
        .where(
            accounts.c.person_id == person_id,
            accounts.c.id != kept,
            accounts.c.closed_at.is_(None),
        )
        .values(closed_at=now, active=False)
    )
    return result.rowcount


async def accounts_of(tx: Transaction, person_ids: Sequence[int]) -> dict[int, list[Account]]:
    """Return people's active accounts, the one used last first."""
    rows = await tx.all(
        select(
            accounts.c.id,
            accounts.c.person_id,
            accounts.c.channel,
            accounts.c.chat_id,
            accounts.c.active,
        )
        .where(accounts.c.person_id.in_(person_ids), accounts.c.active)
        .order_by(accounts.c.last_used_at.desc(), accounts.c.id)
    )
    found: dict[int, list[Account]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(Account(*row))
    return found


async def touch_account(tx: Transaction, account_id: int, now: datetime) -> None:
    """Remember that the person writes from an account, which can so be written to."""
    await tx.execute(
        update(accounts).where(accounts.c.id == account_id).values(active=True, last_used_at=now)
    )


async def deactivate_account(tx: Transaction, account_id: int) -> None:
    """Remember that an account cannot be written to."""
    await tx.execute(update(accounts).where(accounts.c.id == account_id).values(active=False))


async def move_account(tx: Transaction, account_id: int, channel: str, chat_id: int) -> bool:
    """Follow a chat to its new id; False when that chat is an account of its own."""
    taken = await find_account(tx, channel, chat_id)
    if taken is None:
        await tx.execute(
            update(accounts).where(accounts.c.id == account_id).values(chat_id=chat_id)
        )
    return taken is None


async def set_reachable(
    tx: Transaction, channel: str, chat_id: int, *, reachable: bool
) -> int | None:
    """Remember whether a chat can be written to; return its person.

    None for an unknown chat and for an account that its person closed.
    """
    person_id: int | None = await tx.value(
        update(accounts)
        .where(
            accounts.c.channel == channel,
            accounts.c.chat_id == chat_id,
            accounts.c.closed_at.is_(None),
        )
        .values(active=reachable)
        .returning(accounts.c.person_id)
    )
    return person_id


async def find_account(tx: Transaction, channel: str, chat_id: int) -> int | None:
    """Return the id of a chat's account."""
    found: int | None = await tx.value(
        select(accounts.c.id).where(accounts.c.channel == channel, accounts.c.chat_id == chat_id)
    )
    return found
