"""What tinbai says on its own: stored first, claimed before it is sent, sent once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, insert, or_, select, update

from domain.people.records import Account
from storage.engine.database import Transaction
from storage.engine.tables import accounts, deliveries, in_words, outbox, people
from storage.reminders.duties import see_clock

OPEN = ("due", "claimed")
LONGEST_RETRY = timedelta(hours=1)
SLACK = timedelta(minutes=1)  # a tick notes the time, and is this long ago at most


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed message: what to say to whom; `accounts` are those that can be written to."""

    id: int
    board_id: int
    kind: str
    person_id: int
    language: str
    payload: Mapping[str, Any]
    attempts: int
    accounts: tuple[Account, ...]


async def add_message(
    tx: Transaction,
    board_id: int,
    kind: str,
    person_id: int,
    payload: Mapping[str, Any],
    now: datetime,
    due_at: datetime | None = None,
    stands_in_for: int | None = None,
) -> int:
    """Store a message that is due at once, or from an instant; return the id."""
    await see_clock(tx, now)
    outbox_id: int = await tx.value(
        insert(outbox)
        .values(
            board_id=board_id,
            kind=kind,
            person_id=person_id,
            payload=payload,
            state="due",
            attempts=0,
            due_at=due_at or now,
            stands_in_for=stands_in_for,
        )
        .returning(outbox.c.id)
    )
    return outbox_id


