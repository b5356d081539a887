"""The groups to which a board's digests are posted: recipients with an account and no role."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update

from storage.engine.database import Transaction
from storage.engine.tables import accounts, digest_groups, people
from storage.people.accounts import add_account
from storage.people.rows import add_person


@dataclass(frozen=True, slots=True)
class DigestGroup:
    """A group's recipient row and title."""

    person_id: int
    title: str


async def active_groups(tx: Transaction, board_id: int) -> tuple[DigestGroup, ...]:
    """Return the groups that get a board's digests, the first switched on first."""
    rows = await tx.all(
        select(people.c.id, people.c.name)
        .join(digest_groups, digest_groups.c.person_id == people.c.id)
        .where(digest_groups.c.board_id == board_id, digest_groups.c.active)
        .order_by(digest_groups.c.id)
    )
    return tuple(DigestGroup(*row) for row in rows)


async def groups_on(tx: Transaction, channel: str) -> int:
    """Return how many groups of a channel get the digests of any board."""
    count: int = await tx.value(
        select(func.count(digest_groups.c.person_id.distinct()))
        .join(accounts, accounts.c.person_id == digest_groups.c.person_id)
        .where(accounts.c.channel == channel, digest_groups.c.active)
    )
    return count


async def toggle_group(
    tx: Transaction,
    board_id: int,
    channel: str,
    chat_id: int,
    title: str,
    by: int,
    now: datetime,
) -> bool:
    """Switch a board's digests in a group on, or off where they are on; return which."""
    person_id: int | None = await tx.value(
        select(accounts.c.person_id).where(
            accounts.c.channel == channel, accounts.c.chat_id == chat_id
        )
    )
    if person_id is None:
        person_id = await add_person(tx, title, "vi", now)
    else:
        await tx.execute(update(people).where(people.c.id == person_id).values(name=title))
    was_active = await tx.value(
        select(digest_groups.c.active).where(
            digest_groups.c.board_id == board_id, digest_groups.c.person_id == person_id
        )
    )
    values = {"active": not was_active, "changed_by": by, "changed_at": now}
    if was_active is None:
        row = insert(digest_groups).values(board_id=board_id, person_id=person_id, **values)
        await tx.execute(row)
    else:
        await tx.execute(
            update(digest_groups)
            .where(digest_groups.c.board_id == board_id, digest_groups.c.person_id == person_id)
            .values(**values)
        )
    # A group the bot was once thrown out of can be written to again.
    await add_account(tx, person_id, channel, chat_id, now)
    return not was_active


async def switch_off(tx: Transaction, person_id: int, now: datetime) -> None:
    """End the digests of every board in a group that the bot was put out of."""
    await tx.execute(
        update(digest_groups)
        .where(digest_groups.c.person_id == person_id, digest_groups.c.active)
        .values(active=False, changed_at=now)
    )
