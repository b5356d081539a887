"""Who sends a message: claims of the outbox, and what becomes of them when a sender ends."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, case, func, literal, or_, select, update

from domain.people.records import Account
from storage.engine.database import Transaction
from storage.engine.tables import accounts, in_words, outbox, people
from storage.reminders.duties import see_clock
from storage.reminders.outbox import OPEN, SLACK, Outgoing


async def claim_due(
    tx: Transaction,
    worker: str,
    now: datetime,
    limit: int,
    only: Collection[int] | None = None,
) -> tuple[Outgoing, ...]:
    """Claim messages that are due, the oldest first (of these ids only, when given)."""
    chosen = (
        select(outbox.c.id)
        .where(in_words(outbox.c.state, *OPEN), outbox.c.state == "due", outbox.c.due_at <= now)
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    if only is not None:
        chosen = chosen.where(outbox.c.id.in_(only))
    claimed = await tx.all(
        update(outbox)
        .where(outbox.c.id.in_(chosen), outbox.c.state == "due")
        .values(
            state="claimed",
            worker=worker,
            claimed_at=now,
            departed_at=None,
            attempts=outbox.c.attempts + 1,
        )
        .returning(
            outbox.c.id,
            outbox.c.board_id,
            outbox.c.kind,
            outbox.c.person_id,
            outbox.c.payload,
            outbox.c.attempts,
        )
    )
    if not claimed:
        return ()
    person_ids = [row.person_id for row in claimed]
    account_rows = await tx.all(
        select(
            accounts.c.id,
            accounts.c.person_id,
            accounts.c.channel,
            accounts.c.chat_id,
            accounts.c.active,
            people.c.language,
        )
        .join(people, people.c.id == accounts.c.person_id)
        .where(accounts.c.person_id.in_(person_ids), accounts.c.active)
        .order_by(accounts.c.last_used_at.desc(), accounts.c.id)
    )
    by_person: dict[int, list[Account]] = {}
    languages: dict[int, str] = {}
    for row in account_rows:
        by_person.setdefault(row.person_id, []).append(
            Account(row.id, row.person_id, row.channel, row.chat_id, row.active)
        )
        languages[row.person_id] = row.language
    return tuple(
        Outgoing(
            row.id,
            row.board_id,
            row.kind,
            row.person_id,
            languages.get(row.person_id, "vi"),
            row.payload,
            row.attempts,
            tuple(by_person.get(row.person_id, ())),
        )
        for row in sorted(claimed, key=lambda row: row.id)
    )


async def depart(tx: Transaction, outbox_id: int, worker: str, now: datetime) -> bool:
    """Note that a worker's claimed message is about to leave; False when it is its no longer."""
    result = await tx.execute(
        update(outbox)
        .where(
            outbox.c.id == outbox_id,
            outbox.c.state == "claimed",
            outbox.c.worker == worker,
            outbox.c.departed_at.is_(None),
        )
        .values(departed_at=now)
    )
    return result.rowcount == 1


async def put_back(tx: Transaction, due_at: Mapping[int, datetime], now: datetime) -> None:
    """Make claimed messages due again at an instant each, as if they had not been claimed.

    Within a minute at the latest: what waits for longer was put off by somebody, and is not hurried
    when the clock is set back.
    """
    await see_clock(tx, now)
    await tx.execute(
        update(outbox)
        .where(outbox.c.id == bindparam("row_id"))
        .values(
            state="due",
            worker=None,
            due_at=bindparam("again_at"),
            attempts=outbox.c.attempts - 1,
        ),
        [{"row_id": row_id, "again_at": min(at, now + SLACK)} for row_id, at in due_at.items()],
    )


async def end_claims(tx: Transaction, of: ColumnElement[bool], now: datetime) -> tuple[int, int]:
    """End the claims that a condition tells; return how many are due again and how many unknown.

    What had not left is due again, as if it had not been claimed; what had may have arrived.
    """
    claimed = (in_words(outbox.c.state, *OPEN), outbox.c.state == "claimed", of)
    doubtful = await tx.execute(
        update(outbox)
        .where(*claimed, outbox.c.departed_at.is_not(None))
        .values(state="unknown", finished_at=now, worker=None, error="interrupted")
    )
    freed = await tx.execute(
        update(outbox)
        .where(*claimed, outbox.c.departed_at.is_(None))
        .values(
            state="due",
            worker=None,
            attempts=outbox.c.attempts - 1,
            # It was due when it was claimed, and is: the clock may have been set back since.
            due_at=case(
                (outbox.c.due_at > now, literal(now, outbox.c.due_at.type)), else_=outbox.c.due_at
            ),
        )
    )
    return freed.rowcount, doubtful.rowcount


def claimed_long_ago(now: datetime, life: timedelta) -> ColumnElement[bool]:
    """Return the condition of a claim that has outlived its life.

    One from the future is as old: the clock was set back since.
    """
    at = func.coalesce(outbox.c.departed_at, outbox.c.claimed_at, type_=outbox.c.claimed_at.type)
    return or_(at <= now - life, at > now + life)


def claimed_by_kind(kind: str) -> ColumnElement[bool]:
    """Return the condition of a claim by a worker of a kind."""
    return outbox.c.worker.startswith(f"{kind}:")