async def add_messages(
    tx: Transaction,
    board_id: int,
    kind: str,
    person_ids: Sequence[int],
    payload: Mapping[str, Any],
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Store the same message for several people, due at once or from an instant."""
    await see_clock(tx, now)
    rows = [
        {
            "board_id": board_id,
            "kind": kind,
            "person_id": person_id,
            "payload": payload,
            "state": "due",
            "attempts": 0,
            "due_at": due_at or now,
        }
        for person_id in person_ids
    ]
    if rows:
        await tx.execute(insert(outbox), rows)


async def record_delivery(
    tx: Transaction,
    board_id: int,
    outbox_id: int,
    account_id: int | None,
    state: str,
    now: datetime,
    message_id: int | None = None,
    error: str | None = None,
) -> None:
    """Record one attempt to send to one account."""
    await tx.execute(
        insert(deliveries).values(
            board_id=board_id,
            outbox_id=outbox_id,
            account_id=account_id,
            state=state,
            at=now,
            message_id=message_id,
            error=error,
        )
    )


@dataclass(frozen=True, slots=True)
class SentReminder:
    """A reminder that was sent; `accounts` are those it reached."""

    id: int
    payload: Mapping[str, Any]
    accounts: frozenset[int]


async def newest_reminder(tx: Transaction, board_id: int, person_id: int) -> SentReminder | None:
    """Return the reminder that a person was sent last."""
    row = await tx.first(
        select(outbox.c.id, outbox.c.payload)
        .where(
            outbox.c.board_id == board_id,
            outbox.c.person_id == person_id,
            outbox.c.kind == "reminder",
            outbox.c.state == "sent",
        )
        .order_by(outbox.c.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    reached = await tx.all(
        select(deliveries.c.account_id).where(
            deliveries.c.outbox_id == row.id,
            deliveries.c.state == "sent",
            deliveries.c.account_id.is_not(None),
        )
    )
    return SentReminder(row.id, row.payload, frozenset(one.account_id for one in reached))


async def refusals(tx: Transaction, outbox_ids: Collection[int]) -> dict[int, set[int]]:
    """Return the accounts at which messages have failed, by the messages' ids."""
    rows = await tx.all(
        select(deliveries.c.outbox_id, deliveries.c.account_id).where(
            deliveries.c.outbox_id.in_(outbox_ids),
            deliveries.c.state == "failed",
            deliveries.c.account_id.is_not(None),
        )
    )
    found: dict[int, set[int]] = {}
    for row in rows:
        found.setdefault(row.outbox_id, set()).add(row.account_id)
    return found


async def days_refused(
    tx: Transaction, account_id: int, errors: Collection[str], zone: ZoneInfo
) -> int:
    """Return on how many days an account has refused since it was last written to or wrote."""
    last_sent = (
        select(func.max(deliveries.c.at))
        .where(deliveries.c.account_id == account_id, deliveries.c.state == "sent")
        .scalar_subquery()
    )
    last_used = select(accounts.c.last_used_at).where(accounts.c.id == account_id).scalar_subquery()
    rows = await tx.all(
        select(deliveries.c.at).where(
            deliveries.c.account_id == account_id,
            deliveries.c.state == "failed",
            deliveries.c.error.in_(errors),
            deliveries.c.at > last_used,
            or_(last_sent.is_(None), deliveries.c.at > last_sent),
        )
    )
    return len({row.at.astimezone(zone).date() for row in rows})


async def settle(
    tx: Transaction,
    outbox_id: int,
    state: str,
    now: datetime,
    error: str | None = None,
    due_at: datetime | None = None,
) -> None:
    """Set a message's state: sent, failed, unknown, dropped, or due again at an instant."""
    values: dict[str, Any] = {"state": state, "error": error, "worker": None}
    if state == "due":
        await see_clock(tx, now)
        values["due_at"] = due_at
    else:
        values["finished_at"] = now
    await tx.execute(update(outbox).where(outbox.c.id == outbox_id).values(**values))


async def follow_clock(tx: Transaction, before: datetime, now: datetime) -> int:
    """Make due what was due by an instant that lies ahead again, the clock having been set back.

    What waits to be tried again goes on waiting as long as it had to. Return how many messages.
    """
    rows = await tx.all(
        select(outbox.c.id, outbox.c.due_at, outbox.c.attempts).where(
            in_words(outbox.c.state, *OPEN),
            outbox.c.state == "due",
            outbox.c.due_at > now,
            outbox.c.due_at <= before + LONGEST_RETRY,
        )
    )
    moved = [
        {"row_id": row.id, "again_at": max(now, row.due_at - (before - now))}
        for row in rows
        if row.due_at <= before + SLACK or row.attempts
    ]
    if moved:
        again = update(outbox).where(outbox.c.id == bindparam("row_id"))
        await tx.execute(again.values(due_at=bindparam("again_at")), moved)
    return len(moved)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that failed or whose fate is unknown; `stands_in` names who got it instead."""

    id: int
    kind: str
    person: str
    state: str
    error: str
    at: datetime
    stands_in: tuple[str, ...] = ()


async def undelivered(
    tx: Transaction, board_id: int, limit: int, since: datetime | None = None
) -> tuple[Undelivered, ...]:
    """Return a board's failed and unknown messages (since an instant), the newest first."""
    statement = (
        select(
            outbox.c.id,
            outbox.c.kind,
            people.c.name,
            outbox.c.state,
            outbox.c.error,
            outbox.c.finished_at,
        )
        .join(people, people.c.id == outbox.c.person_id)
        .where(outbox.c.board_id == board_id, outbox.c.state.in_(["failed", "unknown"]))
        .order_by(outbox.c.id.desc())
        .limit(limit)
    )
    if since is not None:
        statement = statement.where(outbox.c.finished_at >= since)
    rows = await tx.all(statement)
    if not rows:
        return ()
    instead = await tx.all(
        select(outbox.c.stands_in_for, people.c.name)
        .join(people, people.c.id == outbox.c.person_id)
        .where(outbox.c.stands_in_for.in_([row.id for row in rows]))
        .order_by(outbox.c.id)
    )
    names: dict[int, list[str]] = {}
    for row in instead:
        names.setdefault(row.stands_in_for, []).append(row.name)
    return tuple(
        Undelivered(
            row.id,
            row.kind,
            row.name,
            row.state,
            row.error or "",
            row.finished_at,
            tuple(names.get(row.id, ())),
        )
        for row in rows
    )


async def send_again(tx: Transaction, board_id: int, outbox_id: int, now: datetime) -> bool:
    """Make a failed or unknown message due again; False when it is not such a one."""
    await see_clock(tx, now)
    result = await tx.execute(
        update(outbox)
        .where(
            outbox.c.id == outbox_id,
            outbox.c.board_id == board_id,
            outbox.c.state.in_(["failed", "unknown"]),
        )
        .values(state="due", due_at=now, attempts=0, error=None, finished_at=None)
    )
    return result.rowcount == 1


async def drop_due(tx: Transaction, board_id: int, person_id: int, now: datetime) -> None:
    """Drop what a board has yet to say to a person."""
    await tx.execute(
        update(outbox)
        .where(
            outbox.c.board_id == board_id,
            outbox.c.person_id == person_id,
            outbox.c.state == "due",
        )
        .values(state="dropped", finished_at=now, error="left")
    )


async def states_of(tx: Transaction, ids: Collection[int]) -> dict[int, str]:
    """Return messages' states by id."""
    rows = await tx.all(select(outbox.c.id, outbox.c.state).where(outbox.c.id.in_(ids)))
    return {row.id: row.state for row in rows}


async def next_due(tx: Transaction) -> datetime | None:
    """Return when the next message is due, None when none waits."""
    due_at: datetime | None = await tx.value(
        select(func.min(outbox.c.due_at)).where(
            in_words(outbox.c.state, *OPEN), outbox.c.state == "due"
        )
    )
    return due_at
